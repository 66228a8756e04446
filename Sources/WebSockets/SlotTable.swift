/// Values kept by slot, each slot with a generation that is counted up whenever its value goes.
struct SlotTable<Value> {
    private struct Slot {
        var generation: UInt32 = 1
        var value: Value?
    }

    private var slots: [Slot] = []
    private var free: [UInt32] = []
    private(set) var count = 0

    mutating func insert(_ make: (ConnectionID) -> Value) -> Value {
        let slot: UInt32
        if let reused = free.popLast() {
            slot = reused
        } else {
            slot = UInt32(slots.count)
            slots.append(Slot())
        }
        let value = make(ConnectionID(slot: slot, generation: slots[Int(slot)].generation))
        slots[Int(slot)].value = value
        count += 1
        return value
    }

    subscript(id: ConnectionID) -> Value? {
        guard Int(id.slot) < slots.count, slots[Int(id.slot)].generation == id.generation else { return nil }
        return slots[Int(id.slot)].value
    }

    @discardableResult
    mutating func remove(_ id: ConnectionID) -> Value? {
        guard let value = self[id] else { return nil }
        slots[Int(id.slot)].value = nil
        slots[Int(id.slot)].generation &+= 1
        // Generation 0 is kept out, so that no name is a null pointer to C.
        if slots[Int(id.slot)].generation == 0 { slots[Int(id.slot)].generation = 1 }
        free.append(id.slot)
        count -= 1
        return value
    }

    /// All values there are now, in no order that means anything.
    var values: [Value] { slots.compactMap(\.value) }

    /// Visits every value without making an array; the visitor mustn't insert or remove.
    func forEach(_ visit: (Value) -> Void) {
        for slot in slots {
            if let value = slot.value { visit(value) }
        }
    }
}
