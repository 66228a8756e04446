/// What a backup is made of. In a file they stand in this order: when it was begun; files; each lab with its commands and
/// events, a command before the events that came of it; the lines of the ledger.
package enum BackupPiece: Sendable, Equatable {
    /// Milliseconds since 1970.
    case begun(Int64)
    case file(name: String, bytes: [UInt8])
    case lab(LabSummary)
    case command(CommandRecord)
    case event(SealedEvent)
    case line([UInt8])
}

/// How far a lab has been carried away.
package struct BackupCursor: Sendable, Equatable {
    package let lab: String
    /// The revision that the lab had when its first page was read, which is where the backup of it ends; nil for that page.
    package var upTo: Int?
    /// The last revision that is in the backup.
    package var after: Int
    /// The last command that was looked at for being one without events, which come last.
    package var command: Command?

    package struct Command: Sendable, Equatable {
        package let client: String
        package let number: Int
        package init(client: String, number: Int) {
            self.client = client
            self.number = number
        }
    }

    package init(lab: String, upTo: Int? = nil, after: Int = 0, command: Command? = nil) {
        self.lab = lab
        self.upTo = upTo
        self.after = after
        self.command = command
    }
}

/// One page of a lab.
package struct BackupPage: Sendable, Equatable {
    package let pieces: [BackupPiece]
    /// Where the next begins; nil after the last.
    package let next: BackupCursor?
    /// Counts what was erased or deleted from the journal. Where it is another than at the lab's first page, a part of what was
    /// read may be gone that no event read so far names: the lab is to be begun anew.
    package let erasures: Int

    package init(pieces: [BackupPiece], next: BackupCursor?, erasures: Int) {
        self.pieces = pieces
        self.next = next
        self.erasures = erasures
    }
}

extension BackupPiece {
    /// The piece in its frame: what it is, the length of the rest, the rest.
    package var bytes: [UInt8] {
        var body = CanonicalBytes()
        let tag: Tag
        switch self {
        case .begun(let time):
            tag = .begun
            body.put(time)
        case .file(let name, let bytes):
            tag = .file
            body.put(name)
            body.put(data: bytes)
        case .lab(let lab):
            tag = .lab
            body.put(lab.lab)
            body.put(Int64(lab.revision))
            body.put(data: lab.head)
            body.put(Int64(lab.summary == nil ? 0 : 1))
            body.put(data: lab.summary ?? [])
        case .command(let record):
            tag = .command
            body.put(record.client)
            body.put(Int64(record.number))
            body.put(Int64(record.firstRevision))
            body.put(Int64(record.count))
        case .event(let sealed):
            tag = .event
            body.put(sealed)
        case .line(let line):
            tag = .line
            body.put(data: line)
        }
        return Self.frame(tag.rawValue, body.bytes)
    }

    static func frame(_ tag: UInt8, _ body: [UInt8]) -> [UInt8] {
        var frame = CanonicalBytes(capacity: body.count + 9)
        frame.put(data: body)
        return [tag] + frame.bytes
    }

    /// The pieces whose frames stand in these bytes; nil where there is anything else.
    package static func all(in bytes: [UInt8]) -> [BackupPiece]? {
        var pieces: [BackupPiece] = []
        var reader = CanonicalReader(bytes)
        while let tag = reader.byte() {
            guard let body = reader.data(), let piece = BackupPiece(tag: tag, body: body) else { return nil }
            pieces.append(piece)
        }
        return pieces
    }

    enum Tag: UInt8 {
        case begun = 0x42
        case file = 0x46
        case lab = 0x4C
        case command = 0x43
        case event = 0x45
        case line = 0x44
    }

    /// Nil where this isn't what ``bytes`` wrote.
    init?(tag: UInt8, body: [UInt8]) {
        guard let tag = Tag(rawValue: tag) else { return nil }
        var reader = CanonicalReader(body)
        switch tag {
        case .begun:
            guard let time = reader.number() else { return nil }
            self = .begun(time)
        case .file:
            guard let name = reader.text(), let bytes = reader.data() else { return nil }
            self = .file(name: name, bytes: bytes)
        case .lab:
            guard let name = reader.text(), let revision = reader.number(),
                (0..<Int64.max).contains(revision),
                let head = reader.data(), let has = reader.number(), let summary = reader.data()
            else { return nil }
            self = .lab(
                LabSummary(
                    lab: name, revision: Int(revision), head: head, summary: has == 1 ? summary : nil))
        case .command:
            guard let client = reader.text(), let number = reader.number(), let first = reader.number(),
                let count = reader.number()
            else { return nil }
            self = .command(
                CommandRecord(
                    client: client, number: Int(number), firstRevision: Int(first), count: Int(count)))
        case .event:
            guard let sealed = reader.sealedEvent() else { return nil }
            self = .event(sealed)
        case .line:
            guard let line = reader.data() else { return nil }
            self = .line(line)
        }
        guard reader.isAtEnd else { return nil }
    }
}

extension CanonicalBytes {
    fileprivate mutating func put(_ sealed: SealedEvent) {
        let event = sealed.event
        put(Int64(sealed.revision))
        put(event.time)
        put(event.kind)
        put(Int64(event.version))
        put(event.items)
        put(event.commandKey)
        put(sealed.who, event.who)
        put(sealed.what, event.what)
        put(data: sealed.hash)
    }

    private mutating func put(_ seal: Seal, _ part: [UInt8]?) {
        switch seal {
        case .never:
            put(Int64(0))
        case .kept(let salt):
            put(Int64(1))
            put(data: salt.withBytes { Array($0) })
            put(data: part ?? [])
        case .erased(let commitment):
            put(Int64(2))
            put(data: commitment)
        }
    }
}

extension CanonicalReader {
    fileprivate mutating func sealedEvent() -> SealedEvent? {
        guard let revision = number(), revision > 0, revision < .max, let time = number(), let kind = text(),
            let version = number(), let items = texts(), let hasCommand = byte()
        else { return nil }
        var command: String?
        if hasCommand != 0 {
            guard hasCommand == 1, let text = text() else { return nil }
            command = text
        }
        guard let who = part(), let what = part(), let hash = data() else { return nil }
        return SealedEvent(
            revision: Int(revision),
            event: JournalEvent(
                kind: kind, version: Int(version), time: time, items: items, commandKey: command,
                who: who.bytes, what: what.bytes),
            who: who.seal, what: what.seal, hash: hash)
    }

    private mutating func part() -> (seal: Seal, bytes: [UInt8]?)? {
        switch number() {
        case 0: return (.never, nil)
        case 1:
            guard let salt = data().flatMap({ Salt($0[...]) }), let bytes = data() else { return nil }
            return (.kept(salt: salt), bytes)
        case 2:
            guard let commitment = data(), commitment.count == HashChain.hashLength else { return nil }
            return (.erased(commitment: commitment), nil)
        default: return nil
        }
    }
}
