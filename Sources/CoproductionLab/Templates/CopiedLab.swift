/// What a lab that is made from another takes over beside its programme: what was planned and set, and nothing that
/// anybody said, answered or was called.
package struct CopiedLab: Sendable {
    package var details: Details?
    package var smallNumbers: Int?
    /// The titles of its sittings; their days have been.
    private var sittings: [Int: String] = [:]
    private var door = Door()

    package init() {}

    package init(of lab: Lab) {
        details = lab.details
        smallNumbers = lab.smallNumbers
        sittings = lab.sittings.compactMapValues(\.title)
        // A new lab begins with an open door; who asks first, or has so many chairs, does so again.
        door = lab.door
        door.isLocked = false
    }

    func events(by host: ID) -> [Event] {
        let plans = sittings.sorted { $0.key < $1.key }.map { number, title in
            Event(
                "sittingPlanned", by: [host],
                ["sitting": .int(number), "to": ["title": .string(title)], "was": [:]])
        }
        guard door != Door() else { return plans }
        return plans + [Event("doorSet", by: [host], ["to": .object(door.members), "was": [:]])]
    }
}
