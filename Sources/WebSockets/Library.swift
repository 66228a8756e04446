import CLibWebSockets
import Glibc
import Logging

/// What libwebsockets is handed for the life of a context, and must outlive it: it keeps the pointers.
final class LibraryStrings {
    let name: UnsafeMutablePointer<CChar>
    let alpn: UnsafeMutablePointer<CChar>
    let protocols: UnsafeMutablePointer<lws_protocols>
    let noPolicy: UnsafeMutablePointer<lws_retry_bo_t>

    init(subprotocol: String) {
        func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
            let bytes = text.utf8CString
            let room = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count)
            _ = room.initialize(from: bytes)
            // A C string has its terminating zero, so there is a first byte.
            return room.baseAddress ?? .allocate(capacity: 1)
        }
        name = copy(subprotocol)
        // HTTP/2 is never offered: this version's header compression has holes that were mended later.
        alpn = copy("http/1.1")
        var spoken = lws_protocols()
        spoken.name = UnsafePointer(name)
        spoken.callback = serverCallback
        // A read, and memory that every WebSocket keeps. Commands are far shorter.
        spoken.rx_buffer_size = 1024
        // By default a frame of 64 KiB goes out in 63 sends.
        spoken.tx_packet_size = 65536
        protocols = .allocate(capacity: 2)
        protocols.initialize(to: spoken)
        (protocols + 1).initialize(to: lws_protocols())
        noPolicy = .allocate(capacity: 1)
        noPolicy.initialize(to: lws_retry_bo_t())
    }

    deinit {
        name.deallocate()
        alpn.deallocate()
        protocols.deallocate()
        noPolicy.deallocate()
    }
}

/// libwebsockets' own words, at debug level: most of its errors are about what a client sent, and a client
/// mustn't be able to fill the log.
enum LibraryLog {
    private static let logger = Logger(label: "libwebsockets")

    private static let installed: Void = lws_set_log_level(coprolab_lws_log_errors()) { level, line in
        guard let line else { return }
        let text = String(cString: line)
        LibraryLog.emit(text, isError: coprolab_lws_log_is_error(level) != 0)
    }

    /// The level is one of the whole process. A second call does nothing.
    static func install() { _ = installed }

    private static func emit(_ line: String, isError: Bool) {
        logger.debug("\(line.filter { !$0.isNewline })", metadata: ["level": isError ? "error" : "warning"])
    }
}

/// Counts what happens too often to be logged each time.
struct RateLimitedCount {
    private var count = 0
    private var last: UInt64 = 0

    /// Counts one more. Answers how many there were since the last time it did, at most once in ten seconds.
    mutating func more() -> Int? {
        count += 1
        let now = monotonicNanoseconds()
        guard last == 0 || now - last >= 10_000_000_000 else { return nil }
        last = now
        defer { count = 0 }
        return count
    }
}
