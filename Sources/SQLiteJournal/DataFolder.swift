import Glibc
import LabJournal
import Synchronization

/// The folder in which a server keeps everything, held by one process at a time.
///
/// Whoever has this value has the folder: an `flock` on the file `lock`, which also says who. The kernel lets go of
/// it when the process ends, however it ends.
package final class DataFolder: Sendable {
    /// As it was given.
    package let path: String

    private let lock: Mutex<CInt?>

    /// Opens the folder, makes it (mode 0700, with the folders above it) where there is none, and takes its lock.
    ///
    /// - Parameter create: whether a missing folder is made; without it `.notWritable` is thrown.
    /// - Throws: `.inUse` with the holder's process id, `.notWritable`.
    package init(path: String, create: Bool = true) throws(JournalError) {
        self.path = path
        if create { try Self.makeFolder(path) }
        let file = "\(path)/lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.notWritable(path, errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            let holder = Self.processID(in: descriptor)
            Glibc.close(descriptor)
            throw reason == EWOULDBLOCK ? .inUse(path: path, by: holder) : Self.notWritable(path, reason)
        }
        let pid = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, pid, pid.count, 0) == pid.count else {
            let reason = errno
            Glibc.close(descriptor)
            throw Self.notWritable(path, reason)
        }
        do {
            try Self.completeRestoring(in: path)
            // What is left of one that was never complete.
            try Self.discardRestoring(in: path)
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        lock = Mutex(descriptor)
    }

    deinit { close() }

    /// Whether anybody else on this computer may look into it, as into a folder that was there before.
    package var isOpenToOthers: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
    }

    /// The journal's database file.
    package var database: String { "\(path)/\(Self.databaseName)" }

    /// The socket on which a running server answers administration.
    package var administrationSocket: String { "\(path)/admin.sock" }

    /// The file that holds the organiser's key.
    package var organiserKey: String { "\(path)/\(Self.organiserKeyName)" }

    /// The file that keeps the ledger of erasures a second time.
    package var erasures: String { "\(path)/\(Self.erasuresName)" }

    static let databaseName = "coprolab.sqlite"
    static let organiserKeyName = "organiser-key"
    static let erasuresName = "erasures"

    /// Lets go of the folder. May be called more than once.
    package func close() {
        lock.withLock { descriptor in
            guard let open = descriptor else { return }
            ftruncate(open, 0)
            // Said explicitly, because a child that is just being started may still have the file open.
            flock(open, LOCK_UN)
            Glibc.close(open)
            descriptor = nil
        }
    }

    /// Makes sure that the names of new files in a folder survive a power cut.
    static func synchronize(folder: String) throws(JournalError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw notWritable(folder, errno) }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw .broken("\(folder) can't be synchronized: \(String(cString: strerror(errno)))")
        }
    }

    static func notWritable(_ path: String, _ code: CInt) -> JournalError {
        .notWritable(path: path, why: String(cString: strerror(code)))
    }

    private static func makeFolder(_ path: String) throws(JournalError) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { throw notWritable(path, ENOTDIR) }
            return
        }
        guard errno == ENOENT else { throw notWritable(path, errno) }
        let parent = parent(of: path)
        if parent != path { try makeFolder(parent) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw notWritable(path, errno) }
        try synchronize(folder: parent)
    }

    /// The folder above: of `a/b/` it is `a`, of `/a` it is `/`, of `a` it is `.`.
    private static func parent(of path: String) -> String {
        var rest = path[...]
        while rest.count > 1, rest.last == "/" { rest.removeLast() }
        guard let slash = rest.lastIndex(of: "/") else { return "." }
        let parent = rest[..<slash]
        return parent.isEmpty ? "/" : String(parent)
    }

    private static func processID(in descriptor: CInt) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
