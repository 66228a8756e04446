import HashTreeCollections

/// One step of a lab's programme: what every kind has in common; `content` is what its own kind adds.
package struct Activity: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case draft, open, paused, closed, revealed
    }

    /// Who may know whose a contribution is.
    package enum Visibility: String, Sendable, CaseIterable {
        case `private`, anonymous, role, named

        /// Whether authors are pseudonyms of the activity.
        package var isAnonymous: Bool { self == .private || self == .anonymous }
        package var showsRole: Bool { self == .role || self == .named }
    }

    /// When others see what people answered.
    package enum Reveal: String, Sendable, CaseIterable {
        case live, onReveal, never
    }

    /// One of the tracks of a `choose`.
    package struct Track: Sendable, Equatable {
        package let choice: ID
        package let track: ID
    }

    package let id: ID
    package var title: String
    package var prompt: String
    package var easyPrompt: String?
    package var guideMinutes: Int
    package var order: String
    /// What is said once somebody has answered or passed, never before (S48).
    package var commentary: String?
    /// Of parallel tracks, the one that this activity belongs to (S53).
    package var track: Track?
    /// The sitting it is meant for, where a lab has several (S9). It may be opened before and stay open after.
    package var sitting: Int?
    /// Who may contribute; empty for everybody.
    package var contributors: Set<Role> = []
    /// How many people of a role or a side must have been heard before a reveal.
    package var quorum = Quorum(members: nil)
    /// Left out today, by a facilitator.
    package var isSkipped = false
    /// Counts the edits of its words and settings.
    package var version = 1
    package var settings = JSON.empty
    package var visibility: Visibility
    package var reveal: Reveal
    package var inputsFrom: [ID]
    package var state = State.draft
    /// How many reveals came before the present round.
    package var round = 0
    /// A reveal was undone: people have seen what is now hidden again.
    package var wasSeen = false
    package var openedAt: Int64?
    /// The time to go by, in milliseconds since 1970; nothing ends with it.
    package var until: Int64?
    /// What was left of that time when a pause began.
    package var timeLeft: Int64?
    /// The revisions at which it was last opened or opened again, and at which somebody last answered.
    package internal(set) var enteredAt = 0
    package internal(set) var answeredAt = 0
    package var heard = Heard()
    /// What people here have asked facilitators to look at.
    package internal(set) var flags = TreeDictionary<ID, RaisedFlags>()
    package var content: any ActivityContent

    package var kind: String { type(of: content).kind }

    /// Whether others' answers may leave the server.
    package var showsAnswers: Bool {
        switch reveal {
        case .live: state != .draft
        case .onReveal: state == .revealed
        case .never: false
        }
    }

    /// Whether others may read what people wrote: what is private never is.
    package var showsTexts: Bool { showsAnswers && visibility != .private }

    /// Whether there are figures by side and role: they don't move answer by answer, so they wait for the reveal even where
    /// all else is live, and in a private activity no role is told.
    package var showsGroups: Bool { state == .revealed && reveal != .never && visibility != .private }

    package var takesAnswers: Bool { type(of: content).takesAnswers }
}

/// Who has been heard in an activity (S10): everybody with a contribution that stands, or a pass, once.
package struct Heard: Sendable {
    struct Answer: Sendable {
        var role: Role
        /// Contributions that stand; a pass is not one.
        var contributions = 0
        /// Of these, how many came with a lab that was taken in.
        var imported = 0
        var passed = false
        var isHeard: Bool { contributions > 0 || passed }
        var isActive: Bool { contributions > 0 }
    }

    private(set) var answers = TreeDictionary<Author, Answer>()
    package private(set) var count = 0
    package private(set) var countBySide: [Side: Int] = [:]
    private var countByRole: [Role: Int] = [:]
    private(set) var activeBySide: [Side: Int] = [:]
    private(set) var contributionsByRole: [Role: Int] = [:]

    package var hasContributions: Bool { contributionsByRole.values.contains { $0 > 0 } }

    /// Whether somebody has contributed or passed.
    package func hasHeard(_ author: Author) -> Bool { answers[author]?.isHeard == true }
    /// How many people of a role or a side have been heard.
    func count(of group: Quorum.Group) -> Int {
        switch group {
        case .role(let role): countByRole[role] ?? 0
        case .side(let side): countBySide[side] ?? 0
        }
    }
    /// How many people of each role have a contribution that stands.
    package var contributorsByRole: [Role: Int] {
        answers.values.reduce(into: [:]) { $0[$1.role, default: 0] += $1.isActive ? 1 : 0 }
    }

    /// Contributions that stand, by who made them, without those that came with a lab that was taken in.
    package var contributionsByAuthor: [Author: Int] {
        Dictionary(
            uniqueKeysWithValues: answers.filter { $0.value.contributions > $0.value.imported }
                .map { ($0.key, $0.value.contributions - $0.value.imported) })
    }

    /// What is kept of it: how many contributions and passes there were, each with a role, and whose where that is told.
    func kept(_ person: (Author) -> String?) -> [JSON] {
        answers.filter(\.value.isHeard).map { author, answer in
            var members: [String: JSON] = [:]
            members.set("role", answer.role)
            if answer.contributions > 0 { members["n"] = .int(answer.contributions) }
            members.flag("passed", answer.passed)
            members.set("by", person(author))
            return .object(members)
        }.sorted { $0.text < $1.text }
    }

    /// Takes in what was kept of one person.
    mutating func restore(_ event: Event) {
        var author = event.importedAuthor()
        if author == Event.nobody { author = Event.nobody(answers.count) }
        let number = event["n"]?.keptCount ?? 0
        if number > 0 { contribute(author, as: event.role, number) }
        if event["passed"] == true { pass(author, as: event.role, true) }
        answers[author]?.imported += number
    }

    package func hasPassed(_ author: Author) -> Bool { answers[author]?.passed == true }
    func contributions(of author: Author) -> Int { answers[author]?.contributions ?? 0 }

    /// Adds to (or takes from) the contributions of an author; contributing takes a pass back.
    mutating func contribute(_ author: Author, as role: Role, _ change: Int) {
        update(author, role) { answer in
            answer.contributions = max(0, answer.contributions + change)
            if change > 0 { answer.passed = false }
        }
    }

    mutating func pass(_ author: Author, as role: Role, _ passed: Bool) {
        update(author, role) { $0.passed = passed }
    }

    private mutating func update(_ author: Author, _ role: Role, _ change: (inout Answer) -> Void) {
        let before = answers[author] ?? Answer(role: role)
        var after = before
        change(&after)
        answers[author] = after
        // The role at the time of the first answer stays with an author, so that what is added is taken again.
        let role = before.role
        if after.contributions != before.contributions {
            contributionsByRole[role, default: 0] += after.contributions - before.contributions
        }
        if after.isHeard != before.isHeard {
            let step = after.isHeard ? 1 : -1
            count += step
            countByRole[role, default: 0] += step
            if let side = role.side { countBySide[side, default: 0] += step }
        }
        if after.isActive != before.isActive, let side = role.side {
            activeBySide[side, default: 0] += after.isActive ? 1 : -1
        }
    }
}
