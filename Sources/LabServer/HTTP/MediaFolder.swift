import CoproductionLab
import Glibc
import Synchronization
import WebSockets

/// The files that labs show (S47), each read from its folder when it is asked for, piece by piece: a film is never in
/// memory as a whole, and whoever jumps ahead in it gets the part from there on (RFC 9110, 14).
package struct MediaFolder: Sendable {
    private let folder: String

    package init(_ folder: String) { self.folder = folder }

    private static let types = [
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp",
        "gif": "image/gif", "svg": "image/svg+xml", "mp3": "audio/mpeg", "ogg": "audio/ogg",
        "oga": "audio/ogg", "opus": "audio/ogg", "m4a": "audio/mp4", "wav": "audio/wav",
        "mp4": "video/mp4", "webm": "video/webm", "ogv": "video/ogg", "vtt": "text/vtt; charset=utf-8",
    ]
    private static let piece = 1 << 18

    /// What there is at a path below `Media.path`; nil where there is nothing.
    func response(for path: String, _ request: HTTPRequest) -> HTTPResponse? {
        guard path.hasPrefix(Media.path) else { return nil }
        let name = String(path.dropFirst(Media.path.count))
        guard !name.isEmpty, Media.isName(name),
            let type = Self.types[name.split(separator: ".").last.map { $0.lowercased() } ?? ""],
            let file = File(folder + "/" + name)
        else { return nil }
        let headers = [("ETag", file.tag), ("Cache-Control", "no-cache"), ("Accept-Ranges", "bytes")]
        if request.headers["if-none-match"]?.split(separator: ",").contains(where: {
            $0.drop(while: { $0 == " " }) == file.tag
        }) == true {
            return HTTPResponse(status: 304, headers: headers)
        }
        let typed = headers + [("Content-Type", type)]
        let isSame = request.headers["if-range"].map { $0 == file.tag } ?? true
        guard isSame, let asked = request.headers["range"].map({ Self.range($0, of: file.size) }) else {
            return HTTPResponse(status: 200, headers: typed, body: file.body(0..<file.size, Self.piece))
        }
        switch asked {
        case .whole:
            return HTTPResponse(status: 200, headers: typed, body: file.body(0..<file.size, Self.piece))
        case .none:
            return HTTPResponse(status: 416, headers: headers + [("Content-Range", "bytes */\(file.size)")])
        case .part(let part):
            let told = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.size)"
            return HTTPResponse(
                status: 206, headers: typed + [("Content-Range", told)], body: file.body(part, Self.piece))
        }
    }

    /// A whole file at a path below `Media.path`; nil where there is none, or one that is longer.
    func whole(_ path: String, atMost most: Int) -> (type: String, bytes: [UInt8])? {
        let name = String(path.dropFirst(Media.path.count))
        guard path.hasPrefix(Media.path), Media.isName(name),
            let type = Self.types[name.split(separator: ".").last.map { $0.lowercased() } ?? ""],
            let file = File(folder + "/" + name), file.size <= most
        else { return nil }
        return (try? file.read(0, file.size)).flatMap { $0.count == file.size ? (type, $0) : nil }
    }

    enum Asked: Equatable {
        case whole, none
        case part(Range<Int>)
    }

    /// One range of bytes; several at once, or what isn't understood, are answered with the whole.
    static func range(_ header: String, of size: Int) -> Asked {
        guard header.hasPrefix("bytes="), !header.contains(",") else { return .whole }
        let ends = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, ends.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
            return .whole
        }
        switch (Int(ends[0]), Int(ends[1])) {
        case (let first?, let last):
            guard ends[1].isEmpty || last.map({ $0 >= first }) == true else { return .whole }
            return first < size ? .part(first..<min(size, (last ?? size - 1) &+ 1)) : .none
        case (nil, let count?) where ends[0].isEmpty:
            return count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .none
        default: return .whole
        }
    }

    /// A file as it was when it was asked for. Another one in its place ends the answer.
    private struct File: Sendable {
        let path: String
        let size: Int
        let tag: String

        init?(_ path: String) {
            guard let (descriptor, status) = Self.open(path) else { return nil }
            close(descriptor)
            self.path = path
            size = Int(status.st_size)
            tag = Self.tag(status)
        }

        /// A plain file: no link leads out of the folder.
        private static func open(_ path: String) -> (Int32, stat)? {
            let descriptor = Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
            guard descriptor >= 0 else { return nil }
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                close(descriptor)
                return nil
            }
            return (descriptor, status)
        }

        private static func tag(_ status: stat) -> String {
            let time = UInt64(
                bitPattern: Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec))
            return "\"\(String(status.st_size, radix: 36))-\(String(time, radix: 36))\""
        }

        /// Read off the loop, a piece at a time, each time from the file anew: who has gone leaves nothing open.
        func body(_ part: Range<Int>, _ piece: Int) -> HTTPResponse.Body {
            guard !part.isEmpty else { return .bytes(SharedBytes([])) }
            let place = Place(part.lowerBound)
            return .stream {
                let start = place.next.load(ordering: .relaxed)
                guard start < part.upperBound else { return nil }
                let bytes = try read(start, min(piece, part.upperBound - start))
                place.next.store(start + bytes.count, ordering: .relaxed)
                return bytes
            }
        }

        func read(_ start: Int, _ count: Int) throws -> [UInt8] {
            guard let (descriptor, status) = Self.open(path) else { throw Gone() }
            defer { close(descriptor) }
            guard Self.tag(status) == tag else { throw Gone() }
            var failed = false
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
                let got = pread(descriptor, buffer.baseAddress, count, off_t(start))
                failed = got <= 0
                length = max(0, got)
            }
            if failed { throw Gone() }
            return bytes
        }
    }

    /// Where the next piece begins; asked for one at a time.
    private final class Place: Sendable {
        let next: Atomic<Int>
        init(_ start: Int) { next = Atomic(start) }
    }

    private struct Gone: Error {}
}
