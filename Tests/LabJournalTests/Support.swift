import Foundation
import LabJournal
import SQLiteJournal

/// The journals that keep the contract.
enum Subject: String, CaseIterable, CustomStringConvertible {
    case memory
    case sqlite

    var description: String { rawValue }

    func open(in folder: TemporaryFolder) async throws -> any Journal {
        switch self {
        case .memory: MemoryJournal()
        case .sqlite: try await SQLiteJournal.open(path: folder.file("coprolab.sqlite"))
        }
    }
}

/// A folder of its own for one test, removed with this value.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let parent = FileManager.default.temporaryDirectory
        path = parent.appendingPathComponent("coprolab-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Every file in the folder with its bytes.
    func contents() throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            contents[name] = try Data(contentsOf: URL(fileURLWithPath: file(name)))
        }
        return contents
    }

    /// A new folder with these files.
    static func with(_ contents: [String: Data]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, data) in contents { try data.write(to: URL(fileURLWithPath: folder.file(name))) }
        return folder
    }
}

/// Events to write.
enum Sample {
    static func event(
        _ number: Int, kind: String = "ideaAdded", command: CommandRecord? = nil
    ) -> JournalEvent {
        JournalEvent(
            kind: kind, version: 1, time: 1_790_000_000_000 + Int64(number),
            items: ["item\(number)", "åß\0漢"], commandKey: command?.key,
            who: Array("who <mark \(number)>".utf8),
            what: Array("what <mark \(number)>".utf8))
    }

    static func events(_ numbers: ClosedRange<Int>) -> [JournalEvent] { numbers.map { event($0) } }

    static func erasing() -> JournalEvent {
        JournalEvent(kind: "anything", time: 1_790_000_009_999, items: ["person1"])
    }
}

extension Journal {
    /// Appends to one lab and expects to be committed.
    @discardableResult
    func add(
        _ events: [JournalEvent], to lab: String = "lab", after revision: Int = 0,
        commands: [CommandRecord] = [], summary: [UInt8]? = nil
    ) async throws -> [UInt8] {
        let batch = LabBatch(
            lab: lab, expecting: revision, events: events, commands: commands, summary: summary)
        guard case .committed(revision + events.count, let head) = try await append([batch]).first else {
            throw NotCommitted()
        }
        return head
    }

    func all(of lab: String = "lab") async throws -> [StoredEvent] {
        try await events(of: lab, after: 0, limit: .max)
    }
}

struct NotCommitted: Error {}
