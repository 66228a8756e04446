import Crypto

/// Turns pieces into the bytes of a backup, whose end says how many there are and what the SHA-256 of all before it is.
///
/// A copy of this value is a mark: whoever goes back to it, and cuts the file to ``length``, goes on from there.
package struct BackupWriter: Sendable {
    static let format = 1
    static let beginning = "coprolab backup "
    /// What the end's frame begins with.
    static let end: UInt8 = 0x5A

    private var hash = SHA256()
    package private(set) var counts = BackupCounts()
    /// How many bytes there are so far.
    package private(set) var length = 0

    package init() {}

    /// The first bytes.
    /// - Parameter time: in milliseconds since 1970.
    package mutating func begin(at time: Int64) -> [UInt8] {
        took(Array("\(Self.beginning)\(Self.format)\n".utf8) + BackupPiece.begun(time).bytes)
    }

    package mutating func add(_ pieces: [BackupPiece]) -> [UInt8] {
        for piece in pieces { counts.count(piece) }
        return took(pieces.flatMap(\.bytes))
    }

    /// The last bytes.
    package mutating func finish() -> [UInt8] {
        var body = CanonicalBytes()
        body.put(counts)
        body.put(data: Array(hash.finalize()))
        let bytes = BackupPiece.frame(Self.end, body.bytes)
        length += bytes.count
        return bytes
    }

    private mutating func took(_ bytes: [UInt8]) -> [UInt8] {
        hash.update(data: bytes)
        length += bytes.count
        return bytes
    }
}

/// How much is in a backup.
package struct BackupCounts: Sendable, Equatable {
    package var labs = 0
    package var events = 0
    package var commands = 0
    package var lines = 0

    package init() {}

    package mutating func count(_ piece: BackupPiece) {
        switch piece {
        case .lab: labs += 1
        case .event: events += 1
        case .command: commands += 1
        case .line: lines += 1
        case .begun, .file: break
        }
    }
}

extension CanonicalBytes {
    mutating func put(_ counts: BackupCounts) {
        for count in [counts.labs, counts.events, counts.commands, counts.lines] { put(Int64(count)) }
    }
}
