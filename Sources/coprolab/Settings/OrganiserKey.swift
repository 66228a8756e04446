import Foundation
import LabServer
import SQLiteJournal

/// The key that makes labs: a file of mode 0600 in the data folder. The server reads it at every use, so a new one
/// counts at once.
enum OrganiserKey {
    static func makeIfMissing(in folder: DataFolder) throws {
        guard !FileManager.default.fileExists(atPath: folder.organiserKey) else { return }
        try write(Secrets.token(), to: folder.organiserKey)
    }

    static func write(_ key: String, to path: String) throws {
        // Written beside and moved into place: there is never half a key, and never one that others can read.
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                "\(path): the organiser key can't be written (\(String(cString: strerror(errno)))).")
        }
        let bytes = Array((key + "\n").utf8)
        let written = Glibc.write(descriptor, bytes, bytes.count)
        fsync(descriptor)
        close(descriptor)
        guard written == bytes.count, rename(temporary, path) == 0 else {
            throw Failure(
                "\(path): the organiser key can't be written (\(String(cString: strerror(errno)))).")
        }
    }

    static func read(_ path: String) -> String? {
        (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
