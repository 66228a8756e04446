import HashTreeCollections

/// The whole state of one live session, as a value: copies are cheap, and `evolve` is the only way it changes.
package struct Lab: Sendable {
    /// The life of a lab. Deleted is not a state: nothing is left that could have one.
    package enum State: String, Sendable, CaseIterable {
        case prepared, open, betweenSittings, ended, archived

        /// Whether newcomers may join.
        package var takesNewcomers: Bool { self == .prepared || self == .open || self == .betweenSittings }
        /// Whether anything may be answered, given an open activity.
        package var takesAnswers: Bool { takesNewcomers }
        /// Whether those who were in may come back and read.
        package var canBeRead: Bool { self != .archived }
    }

    package let id: ID
    package var code = ""
    package var title = ""
    package var welcome = ""
    package var language = "en"
    package var template = ""
    package var safeguarding: String?
    /// What its organiser says of it: times, pay, words, context (S5, S15, S20).
    package internal(set) var details = Details()
    /// The questions that must be answered before it opens (S15).
    package internal(set) var setUpNeeds: [Details.Question] = []
    /// Title and day of sittings that were planned, by number (S9).
    package internal(set) var sittings: [Int: SittingPlan] = [:]
    /// What was changed on the agenda, for everybody to see (S7); oldest first.
    package internal(set) var history: [AgendaChange] = []
    /// Days after its end for which a lab is kept.
    package var retentionDays = 90
    /// Figures of a role or side are shown from this many answers on (`statistics.md` §8).
    package var smallNumbers = 3
    package var maximumPeople = 10_000
    package var createdAt: Int64 = 0
    /// When it ended, in milliseconds since 1970: from then on `retentionDays` count.
    package var endedAt: Int64?
    package var screenTokenHash = ""
    package var invite = ""
    package var recoveryHash = ""

    package var state = State.prepared
    /// The sitting that is on, or the one to come.
    package var sitting = 1
    package var revision = 0
    package var people = TreeDictionary<ID, Participant>()
    package var room = Room()
    package var activities = TreeDictionary<ID, Activity>()
    /// No lab has more sittings; a number past it comes from no lab.
    static let mostSittings = 100_000
    /// Ids of the activities in the order of the programme.
    package var agenda: [ID] = []
    /// The activity to look at now.
    package var current: ID?
    package var late = TreeDictionary<ID, LateOffer>()

    // Who holds a secret, by its hash.
    var byToken = TreeDictionary<String, ID>()
    var byReturnCode = TreeDictionary<String, ID>()
    var byClient = TreeDictionary<String, ID>()

    package init(id: ID) { self.id = id }

    package func person(token hash: String) -> ID? { byToken[hash] }
    package func person(returnCode hash: String) -> ID? { byReturnCode[hash] }
    package func person(client hash: String) -> ID? { byClient[hash] }
    package var host: ID? { people.first { $0.value.isHost }?.key }

    /// Whether participants are shown the lobby: nothing is going on yet, or any more.
    package var isLobby: Bool {
        switch state {
        case .open, .ended: false
        case .prepared, .betweenSittings:
            !activities.values.contains { $0.state == .open || $0.state == .paused }
        case .archived: true
        }
    }

    /// The items that flow into an activity, each once, in the order of its inputs.
    package func inputs(of activity: Activity) -> [Item] {
        var seen: Set<ID> = []
        var items: [Item] = []
        for id in activity.inputsFrom {
            guard let input = activities[id] else { continue }
            for item in input.content.outputs(in: Scene(lab: self, activity: input))
            where seen.insert(item.id).inserted {
                items.append(item)
            }
        }
        return items
    }

    package func input(_ id: ID, of activity: Activity) -> Item? {
        for source in activity.inputsFrom {
            if let input = activities[source],
                let item = input.content.output(id, in: Scene(lab: self, activity: input))
            {
                return item
            }
        }
        return nil
    }

    /// The activities that take inputs, straight or through others, from `id`.
    func downstream(of id: ID) -> [ID] {
        var found: [ID] = []
        var waiting = [id]
        while let next = waiting.popLast() {
            for (other, activity) in activities
            where activity.inputsFrom.contains(next) && !found.contains(other) && other != id {
                found.append(other)
                waiting.append(other)
            }
        }
        return found
    }
}

/// How many are in the room: those whom “n of m heard” counts (S10), by role, and those who only watch or left.
package struct Room: Sendable, Equatable {
    package internal(set) var byRole: [Role: Int] = [:]
    package internal(set) var watching = 0
    package internal(set) var left = 0

    package var joined: Int { byRole.values.reduce(0, +) }
    package func count(of side: Side) -> Int {
        byRole.reduce(0) { $0 + ($1.key.side == side ? $1.value : 0) }
    }

    /// Counts one person in or out.
    mutating func count(_ person: Participant, in sitting: Int, _ step: Int) {
        guard !person.isHost, person.hasCome(to: sitting) else { return }
        if person.counts(in: sitting) {
            byRole[person.role, default: 0] += step
            if byRole[person.role] == 0 { byRole[person.role] = nil }
        } else if person.hasLeft {
            left += step
        } else {
            watching += step
        }
    }
}

/// A contribution that was made without a connection and came after its activity had closed.
package struct LateOffer: Sendable, Equatable {
    package let id: ID
    package let activity: ID
    package let command: Command
    package let author: Author
    package let role: Role
    package let support: Support
    /// Neither accepted nor dismissed yet. Settled offers are kept, so that settling one can be undone.
    package internal(set) var isWaiting = true
}
