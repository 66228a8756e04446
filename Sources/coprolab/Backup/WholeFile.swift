import Dispatch
import Foundation

/// A file that gets its name when all of it is on disk: until then it stands beside it under the name with “.part”, for its owner
/// alone. Whoever finds a `.part` that nobody holds may take it away; the next one to the same name does.
final class WholeFile {
    let path: String
    let part: String
    private let descriptor: CInt
    private var signals: [any DispatchSourceSignal] = []

    /// - Throws: where it can't be made, or another command is at it.
    init(_ path: String) throws {
        self.path = path
        part = path + ".part"
        // A limit on the size of files is to be an error like a full disk, and not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        let old = open(part, O_RDWR | O_CLOEXEC)
        if old >= 0 {
            defer { close(old) }
            guard flock(old, LOCK_EX | LOCK_NB) == 0 else {
                throw Failure(
                    "\(path): another command is writing this file. Wait for it, or choose another name.")
            }
            unlink(part)
        }
        descriptor = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path, errno) }
        flock(descriptor, LOCK_EX | LOCK_NB)
        let part = part
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                unlink(part)
                _exit(128 + number)
            }
            source.activate()
            signals.append(source)
        }
    }

    deinit {
        for source in signals { source.cancel() }
        close(descriptor)
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path, count == 0 ? ENOSPC : errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Takes back all but the first bytes.
    func cut(to length: Int) throws {
        guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, off_t(length), SEEK_SET) >= 0
        else {
            throw Self.failure(path, errno)
        }
    }

    /// Has it readable as the files are that this person makes.
    func openToOthers() throws {
        let mask = umask(0o077)
        umask(mask)
        guard fchmod(descriptor, 0o666 & ~mask) == 0 else { throw Self.failure(path, errno) }
    }

    /// Has all of it on disk.
    func synchronize() throws {
        guard fsync(descriptor) == 0 else { throw Self.failure(path, errno) }
    }

    /// Gives it its name, in place of what had it.
    func finish() throws {
        guard rename(part, path) == 0 else { throw Self.failure(path, errno) }
        let folder = open(
            (path as NSString).deletingLastPathComponent.isEmpty
                ? "." : (path as NSString).deletingLastPathComponent,
            O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        // Not every file system can do that with folders; the file itself is on disk.
        fsync(folder)
        close(folder)
    }

    func discard() { unlink(part) }

    private static func failure(_ path: String, _ code: CInt) -> Failure {
        switch code {
        case ENOSPC, EDQUOT, EFBIG:
            Failure(
                "\(path): there is no room for it (\(String(cString: strerror(code)))). Nothing was left there. Free some space, "
                    + "or choose another place.")
        default:
            Failure("\(path): \(String(cString: strerror(code))). Choose another place.")
        }
    }
}
