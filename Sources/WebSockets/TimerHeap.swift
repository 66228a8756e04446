/// A timer that `EventLoop.schedule` set, to be given to `cancel`.
package struct TimerID: Hashable, Sendable {
    let number: UInt64
}

/// Deadlines in order, as a binary heap. libwebsockets' own timers insert in O(n), which a server of
/// thousands of connections can't afford; here it is O(log n), and a cancelled entry is only forgotten when
/// its turn comes.
struct TimerHeap {
    private struct Entry {
        let deadline: UInt64
        let number: UInt64
    }

    private var entries: [Entry] = []
    private var actions: [UInt64: @Sendable () -> Void] = [:]
    private var next: UInt64 = 1

    /// When the earliest timer is due, in nanoseconds of the monotonic clock.
    var earliest: UInt64? { entries.first?.deadline }

    mutating func add(deadline: UInt64, _ action: @escaping @Sendable () -> Void) -> TimerID {
        let number = next
        next += 1
        actions[number] = action
        entries.append(Entry(deadline: deadline, number: number))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].deadline < entries[parent].deadline else { break }
            entries.swapAt(child, parent)
            child = parent
        }
        return TimerID(number: number)
    }

    mutating func cancel(_ timer: TimerID) {
        actions[timer.number] = nil
        // Where most entries are dead, live ones are kept alone: memory follows what is waiting.
        if entries.count > 64, entries.count > 4 * actions.count {
            entries = entries.filter { actions[$0.number] != nil }.sorted { $0.deadline < $1.deadline }
        }
    }

    /// Takes out one timer that is due, or tells by nil that there is none.
    mutating func popDue(at now: UInt64) -> (@Sendable () -> Void)? {
        while let first = entries.first, first.deadline <= now {
            removeFirst()
            if let action = actions.removeValue(forKey: first.number) { return action }
        }
        return nil
    }

    private mutating func removeFirst() {
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < entries.count else { return }
            let right = left + 1
            let least =
                right < entries.count && entries[right].deadline < entries[left].deadline ? right : left
            guard entries[least].deadline < entries[parent].deadline else { return }
            entries.swapAt(least, parent)
            parent = least
        }
    }
}
