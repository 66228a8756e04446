import ArgumentParser
import CoproductionLab
import Foundation
import LabJournal
import LabServer

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write all that is in the data folder into one file, while the server runs or without one.",
        discussion: """
            Nobody in a lab notices. The file gets its name when all of it is on disk and has been read again and proved; a backup \
            before it under the same name is replaced only then. It holds what people said and the organiser key, and is \
            readable for you alone. Whoever is erased later is still in it: `coprolab restore` erases them again from \
            what it brings back, by the list of erasures in the data folder, or by a copy of that list (--erasures-only).
            """)
    @Argument(help: "The file to write, or a folder that gets a file named by the time.") var path: String
    @Flag(
        help: """
            Only the list of erasures and deletions, without which a restored lab would bring back who was erased: hashes and \
            times, no names and no words. Take it often, and keep it elsewhere.
            """)
    var erasuresOnly = false
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let target = try target()
        let file = try WholeFile(target)
        do {
            if erasuresOnly { return try await writeErasures(file) }
            try await Administration.begin(with: .backup(.labs), options) { labs, carryOut in
                try await write(labs["labs"]?.strings ?? [], to: file, carryOut)
            }
            try file.synchronize()
            let contents = try await read(file)
            try file.finish()
            print("\(target): \(contents.measure). Read again and proved.")
            for line in BackupContents.report(contents.labs) { print(line) }
            print(
                "It holds what people said and the organiser key: keep it where nobody else can read it. Whoever is erased from now "
                    + "on is still in it.")
        } catch {
            file.discard()
            throw error
        }
    }

    /// The file that gets the name. Only what is a backup itself, or empty, is replaced by one.
    private func target() throws -> String {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if exists, isFolder.boolValue {
            let name = Hub.forName(Int64(Date().timeIntervalSince1970 * 1_000))
            let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
            return "\(folder)/coprolab-\(name).\(erasuresOnly ? "erasures" : "backup")"
        }
        guard !path.hasSuffix("/") else {
            throw Failure("\(path): there is no such folder. Make it first, or name a file.")
        }
        guard !exists || BackupContents.isOurs(path) else {
            throw Failure("\(path): this file is something else than a backup. Choose another name.")
        }
        return path
    }

    private func writeErasures(_ file: WholeFile) async throws {
        let answer = try await Administration.carryOut(.backup(.ledger), options)
        let lines = try Self.lines(answer)
        try file.write(LedgerFile.copy(lines))
        try file.synchronize()
        try file.finish()
        let last = lines.compactMap { LedgerLine($0)?.time }.max()
        let until = last.map { ", the last of \(Hub.inWords($0))" } ?? ""
        let count = lines.count == 1 ? "1 erasure or deletion" : "\(lines.count) erasures and deletions"
        print("\(file.path): \(count)\(until).")
    }

    private func write(
        _ labs: [ID], to file: WholeFile, _ carryOut: (AdministrationCall) async throws -> JSON
    ) async throws {
        var writer = BackupWriter()
        try file.write(writer.begin(at: Int64(Date().timeIntervalSince1970 * 1_000)))
        let settings = try await Settings(options)
        if let key = FileManager.default.contents(
            atPath: settings.data + "/" + BackupContents.organiserKeyName)
        {
            try file.write(writer.add([.file(name: BackupContents.organiserKeyName, bytes: Array(key))]))
        }
        for lab in labs { try await write(lab, to: file, &writer, carryOut) }
        // Last, so that who was erased while this was written is in it.
        let lines = try Self.lines(try await carryOut(.backup(.ledger)))
        try file.write(writer.add(lines.map { .line($0) }))
        try file.write(writer.finish())
    }

    /// Carries one lab over, as it stands when that begins. Where something is erased meanwhile, it is begun anew.
    private func write(
        _ lab: ID, to file: WholeFile, _ writer: inout BackupWriter,
        _ carryOut: (AdministrationCall) async throws -> JSON
    ) async throws {
        let mark = writer
        for _ in 0..<100 {
            var next: BackupCursor? = BackupCursor(lab: lab)
            var erasures: Int?
            while let cursor = next {
                let answer = try await carryOut(.backup(.page(cursor)))
                // Deleted while this was written.
                if answer["gone"] == true { break }
                guard let page = CarriedPage(answer) else {
                    throw Failure(
                        "The server's answer holds no backup. Its version may differ from this command's.")
                }
                guard erasures == nil || erasures == page.erasures else { break }
                erasures = page.erasures
                try file.write(writer.add(page.pieces))
                next = page.next
                if next == nil { return }
            }
            try file.cut(to: mark.length)
            writer = mark
            if erasures == nil { return }
        }
        throw Failure("People were erased again and again while this was written. Try again in a while.")
    }

    /// What was written, read from the disk.
    private func read(_ file: WholeFile) async throws -> BackupContents {
        do {
            return try await BackupContents.read(file.part)
        } catch BackupFault.unsound(let lab, let what) {
            throw Failure(
                "No backup was made: the journal isn't sound, in lab \(lab) \(what). Keep the backups you have. `coprolab verify` "
                    + "tells more; with the server stopped, copy the whole data folder.")
        } catch let fault as BackupFault {
            throw Failure(
                "No backup was made: what was written couldn't be read again (\(fault)). Check that disk, or choose another place."
            )
        }
    }

    private static func lines(_ answer: JSON) throws -> [[UInt8]] {
        let texts = answer["lines"]?.strings
        let lines = texts?.compactMap { Data(base64Encoded: $0).map { Array($0) } }
        guard let lines, lines.count == texts?.count else {
            throw Failure(
                "The server's answer holds no list of erasures. Its version may differ from this command's.")
        }
        return lines
    }
}
