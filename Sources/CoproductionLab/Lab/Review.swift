/// What a facilitator has said of a text that is read before it is shown (S43).
package enum Review: Sendable, Equatable {
    /// Nobody has read it in these words yet.
    case waiting
    case approved
    /// It isn't shown, and why. It stays its author's, to change and to hand in again.
    case declined(reason: String)

    static let reasonLimit = 300

    /// Adds what its author is told of it.
    func tell(_ members: inout [String: JSON]) {
        switch self {
        case .waiting: members["review"] = "waiting"
        case .approved: break
        case .declined(let reason):
            members["review"] = "declined"
            members["reason"] = .string(reason)
        }
    }

    /// The same read again from what was told.
    init(told members: JSON) {
        switch members["review"]?.string {
        case "waiting": self = .waiting
        case "declined": self = .declined(reason: members["reason"]?.string ?? "")
        default: self = .approved
        }
    }

    /// What a facilitator says of a text that they have read in its present words; nil where it was said already.
    ///
    /// - Parameter version: that of the text as it is now; the facilitator may have read an earlier one.
    func answer(
        to command: Command, version: Int
    ) throws(Rejection) -> (next: Review, what: [String: JSON])? {
        let body = command.body
        var next = Review.approved
        var what: [String: JSON] = ["version": .int(version)]
        if command.name == "decline" {
            let reason = try body.text("reason", atMost: Self.reasonLimit)
            next = .declined(reason: reason)
            what["reason"] = .string(reason)
        }
        guard try body.whole("version", in: 1...Int.max) == version else {
            throw Rejection(
                .notAllowed, "Its author has changed this in the meantime. Read it once more.")
        }
        guard next != self else { return nil }
        guard next == .approved || self != .approved else {
            throw Rejection(.alreadyDone, "This is shown already. Take back the yes first.")
        }
        return (next, what)
    }

    static let notModerated = Rejection(
        .notAllowed, "What is written here is shown without being read first.")
    static let isUsed = Rejection(
        .notAllowed, "Others have voted or built on this already, so its words stay. Write it anew beside it."
    )
}

extension Lab {
    /// Whether a step takes answers as far as the lab goes: until its end, and for as long as it can be read where the
    /// step stays open for them (S43).
    func takesAnswers(in activity: Activity) -> Bool {
        state.takesAnswers || (!state.isPutAway && activity.content.staysOpen)
    }
}
