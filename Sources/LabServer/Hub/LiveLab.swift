import CoproductionLab
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
    /// Answers already given, by the key under which the journal has their client and the number that the client gave.
    var answers: [String: Answers] = [:]
    /// Events of late, by revision, for undoing.
    var events: [Int: Event] = [:]
    var channels: [Audience: Channel]
    var people: [ID: Presence] = [:]
    /// Who stands behind a pseudonym, for as long as they are connected.
    var authors: [Author: ID] = [:]
    /// Connections of people who have just got their place, and wait for the tick that shows them.
    var newcomers: [Session] = []
    /// Connections that were told of a version and have had no `mine` of it yet.
    var owed: Set<ConnectionID> = []
    var tick: TimerID?
    var lastTick = ContinuousClock.now - .seconds(1)
    var presenceTimer: TimerID?
    var lastPresence = -1
    /// Addresses whose people are in, which are past guessing the code.
    var addresses: Set<String> = []
    /// Its rows are being read and cut: what is asked for waits.
    var isHeld = false
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

    /// The answers that one client got of late; older ones are looked up in the journal.
    struct Answers {
        /// More than any client has waiting for an answer.
        static let kept = 512
        private var byNumber: [Int: Answer] = [:]
        private var newest = -1
        private var forgotten = -1

        subscript(number: Int) -> Answer? { byNumber[number] }

        /// Whether a number that isn't here may have been: else it is new.
        func mayHaveForgotten(_ number: Int) -> Bool { number <= forgotten }

        mutating func remember(_ answer: Answer, number: Int) {
            byNumber[number] = answer
            newest = max(newest, number)
            guard byNumber.count > 2 * Self.kept else { return }
            for old in byNumber.keys where old <= newest - Self.kept {
                byNumber[old] = nil
                forgotten = max(forgotten, old)
            }
        }
    }

    static let eventsKept = 4096

    func remember(_ event: Event, revision: Int) {
        events[revision] = event
        events[revision - Self.eventsKept] = nil
    }

    func remember(_ answer: Answer, client: String, number: Int) {
        answers[client, default: Answers()].remember(answer, number: number)
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
    /// What stands for its number there.
    var hidden: (_ number: Int, _ key: String) -> Int = { number, _ in number }
    let decide: (inout Working) throws(Rejection) -> [Event]
    let done: (Outcome) -> Void
}

/// What became of it.
enum Outcome {
    case accepted(LiveLab.Answer, events: [Event])
    case rejected(Rejection)
    /// The journal failed: nobody knows what of it is on disk, and so nobody is told anything.
    case lost(JournalError)
}

/// A lab as it will be once the commit that is being put together has succeeded.
struct Working {
    var state: Lab
    var touched = Touched()
    var events: [(event: Event, time: Int64, commandKey: String?)] = []
    var records: [CommandRecord] = []
    var answers: [String: [Int: LiveLab.Answer]] = [:]
    /// The numbers that commands have for their clients, by the keys of their records.
    var numbers: [String: Int] = [:]
    var summaryChanged = false
    let now: Int64
    /// Whether there is anything to write.
    var hasNews: Bool { !events.isEmpty || !records.isEmpty }

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
