import Foundation
import LabJournal
import SQLiteJournal
import Testing

/// A real disk that is full.
@Suite("Full disk")
struct FullDiskTests {
    @Test(
        "on a full disk nothing is saved, reading goes on, and writing resumes when there is room",
        .enabled(if: SmallDisk.isPossible, "a small disk can only be mounted by root"))
    func full() async throws {
        let disk = try #require(SmallDisk(megabytes: 2))
        let journal = try await SQLiteJournal.open(in: DataFolder(path: disk.path + "/data"))
        let ballast = disk.path + "/ballast"
        try Data(repeating: 1, count: 1_000_000).write(to: URL(fileURLWithPath: ballast))
        var revision = 0
        var refusals = 0
        var heads: [[UInt8]] = []
        while refusals < 5 {
            let event = JournalEvent(kind: "big", time: 1, what: [UInt8](repeating: 7, count: 10_000))
            do {
                heads.append(try await journal.add([event], after: revision))
                revision += 1
            } catch let error as JournalError {
                #expect(error.isNotSaved, "\(error)")
                #expect(try await journal.all().map(\.hash) == heads)
                refusals += 1
            }
        }
        #expect(revision > 10)
        try FileManager.default.removeItem(atPath: ballast)
        for number in 1...20 {
            heads.append(try await journal.add([Sample.event(number)], after: revision))
            revision += 1
        }
        #expect(try await journal.verify(lab: nil, head: heads[5]).isSound)
        await journal.close()
        let reopened = try await SQLiteJournal.open(path: disk.path + "/data/coprolab.sqlite")
        #expect(try await reopened.all().map(\.hash) == heads)
        await reopened.close()
    }
}

/// A file system of a few megabytes, unmounted with this value.
private final class SmallDisk: Sendable {
    private let folder: TemporaryFolder

    var path: String { folder.path }

    static let isPossible = SmallDisk(megabytes: 1) != nil

    init?(megabytes: Int) {
        guard let folder = try? TemporaryFolder(),
            mount("none", folder.path, "tmpfs", 0, "size=\(megabytes)m") == 0
        else { return nil }
        self.folder = folder
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }
}
