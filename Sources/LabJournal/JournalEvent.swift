/// One thing that happened in a lab, as the journal keeps it. The journal doesn't know what it means.
///
/// An event has three parts. The *open part* (kind, version, time, items, command key) stays for ever. *Who* and
/// *what* are the parts that can be erased: who holds the actor and the persons concerned, what holds texts, names
/// and numbers. Their bytes are kept and hashed exactly as given, never encoded anew.
package struct JournalEvent: Sendable, Equatable {
    /// The event's name, such as `ideaAdded`. ``Erasure/kind`` is the only one that the journal acts upon.
    package var kind: String
    /// The format of this kind of event. Every released format is read for ever.
    package var version: Int
    /// Milliseconds since 1970. Order is by revision only; a clock may jump.
    package var time: Int64
    /// Random ids of the things concerned. Never anything that a person wrote.
    package var items: [String]
    /// ``CommandRecord/key`` of the command that caused the event, or nil where no command did.
    package var commandKey: String?
    /// The actor and the persons concerned; nil where the event has no such part, or no longer has it.
    package var who: [UInt8]?
    /// Texts, names and numbers; nil where the event has no such part, or no longer has it.
    package var what: [UInt8]?

    package init(
        kind: String, version: Int = 1, time: Int64, items: [String] = [], commandKey: String? = nil,
        who: [UInt8]? = nil, what: [UInt8]? = nil
    ) {
        self.kind = kind
        self.version = version
        self.time = time
        self.items = items
        self.commandKey = commandKey
        self.who = who
        self.what = what
    }
}

/// An event with its place in a lab's journal.
package struct StoredEvent: Sendable, Equatable {
    package let lab: String
    /// The first event of a lab has revision 1; every next one has one more.
    package let revision: Int
    package let event: JournalEvent
    /// The parts that were there and have been erased since. `evolve` takes such an event as withdrawn. A part
    /// that is nil and not named here was never there.
    package let erased: Parts
    /// h(revision), 32 bytes.
    package let hash: [UInt8]

    package init(lab: String, revision: Int, event: JournalEvent, erased: Parts = [], hash: [UInt8]) {
        self.lab = lab
        self.revision = revision
        self.event = event
        self.erased = erased
        self.hash = hash
    }
}

/// The parts of an event that can be erased.
package struct Parts: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let who = Parts(rawValue: 1)
    package static let what = Parts(rawValue: 2)
    package static let both: Parts = [.who, .what]
}

extension Parts: CustomStringConvertible {
    /// `who`, `what`, `who+what`, or `none`: the word that an ``Erasure``'s items use.
    package var description: String {
        switch self {
        case .both: "who+what"
        case .who: "who"
        case .what: "what"
        default: "none"
        }
    }

    /// The parts that such a word names, or nil.
    init?(word: some StringProtocol) {
        switch word {
        case "who+what": self = .both
        case "who": self = .who
        case "what": self = .what
        default: return nil
        }
    }
}

/// That a command was accepted, and which events came of it. Kept for ever, so that repeating it is harmless.
package struct CommandRecord: Sendable, Equatable {
    /// The client's key. Compared byte for byte.
    package let client: String
    /// What stands for the client's own number of the command: the same for the same, and else no other.
    package let number: Int
    /// The revision of its first event. Where it had none: the lab's revision at that time.
    package let firstRevision: Int
    /// How many events came of it, one after the other. May be 0.
    package let count: Int

    package init(client: String, number: Int, firstRevision: Int, count: Int) {
        self.client = client
        self.number = number
        self.firstRevision = firstRevision
        self.count = count
    }

    /// What the command's events carry as ``JournalEvent/commandKey``: `client.number`.
    package var key: String { "\(client).\(number)" }

    /// Client and number of such a key, or nil where it is none.
    package static func parse(key: String) -> (client: String, number: Int)? {
        guard let dot = key.lastIndex(of: "."), let number = Int(key[key.index(after: dot)...]) else {
            return nil
        }
        return (String(key[..<dot]), number)
    }

    /// Whether the event with this revision came of this command.
    package func covers(_ revision: Int) -> Bool {
        let (offset, overflow) = revision.subtractingReportingOverflow(firstRevision)
        return !overflow && offset >= 0 && offset < count
    }
}
