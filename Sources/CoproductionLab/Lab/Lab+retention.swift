/// For how long a lab is kept after its end: a setting of its own, which everybody reads before they say who they are and
/// for as long as they are in.
extension Lab {
    /// Days for which a lab can be kept after its end: ten years at the most.
    package static let keptDays = 1...3_650
    private static let day: Int64 = 86_400_000
    /// What was taken in is kept for so many days at least: whoever took it in has the time to look.
    private static let keptWhenTakenIn: Int64 = 14

    /// Until when it is kept, in milliseconds since 1970; nil while it hasn't ended and is no rehearsal.
    package var keptUntil: Int64? {
        guard let from = isRehearsal ? createdAt : endedAt else { return nil }
        let until = from + Int64(retentionDays) * Self.day
        return max(until, (origin?.time).map { $0 + Self.keptWhenTakenIn * Self.day } ?? until)
    }

    /// Days that a journal or a file names, as a lab can be kept.
    static func keptDays(_ json: JSON?) -> Int? {
        // A server could be set to more, once.
        json?.int.map { min(max($0, 1), 36_500) }
    }

    /// While people are in, they read of a change at once; after the end nobody is told any more, and so a lab is never
    /// kept longer than people know.
    func decideRetention(_ body: Fields, by person: Participant, at time: Int64) throws(Rejection) -> [Event]
    {
        let days = try body.whole("days", in: Self.keptDays)
        guard !isRehearsal else {
            throw Rejection(.notAllowed, "A rehearsal is kept for a day. Copy it as a lab to keep it longer.")
        }
        guard days != retentionDays else { return [] }
        if let endedAt {
            guard days < retentionDays else {
                throw Rejection(
                    .notAllowed,
                    "This lab is over, and people know that it is kept for \(retentionDays) days. It can be kept "
                        + "for a shorter time, not for a longer one.")
            }
            guard endedAt + Int64(days) * Self.day >= time + Self.day else {
                throw Rejection(
                    .invalid,
                    "After \(days) days this lab would be gone at once. Keep it until tomorrow at least, or delete it."
                )
            }
        }
        return [retentionChanged(to: days, by: person)]
    }

    private func retentionChanged(to days: Int, by person: Participant) -> Event {
        Event("retentionChanged", by: [person.id], ["to": .int(days), "was": .int(retentionDays)])
    }

    func compensateRetention(_ event: Event, by person: Participant) throws(Rejection) -> Event {
        guard person.isFacilitator else { throw .facilitatorsOnly }
        guard event["to"]?.int == retentionDays, let was = event["was"]?.int else { throw .movedOn }
        return retentionChanged(to: was, by: person)
    }

    /// Everybody is told who changed it, and when (S7).
    mutating func changeRetention(_ event: Event, at time: Int64) -> Touched {
        guard let days = Self.keptDays(event["to"]) else { return Touched() }
        retentionDays = days
        return record(.retention, event, at: time) { $0.days = days }
    }
}
