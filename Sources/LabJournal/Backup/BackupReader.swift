import Crypto

/// Reads a backup piece by piece, and holds every lab in it against its chain on the way. Nothing of it may be believed
/// before ``next()`` has given nil.
package struct BackupReader {
    private let read: (Int) throws(BackupFault) -> [UInt8]
    private var hash = SHA256()
    private var counts = BackupCounts()
    private var state = State.atStart
    private var lab: LabSummary?
    private var verifier: ChainVerifier?
    private var command: CommandRecord?
    private var seen: Set<[UInt8]> = []
    /// When it was begun, in milliseconds since 1970; known after the first piece.
    package private(set) var time: Int64 = 0

    private enum State { case atStart, inFiles, inLabs, inLines, atEnd }

    /// No piece is as long as this, in bytes.
    private static let longest: Int64 = 64 << 20

    /// - Parameter read: the next bytes of the file, at most so many; none at its end.
    package init(read: @escaping (Int) throws(BackupFault) -> [UInt8]) {
        self.read = read
    }

    /// The next piece; nil when all was read and is sound.
    package mutating func next() throws(BackupFault) -> BackupPiece? {
        if state == .atStart { try begin() }
        if state == .atEnd { return nil }
        let head = try bytes(9)
        guard head[0] != BackupWriter.end else {
            try finish(head)
            return nil
        }
        let body = try body(after: head)
        guard let piece = BackupPiece(tag: head[0], body: body) else {
            throw .changed("a piece of it is damaged")
        }
        hash.update(data: head)
        hash.update(data: body)
        counts.count(piece)
        try check(piece)
        return piece
    }

    private mutating func begin() throws(BackupFault) {
        let first = Array("\(BackupWriter.beginning)\(BackupWriter.format)\n".utf8)
        let found = try some(first.count)
        if found != first {
            if found.isEmpty { throw .empty }
            let text = String(decoding: found, as: UTF8.self)
            if text.hasPrefix(BackupWriter.beginning) {
                let version = text.dropFirst(BackupWriter.beginning.count).prefix { $0.isNumber }
                if let version = Int(version), version > BackupWriter.format { throw .newer(version) }
                if found.count < first.count { throw .cut }
            }
            if first.starts(with: found) { throw .cut }
            throw .foreign(looksLike: Lookalike(text))
        }
        hash.update(data: found)
        state = .inFiles
        guard case .begun(let time)? = try next() else { throw .changed("it doesn't say when it was made") }
        self.time = time
    }

    private mutating func check(_ piece: BackupPiece) throws(BackupFault) {
        switch piece {
        case .begun:
            guard state == .inFiles, time == 0, counts == BackupCounts() else { throw Self.disorder }
        case .file:
            guard state == .inFiles else { throw Self.disorder }
        case .lab(let next):
            guard state == .inFiles || state == .inLabs else { throw Self.disorder }
            try endLab()
            state = .inLabs
            guard seen.insert(Array(next.lab.utf8)).inserted else {
                throw .changed("it has the lab \(next.lab) twice")
            }
            lab = next
            verifier = ChainVerifier(lab: next.lab)
            command = nil
        case .command(let record):
            guard state == .inLabs else { throw Self.disorder }
            command = record
        case .event(let event):
            guard state == .inLabs, let lab else { throw Self.disorder }
            verifier?.check(event, causedBy: command?.key == event.event.commandKey ? command : nil)
            if verifier?.isDone == true {
                let fault = verifier?.verdict(recordedRevision: lab.revision, recordedHead: lab.head).fault
                throw .unsound(lab: lab.lab, fault?.description ?? "")
            }
        case .line:
            try endLab()
            state = .inLines
        }
    }

    private mutating func endLab() throws(BackupFault) {
        guard let lab, var verifier else { return }
        let verdict = verifier.verdict(recordedRevision: lab.revision, recordedHead: lab.head)
        if let fault = verdict.fault { throw .unsound(lab: lab.lab, fault.description) }
        self.lab = nil
        self.verifier = nil
    }

    private mutating func finish(_ head: [UInt8]) throws(BackupFault) {
        try endLab()
        let found = try body(after: head)
        var end = CanonicalBytes()
        end.put(counts)
        end.put(data: Array(hash.finalize()))
        guard found == end.bytes else { throw .changed("its checksum doesn't fit") }
        guard try read(1).isEmpty else { throw .changed("there is more behind its end") }
        state = .atEnd
    }

    private func body(after head: [UInt8]) throws(BackupFault) -> [UInt8] {
        var reader = CanonicalReader(Array(head.dropFirst()))
        guard let length = reader.number(), (0...Self.longest).contains(length) else {
            throw .changed("a piece of it is damaged")
        }
        return try bytes(Int(length))
    }

    private func bytes(_ count: Int) throws(BackupFault) -> [UInt8] {
        let found = try some(count)
        guard found.count == count else { throw .cut }
        return found
    }

    /// So many bytes, or as many as there are.
    private func some(_ count: Int) throws(BackupFault) -> [UInt8] {
        var found: [UInt8] = []
        while found.count < count {
            let more = try read(count - found.count)
            guard !more.isEmpty else { break }
            found += more
        }
        return found
    }

    private static let disorder = BackupFault.changed("its pieces don't stand in order")
}

/// Why a backup can't be used.
package enum BackupFault: Error, Equatable, Sendable {
    case empty
    /// It ends too early.
    case cut
    case foreign(looksLike: Lookalike?)
    case newer(Int)
    case changed(String)
    /// A lab in it doesn't fit its chain.
    case unsound(lab: String, String)
    /// It can't be read; in the system's words.
    case unreadable(String)
}

/// Files that are easily taken for a backup.
package enum Lookalike: Sendable, Equatable {
    case database, document, ledger

    init?(_ beginning: String) {
        if beginning.hasPrefix("SQLite format 3") {
            self = .database
        } else if beginning.hasPrefix("{") {
            self = .document
        } else if beginning.hasPrefix(LedgerFile.beginning) {
            self = .ledger
        } else {
            return nil
        }
    }
}

extension BackupFault: CustomStringConvertible {
    /// What is wrong with the file and what to do next.
    package var description: String {
        switch self {
        case .empty: "This file is empty. Take another backup, or copy it again from where it was made."
        case .cut:
            "This backup was cut off: it ends too early, as a copy does that was interrupted or had no room. Copy it again "
                + "from where it was made, or take another backup."
        case .foreign(.database?):
            "This is a database and no backup. Give it as a data folder with --data, or take a file that `coprolab backup` "
                + "made."
        case .foreign(.document?):
            "This is no backup; it may be the export of one lab, which `coprolab import` takes in."
        case .foreign(.ledger?):
            "This is a list of erasures and no backup. Name the backup first, and this with --erasures."
        case .foreign(nil): "This is no backup of coprolab. Take a file that `coprolab backup` made."
        case .newer(let format):
            "This backup was made by a newer version of coprolab (its format is \(format)). Install that version, and restore "
                + "with it."
        case .changed(let what):
            "This backup was changed after it was made, or its disk is failing: \(what). Copy it again from where it was made, "
                + "or take another backup."
        case .unsound(let lab, let what):
            "This backup doesn't prove itself: in lab \(lab) \(what). Take another backup."
        case .unreadable(let why):
            "This file can't be read: \(why). Check its name, and that you may read it."
        }
    }
}
