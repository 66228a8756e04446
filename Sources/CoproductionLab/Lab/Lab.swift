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
        /// Whether anything is still done in it; what there is, those who were in can read in any state.
        package var isPutAway: Bool { self == .archived }
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
    /// Tried out beforehand: it is kept for a day, ended or not.
    package var isRehearsal = false
    /// Figures of a role or side are shown from this many answers on (`statistics.md` §8).
    package var smallNumbers = 3
    package var maximumPeople = 10_000
    package var createdAt: Int64 = 0
    /// When something last happened in it, in milliseconds since 1970.
    package internal(set) var changedAt: Int64 = 0
    /// When it ended, in milliseconds since 1970: from then on `retentionDays` count.
    package var endedAt: Int64?
    /// Where it was taken in from; nil for a lab that was made here.
    package internal(set) var origin: ImportedLab.Origin?
    /// How contributions had spread over people before it was taken in, by kind: a number for each of them.
    var importedSpreads: [String: [Int]] = [:]
    package var screenTokenHash = ""
    package var invite = ""
    package var recoveryHash = ""
    /// Of the link that its organiser made last.
    var organiserLinkHash: String?

    package var state = State.prepared
    /// The sitting that is on, or the one to come.
    package var sitting = 1
    package var revision = 0
    package var people = TreeDictionary<ID, Participant>()
    package var room = Room()
    package internal(set) var door = Door()
    /// How many wait to be let in.
    package internal(set) var waitingAtDoor = 0
    package var activities = TreeDictionary<ID, Activity>()
    /// No lab has more sittings; a number past it comes from no lab.
    static let mostSittings = 100_000
    /// Ids of the activities in the order of the programme.
    package var agenda: [ID] = []
    /// The activity to look at now.
    package var current: ID?
    /// A facilitator has asked everybody to what is on now.
    package internal(set) var isTogether = false
    package internal(set) var screen = ScreenChoice()
    package var late = TreeDictionary<ID, LateOffer>()
    /// What facilitators did to others' words and places; oldest first.
    package internal(set) var moderation: [Moderation] = []
    /// What went with those who were taken out, by person.
    var removals: [ID: Removal] = [:]
    /// With whom the next event went.
    var removing: ID?
    /// Who has asked for a person, privately.
    package internal(set) var needs: [ID: Need] = [:]

    // Who holds a secret, by its hash.
    var byToken = TreeDictionary<String, ID>()
    var byReturnCode = TreeDictionary<String, ID>()
    var byClient = TreeDictionary<String, ID>()
    /// Who goes by a name, in the order in which they took it.
    var byName = TreeDictionary<String, [ID]>()

    package init(id: ID) { self.id = id }

    package func person(token hash: String) -> ID? { present(byToken[hash]) }
    package func person(returnCode hash: String) -> ID? { present(byReturnCode[hash]) }
    package func person(client hash: String) -> ID? { present(byClient[hash]) }

    /// Nothing of somebody who was taken out opens the lab.
    private func present(_ id: ID?) -> ID? { id.flatMap { people[$0]?.isRemoved == false ? $0 : nil } }

    /// Whether any of these is of somebody who was taken out.
    package func isOfSomebodyRemoved(token: String?, returnCode: String?, client: String?) -> Bool {
        let owner =
            token.flatMap { byToken[$0] } ?? returnCode.flatMap { byReturnCode[$0] }
            ?? client.flatMap { byClient[$0] }
        return owner.flatMap { people[$0] }?.isRemoved == true
    }
    package var host: ID? { people.first { $0.value.isHost }?.key }

    /// Whether participants are shown the lobby: nothing is going on yet, or any more.
    package var isLobby: Bool {
        switch state {
        case .open, .ended, .archived: false
        case .prepared, .betweenSittings:
            !activities.values.contains { $0.state == .open || $0.state == .paused }
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
        guard !person.isHost, !person.isRemoved, person.admission == .inside, person.hasCome(to: sitting)
        else { return }
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
