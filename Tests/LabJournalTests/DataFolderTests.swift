import Foundation
import LabJournal
import SQLiteJournal
import Testing

@Suite("Data folder")
struct DataFolderTests {
    private let folder = try? TemporaryFolder()

    private func path(_ name: String) throws -> String { try #require(folder).file(name) }

    @Test("a missing folder is made with those above it, for its owner only")
    func create() throws {
        let path = try path("a/b/data/")
        let data = try DataFolder(path: path)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        #expect(data.database.hasSuffix("/coprolab.sqlite"))
        #expect(data.administrationSocket.hasSuffix("/admin.sock"))
        #expect(data.organiserKey.hasSuffix("/organiser-key"))
    }

    @Test("nothing is made where a folder is only to be opened")
    func missing() throws {
        let path = try path("nowhere")
        #expect(throws: JournalError.notWritable(path: path, why: "No such file or directory")) {
            try DataFolder(path: path, create: false)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("a folder in use is refused with the process that uses it, until that lets go")
    func contention() throws {
        let path = try path("data")
        let first = try DataFolder(path: path)
        #expect(throws: JournalError.inUse(path: path, by: getpid())) { try DataFolder(path: path) }
        first.close()
        first.close()
        let second = try DataFolder(path: path)
        #expect(second.path == path)
    }

    @Test("another process holds the folder until it ends, even by SIGKILL")
    func otherProcess() throws {
        let path = try path("data")
        try DataFolder(path: path).close()
        let other = Process()
        other.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        let hold = "echo $$ >\"$0\"; echo held; read line"
        other.arguments = ["--exclusive", "--no-fork", "\(path)/lock", "/bin/sh", "-c", hold, "\(path)/lock"]
        let (input, output) = (Pipe(), Pipe())
        other.standardInput = input
        other.standardOutput = output
        try other.run()
        #expect(output.fileHandleForReading.availableData == Data("held\n".utf8))
        let refusal = JournalError.inUse(path: path, by: other.processIdentifier)
        #expect(throws: refusal) { try DataFolder(path: path) }
        #expect("\(refusal)".contains("process \(other.processIdentifier)"))
        kill(other.processIdentifier, SIGKILL)
        other.waitUntilExit()
        let data = try DataFolder(path: path)
        #expect(data.path == path)
    }

    @Test("a path that can't be written is refused in words")
    func unwritable() throws {
        let file = try path("file")
        try Data().write(to: URL(fileURLWithPath: file))
        #expect(throws: JournalError.notWritable(path: file, why: "Not a directory")) {
            try DataFolder(path: file)
        }
        #expect(throws: JournalError.notWritable(path: file + "/data", why: "Not a directory")) {
            try DataFolder(path: file + "/data")
        }
    }

    @Test("a folder without the right to write is refused", .enabled(if: geteuid() != 0))
    func readOnly() throws {
        let path = try path("data")
        try DataFolder(path: path).close()
        try FileManager.default.removeItem(atPath: path + "/lock")
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: path)
        #expect(throws: JournalError.notWritable(path: path, why: "Permission denied")) {
            try DataFolder(path: path)
        }
    }

    @Test("a journal keeps its folder locked and its files for their owner only")
    func journal() async throws {
        let path = try path("data")
        let journal = try await SQLiteJournal.open(in: DataFolder(path: path))
        try await journal.add(Sample.events(1...1))
        #expect(throws: JournalError.inUse(path: path, by: getpid())) { try DataFolder(path: path) }
        for name in ["coprolab.sqlite", "coprolab.sqlite-wal", "lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        #expect(!FileManager.default.fileExists(atPath: "\(path)/coprolab.sqlite-shm"))
        await journal.close()
    }
}
