/// The name of one connection, never reused: a slot and how often that slot has been given away.
///
/// A name outlives its connection harmlessly: what is done to a connection that has gone, or whose slot
/// belongs to another by now, is answered `.gone`.
package struct ConnectionID: Hashable, Sendable {
    let slot: UInt32
    let generation: UInt32

    init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }

    /// The same as one word for C to keep; nil stands for none, since generations begin at 1.
    init?(opaque: UnsafeMutableRawPointer?) {
        guard let opaque else { return nil }
        let bits = UInt64(UInt(bitPattern: opaque))
        self.init(slot: UInt32(truncatingIfNeeded: bits), generation: UInt32(truncatingIfNeeded: bits >> 32))
    }

    var opaque: UnsafeMutableRawPointer? {
        UnsafeMutableRawPointer(bitPattern: UInt(UInt64(generation) << 32 | UInt64(slot)))
    }
}

extension ConnectionID: CustomStringConvertible {
    package var description: String { "\(slot).\(generation)" }
}
