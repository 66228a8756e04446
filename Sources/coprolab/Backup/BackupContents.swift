import CoproductionLab
import Foundation
import LabJournal
import LabServer

/// What is in a backup that was read to its end, and so was found whole and sound.
struct BackupContents {
    /// When it was begun, in milliseconds since 1970.
    let time: Int64
    let labs: [LabSummary]
    let lines: [[UInt8]]
    let organiserKey: [UInt8]?
    let counts: BackupCounts
    let bytes: Int

    /// The name of the organiser key among a backup's files.
    static let organiserKeyName = "organiser-key"

    /// Reads all of a backup.
    ///
    /// - Parameter take: gets the pieces, many at a time.
    /// - Throws: ``BackupFault`` where it isn't whole, isn't sound, or isn't a backup.
    static func read(
        _ path: String, _ take: ([BackupPiece]) async throws -> Void = { _ in }
    ) async throws -> BackupContents {
        let file = try Source(path)
        var reader = BackupReader { count throws(BackupFault) in try file.read(count) }
        var labs: [LabSummary] = []
        var lines: [[UInt8]] = []
        var key: [UInt8]?
        var counts = BackupCounts()
        var gathered: [BackupPiece] = []
        while let piece = try reader.next() {
            switch piece {
            case .lab(let lab): labs.append(lab)
            case .line(let line): lines.append(line)
            case .file(organiserKeyName, let bytes): key = bytes
            default: break
            }
            counts.count(piece)
            gathered.append(piece)
            if gathered.count == 2_000 {
                try await take(gathered)
                gathered = []
            }
        }
        try await take(gathered)
        return BackupContents(
            time: reader.time, labs: labs, lines: lines, organiserKey: key, counts: counts, bytes: file.count)
    }

    /// The lines of a list of erasures, which may be one alone or that of a whole backup.
    static func lines(in path: String) async throws -> [[UInt8]] {
        do {
            return try await read(path).lines
        } catch BackupFault.foreign(.ledger?) {
            return try LedgerFile.lines(in: Source(path).all())
        } catch BackupFault.foreign {
            throw Failure(
                "This is no list of erasures. Give a file that `coprolab backup --erasures-only` made, a later backup, or the "
                    + "file `erasures` of a data folder.")
        }
    }

    /// Whether a file begins as a backup or a list of erasures does, or is empty.
    static func isOurs(_ path: String) -> Bool {
        guard let file = try? Source(path), let first = try? file.read(9) else { return false }
        return first.isEmpty || first.elementsEqual("coprolab ".utf8)
    }

    /// A line for each lab: code, title, state, people, and the head hash.
    static func report(_ labs: [LabSummary]) -> [String] {
        labs.map { lab in
            let card = LabCard(lab)
            let people = card?.people ?? 0
            let code = card.map { $0.state == "archived" ? "–" : Labels.code($0.code) } ?? lab.lab
            return "  \(code)  “\(card?.title ?? lab.lab)”, \(card?.state ?? "unknown"), "
                + "\(people == 1 ? "1 person" : "\(people) people"), revision \(lab.revision)\n"
                + "           head \(Hexadecimal.text(lab.head))"
        }
    }

    /// How much there is, in words.
    var measure: String {
        func words(_ count: Int, _ one: String, _ many: String) -> String {
            count == 1 ? "1 \(one)" : "\(count) \(many)"
        }
        return [
            words(counts.labs, "lab", "labs"), words(counts.events, "event", "events"),
            words(bytes, "byte", "bytes"),
        ].joined(separator: ", ")
    }
}

/// A file that is read from its beginning.
private final class Source {
    private let descriptor: CInt
    private var buffer: ArraySlice<UInt8> = []
    private(set) var count = 0

    init(_ path: String) throws(BackupFault) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    /// At most so many bytes; none at the end.
    func read(_ wanted: Int) throws(BackupFault) -> [UInt8] {
        if buffer.isEmpty {
            var fresh = [UInt8](repeating: 0, count: 1 << 18)
            let found = Glibc.read(descriptor, &fresh, fresh.count)
            guard found >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
            buffer = fresh.prefix(found)
            count += found
        }
        let taken = buffer.prefix(wanted)
        buffer = buffer.dropFirst(taken.count)
        return Array(taken)
    }

    func all() throws(BackupFault) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let more = try read(1 << 18)
            if more.isEmpty { return bytes }
            bytes += more
        }
    }
}
