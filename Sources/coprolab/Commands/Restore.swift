import ArgumentParser
import CoproductionLab
import Foundation
import LabJournal
import LabServer
import SQLiteJournal

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the data folder back from a backup, without whoever was erased since.",
        discussion: """
            The server must be stopped. The backup is read and proved before anything changes; what was in the folder is kept in a \
            folder in it. Whoever was erased since the backup is erased again, and labs that were deleted since are deleted again: \
            by the list of erasures that is in the data folder still, and by those you name with --erasures.
            """)
    @Argument(help: "The backup.") var file: String
    @Option(help: "A list of erasures, or a later backup, from elsewhere. May be given several times.")
    var erasures: [String] = []
    @Flag(help: "Put it in place of what is in the data folder, which is kept beside it.") var replace = false
    @Option(help: "A lab, by code or id, that is to come back though it was deleted since.")
    var bringBack: [String] = []
    @Flag(help: "Only read the backup and say what is in it.") var check = false
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        signal(SIGXFSZ, SIG_IGN)
        let contents = try await read { _ in }
        print("\(file): \(contents.measure), made \(Hub.inWords(contents.time)). Whole and sound.")
        if check {
            for line in BackupContents.report(contents.labs) { print(line) }
            return
        }
        let wanted = try wanted(in: contents)
        let given = try await given()
        let settings = try await Settings(options)
        let isNew = !FileManager.default.fileExists(atPath: settings.data)
        let folder = try DataFolder(path: settings.data)
        defer { folder.close() }
        guard replace || !folder.hasJournal else {
            throw Failure(
                "\(settings.data): there are labs in this data folder. Say --replace to put the backup in their place (they are kept "
                    + "aside), or choose another folder with --data.")
        }
        let here = await Here(folder)
        let aside = DataFolder.asidePrefix + Hub.forName(Int64(Date().timeIntervalSince1970 * 1_000))
        let (report, labs): (LedgerReport, [LabSummary])
        do {
            try folder.prepareRestoring()
            (report, labs) = try await build(in: folder, settings, adding: (here.lines ?? []) + given, wanted)
            try folder.putInPlace(keepingOldIn: aside)
        } catch {
            folder.discardRestoring()
            if isNew { folder.remove() }
            throw Self.inWords(error, settings.data)
        }
        for line in BackupContents.report(labs) { print(line) }
        tell(report, contents, here, isListed: !given.isEmpty || here.knows(contents.labs))
        if FileManager.default.fileExists(atPath: "\(settings.data)/\(aside)") {
            print(
                "What was there before is in \(settings.data)/\(aside). Delete it when you are content: whoever is erased from now "
                    + "on is still in that.")
        }
    }

    // MARK: - What there is

    private func read(_ take: ([BackupPiece]) async throws -> Void) async throws -> BackupContents {
        do {
            return try await BackupContents.read(file, take)
        } catch let fault as BackupFault {
            throw Failure("\(file): \(fault) Nothing was changed.")
        }
    }

    private func given() async throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for path in erasures {
            do {
                lines += try await BackupContents.lines(in: path)
            } catch let fault as BackupFault {
                throw Failure("\(path): \(fault) Nothing was changed.")
            } catch let failure as Failure {
                throw Failure("\(path): \(failure.message) Nothing was changed.")
            }
        }
        return lines
    }

    private func wanted(in contents: BackupContents) throws -> Set<ID> {
        var wanted: Set<ID> = []
        for name in bringBack {
            let plain = name.filter { $0 != " " }
            let found = contents.labs.filter { $0.lab == plain || LabCard($0)?.code == plain }
            guard let lab = found.first, found.count == 1 else {
                throw Failure(
                    "There \(found.isEmpty ? "is no lab" : "are several labs") “\(name)” in this backup. `coprolab restore --check "
                        + "\(file)` lists them. Nothing was changed.")
            }
            wanted.insert(lab.lab)
        }
        return wanted
    }

    /// The list of erasures of the folder that is to be replaced: of its journal, or of the file beside that.
    private struct Here {
        var lines: [[UInt8]]?
        var labs: Set<ID> = []
        /// Why the journal there couldn't be read.
        var fault: String?

        init(_ folder: DataFolder) async {
            if let file = FileManager.default.contents(atPath: folder.erasures) {
                lines = try? LedgerFile.lines(in: Array(file))
            }
            guard folder.hasJournal else { return }
            do {
                let journal = try await SQLiteJournal.open(path: folder.database)
                let known = lines ?? []
                lines = known + (try await journal.ledger()).filter { !known.contains($0) }
                labs = Set(try await journal.labs().map(\.lab))
                await journal.close()
            } catch {
                fault = "\(error)"
            }
        }

        /// Whether it can know what became of these labs: it has one of them, or has erased something before.
        func knows(_ others: [LabSummary]) -> Bool {
            lines?.isEmpty == false || others.contains { labs.contains($0.lab) }
        }
    }

    // MARK: - What comes back

    /// Makes the new contents beside the old, proved and without whoever was erased.
    private func build(
        in folder: DataFolder, _ settings: Settings, adding lines: [[UInt8]], _ wanted: Set<ID>
    ) async throws -> (LedgerReport, [LabSummary]) {
        let journal = try await SQLiteJournal.open(
            path: "\(folder.restoring)/coprolab.sqlite", mirror: "\(folder.restoring)/erasures")
        func fill() async throws {
            let contents = try await read { try await journal.restore($0) }
            if let key = contents.organiserKey {
                try OrganiserKey.write(
                    String(decoding: key, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines),
                    to: "\(folder.restoring)/\(BackupContents.organiserKeyName)")
            }
            try await journal.enter(lines)
        }
        return try await Administration.withHub(filling: fill, on: journal, settings, []) { hub in
            let report = try await hub.applyLedger(bringingBack: wanted)
            let verdict = try await journal.verify(lab: nil, head: nil)
            if let lab = verdict.labs.first(where: { $0.fault != nil }), let fault = lab.fault {
                throw Failure(
                    "The backup doesn't prove itself: in lab \(lab.lab) \(fault). Nothing was changed. Take another backup."
                )
            }
            return (report, try await journal.labs())
        }
    }

    private static func inWords(_ error: any Error, _ data: String) -> any Error {
        switch error {
        case JournalError.notSaved(let why), LabAdministrationError.journal(.notSaved(let why)):
            Failure(
                "\(data): there is no room for what comes back (\(why)). Nothing was changed. Free some space and try again."
            )
        case JournalError.broken(let why), LabAdministrationError.journal(.broken(let why)):
            Failure(
                "\(data): what comes back can't be written (\(why)). Nothing was changed. Check the disk, or choose another folder with "
                    + "--data.")
        default: error
        }
    }

    private func tell(
        _ report: LedgerReport, _ contents: BackupContents, _ here: Here, isListed: Bool
    ) {
        let made = Hub.inWords(contents.time)
        if let fault = here.fault {
            print("The journal that was there can't be read: \(fault)")
        }
        for (lab, people) in report.erased {
            print(
                "“\(lab.title)”: \(people == 1 ? "1 person was" : "\(people) people were") erased again, who had been erased since. "
                    + "`coprolab verify` says of which parts.")
        }
        for (lab, time, reason) in report.deleted {
            let why = reason == .retention ? "its time of keeping was over" : "by command"
            print(
                "“\(lab.title)” didn't come back: it was deleted \(Hub.inWords(time)), \(why)."
                    + (reason == .retention ? "" : " --bring-back \(lab.lab) would bring it back."))
        }
        for lab in report.expired { print("“\(lab.title)” didn't come back: its time of keeping is over.") }
        for lab in report.broughtBack { print("“\(lab.title)” came back, though it had been deleted.") }
        guard isListed else {
            return print(
                "No list of erasures from after the backup was here. Whoever was erased after \(made) is back: erase them again, or "
                    + "restore again with --replace and --erasures FILE.")
        }
        if let last = report.last, last >= contents.time {
            print("The list of erasures reaches to \(Hub.inWords(last)).")
        } else {
            print("The list of erasures knows none since \(made).")
        }
        print("What was said and done after \(made) isn't there any more.")
    }
}
