import CoproductionLab
import Crypto
import LabJournal
import WebSockets

/// A lab in memory, with all that the hub needs around its state. Lives within the hub's isolation and never leaves it.
final class LiveLab {
    let id: String
    /// What is on disk.
    var state: Lab
    /// What has been sent: patches lead from here to `state`.
    var sent: Lab
    /// What changed in between.
    var touched = Touched()
    var pending: [Pending] = []
    /// Answers already given, by the key under which the journal has their client.
    var answers: [String: [Int: Answer]] = [:]
    /// Events of late, by revision, for undoing.
    var events: [Int: Event] = [:]
    var channels: [Audience: Channel]
    var people: [ID: Presence] = [:]
    /// Who stands behind a pseudonym, for as long as they are connected.
    var authors: [Author: ID] = [:]
    /// Connections that were told of a version and have had no news of it yet.
    var owed: Set<ConnectionID> = []
    var tick: TimerID?
    var lastTick = ContinuousClock.now - .seconds(1)
    var presenceTimer: TimerID?
    var lastPresence = -1
    /// Addresses whose people are in, which are past guessing the code.
    var addresses: Set<String> = []
    /// Whether it was read from the journal: then answers may have been given that memory doesn't hold.
    let isRestored: Bool

    init(_ state: Lab, isRestored: Bool) {
        id = state.id
        self.state = state
        sent = state
        self.isRestored = isRestored
        channels = Dictionary(
            uniqueKeysWithValues: Audience.allCases.map { ($0, Channel(version: state.revision)) })
    }

    /// Who is connected as somebody.
    struct Presence {
        var connections: Set<ConnectionID> = []
    }

    /// The connections of one audience, and what they have been sent.
    struct Channel {
        var connections: Set<ConnectionID> = []
        /// The revision that the last patch led to.
        var version: Int
        /// The whole view at that version, laid out when the first asks for it.
        var snapshot: Frame?
        /// Recent patches, oldest first; each begins where the one before ends.
        var patches: [(from: Int, version: Int, frame: Frame)] = []
    }

    /// What was answered to an accepted command.
    struct Answer {
        let firstRevision: Int
        let count: Int
        let result: JSON
        var version: Int { count == 0 ? firstRevision : firstRevision + count - 1 }
    }

    static let eventsKept = 4096

    func remember(_ event: Event, revision: Int) {
        events[revision] = event
        events[revision - Self.eventsKept] = nil
    }

    func remember(_ answer: Answer, client: String, number: Int) {
        answers[client, default: [:]][number] = answer
        // A client's outbox is shorter than this; what is older is looked up in the journal.
        if answers[client]?[number - 512] != nil { answers[client]?[number - 512] = nil }
    }
}

/// Something that waits for its turn to be decided and written.
struct Pending {
    /// Under which client and number an accepted command is recorded; nil for what has no number, such as joining.
    let command: CommandID?
    /// The keys under which it may have been recorded before.
    let candidates: [String]
    /// The key under which it is recorded, given what it led to.
    let recordKey: (_ lab: Lab, _ events: [Event]) -> String
    let decide: (inout Working) throws(Rejection) -> [Event]
    let done: (Outcome) -> Void
}

/// What became of it.
enum Outcome {
    case accepted(LiveLab.Answer, events: [Event])
    case rejected(Rejection)
}

/// A lab as it will be once the commit that is being put together has succeeded.
struct Working {
    var state: Lab
    var touched = Touched()
    var events: [(event: Event, time: Int64, commandKey: String?)] = []
    var records: [CommandRecord] = []
    var answers: [(client: String, number: Int, answer: LiveLab.Answer)] = []
    var summaryChanged = false
    let now: Int64

    /// Takes the events of one accepted command in.
    mutating func take(_ new: [Event], commandKey: String?) {
        for event in new {
            touched.formUnion(state.evolve(event, at: now))
            events.append((event, now, commandKey))
            // The card in the list of labs tells of its state and its people.
            if event.activity == nil { summaryChanged = true }
        }
    }
}
