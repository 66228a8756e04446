/// Why a command was not accepted. The list is closed: clients and the published documents know each of them.
package enum Reason: String, Sendable, CaseIterable {
    case activityClosed, activityPaused, notOpen, unknownActivity, unknownItem, unknownCommand, unknownPerson
    case notYours, notAllowed, changedMeanwhile, movedOn, overBudget, invalid, tooLong, empty
    case notSaved, labClosed, labFull, labLocked, alreadyDone
}

/// A refused command: a stable reason for programs and a sentence for people that says what to do next.
package struct Rejection: Error, Equatable, Sendable {
    package let reason: Reason
    package let detail: String
    /// Further members of the answer, such as both texts of a clash.
    package let extra: [String: JSON]

    package init(_ reason: Reason, _ detail: String, extra: [String: JSON] = [:]) {
        self.reason = reason
        self.detail = detail
        self.extra = extra
    }
}

extension Rejection {
    static let activityClosed = Rejection(
        .activityClosed,
        "This activity is closed. Your words are kept; you can offer them to the facilitator.")
    static let unknownActivity = Rejection(
        .unknownActivity, "There is no such activity in this lab. Load the page again to see what is open.")
    static let unknownItem = Rejection(
        .unknownItem, "This item isn't here any more. Load the page again to see what is.")
    static let notYours = Rejection(.notYours, "Only the person who wrote this can change it.")
    static let facilitatorsOnly = Rejection(
        .notAllowed, "Only a facilitator can do this. Ask one to do it, or to make you a co-facilitator.")
    static let removed = Rejection(
        .unknownPerson, "A facilitator has taken you out of this lab. Speak to them if this is a mistake.")
    static let putAway = Rejection(.labClosed, "This lab has been put away.")
    static let labEnded = Rejection(
        .labClosed, "This lab has ended. What was said stays; nothing new can be added.")
    /// Two have changed the same text: both texts go with the refusal, so that nothing is overwritten unread.
    static func changedMeanwhile(_ what: String, theirs: String, version: Int, yours: String) -> Rejection {
        Rejection(
            .changedMeanwhile,
            "\(what) was changed in the meantime. Both texts are here: choose one, or write it anew.",
            extra: [
                "theirs": ["text": .string(theirs), "version": .int(version)],
                "yours": ["text": .string(yours)],
            ])
    }
    static let movedOn = Rejection(
        .movedOn, "This can't be undone any more, because something later builds on it.")

    /// Why something can't be undone any more, and what to do instead: a closed list, which clients know.
    enum MovedOn: String, CaseIterable {
        case answered, entered, closed, tookPart

        var inWords: String {
            switch self {
            case .answered:
                "People have answered since then, so this can't be undone. Close the step instead: what they said stays."
            case .entered:
                "Answers were entered for this person, so adding them can't be undone. Take these back first."
            case .tookPart:
                "They have taken part since then, so letting them in can't be undone. You can take them out instead."
            case .closed: "This step has closed, so what was said in it can't be undone any more."
            }
        }
    }

    static func movedOn(_ why: MovedOn) -> Rejection {
        Rejection(.movedOn, why.inWords, extra: ["why": .string(why.rawValue)])
    }
}
