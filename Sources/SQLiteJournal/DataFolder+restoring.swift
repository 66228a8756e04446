import Foundation
import Glibc
import LabJournal

/// How a folder gets other contents as a whole: they are made in a folder in it, and moved into place when they are complete.
/// Whoever opens a folder in which that was interrupted finishes it first.
extension DataFolder {
    /// Where new contents are made.
    package var restoring: String { "\(path)/\(Self.restoringName)" }

    private static let restoringName = "restoring"
    /// In there, once all is complete: the name of the folder that takes what was there before.
    private static let readyName = "ready"
    /// The journal's log belongs to the database before it, and must never meet another.
    private static let moved = [
        databaseName + "-wal", databaseName + "-shm", databaseName, organiserKeyName, erasuresName,
    ]

    /// Whether there is a journal in it.
    package var hasJournal: Bool { FileManager.default.fileExists(atPath: database) }

    /// An empty folder in it for new contents. What an interrupted restoring left there is gone.
    package func prepareRestoring() throws(JournalError) {
        try Self.discardRestoring(in: path)
        guard mkdir(restoring, 0o700) == 0 else { throw Self.notWritable(restoring, errno) }
    }

    /// Takes away what was made for it, but where it was complete: then whoever opens the folder next puts it in place.
    package func discardRestoring() {
        guard !Self.exists("\(restoring)/\(Self.readyName)") else { return }
        try? Self.discardRestoring(in: path)
    }

    static func discardRestoring(in path: String) throws(JournalError) {
        let new = "\(path)/\(restoringName)"
        guard exists(new) else { return }
        do {
            try FileManager.default.removeItem(atPath: new)
        } catch {
            throw .notWritable(path: new, why: error.localizedDescription)
        }
    }

    /// Folders in it that hold what was there before something was restored.
    package var putAside: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasPrefix(Self.asidePrefix) }.sorted()
    }

    /// What the names of those folders begin with.
    package static let asidePrefix = "before-"

    /// Takes the folder itself away, where there is nothing in it but its lock.
    package func remove() {
        unlink("\(path)/lock")
        rmdir(path)
    }

    /// Moves the new contents into place, and what was there into the folder `aside` in this one, where there was anything.
    package func putInPlace(keepingOldIn aside: String) throws(JournalError) {
        guard !FileManager.default.fileExists(atPath: "\(restoring)/\(Self.databaseName)-wal") else {
            throw .broken("the restored journal wasn't closed")
        }
        likeTheFolder()
        try Self.replace("\(restoring)/\(Self.readyName)", with: Array(aside.utf8))
        try Self.completeRestoring(in: path)
    }

    /// A file with these contents in place of another, or the other.
    static func replace(_ file: String, with bytes: [UInt8]) throws(JournalError) {
        let new = file + ".new"
        unlink(new)
        let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw notWritable(file, errno) }
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        let isWhole = written == bytes.count && fsync(descriptor) == 0
        let reason = errno
        Glibc.close(descriptor)
        guard isWhole, rename(new, file) == 0 else {
            unlink(new)
            throw notWritable(file, written >= 0 && written < bytes.count ? ENOSPC : reason)
        }
        try synchronize(folder: (file as NSString).deletingLastPathComponent)
    }

    /// Finishes what was interrupted after all was complete. Each step may have been done before.
    static func completeRestoring(in path: String) throws(JournalError) {
        let new = "\(path)/\(restoringName)"
        let ready = "\(new)/\(readyName)"
        guard
            let aside = FileManager.default.contents(atPath: ready).map({
                String(decoding: $0, as: UTF8.self)
            })
        else { return }
        let old = "\(path)/\(aside)"
        for name in moved {
            // While the new database isn't in place, what is there is the old one's.
            let isNew = exists("\(new)/\(name)")
            let isOldLog = name.hasPrefix(databaseName + "-") && exists("\(new)/\(databaseName)")
            if isNew || isOldLog, exists("\(path)/\(name)") {
                if !exists(old) {
                    guard mkdir(old, 0o700) == 0 else { throw notWritable(old, errno) }
                    ownAsTheFolder(old, path)
                }
                guard rename("\(path)/\(name)", "\(old)/\(name)") == 0 else { throw notWritable(path, errno) }
                try synchronize(folder: old)
            }
            if isNew {
                guard rename("\(new)/\(name)", "\(path)/\(name)") == 0 else { throw notWritable(path, errno) }
            }
            try synchronize(folder: path)
        }
        unlink(ready)
        try? FileManager.default.removeItem(atPath: new)
        try synchronize(folder: path)
    }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// What root makes for a server that runs as somebody else is theirs.
    private func likeTheFolder() {
        Self.ownAsTheFolder("\(path)/lock", path)
        for name in Self.moved { Self.ownAsTheFolder("\(restoring)/\(name)", path) }
    }

    private static func ownAsTheFolder(_ file: String, _ folder: String) {
        var owner = stat()
        guard geteuid() == 0, stat(folder, &owner) == 0 else { return }
        _ = chown(file, owner.st_uid, owner.st_gid)
    }
}
