import CLibWebSockets
import Glibc

/// The system's words for an error number.
func systemMessage(_ code: Int32) -> String {
    // glibc's strerror answers from a table, or from a buffer of the calling thread.
    guard let text = strerror(code) else { return "error \(code)" }
    return String(cString: text)
}

/// Nanoseconds of the clock that no one sets: all deadlines of this module are on it.
func monotonicNanoseconds() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) &* 1_000_000_000 &+ UInt64(now.tv_nsec)
}

extension Duration {
    /// Whole nanoseconds, none below zero; longer than 500 years is as good as never.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        guard seconds < 1 << 34 else { return UInt64.max / 2 }
        return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
}

/// Sets an option of a socket to 1.
func turnOn(_ descriptor: Int32, _ level: Int32, _ option: Int32) {
    var on: Int32 = 1
    setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
}

/// Frames are written whole, so there is nothing to wait for with a short one.
func sendAtOnce(_ descriptor: Int32) {
    // <netinet/in.h> comes with libwebsockets' header; Swift's Glibc leaves it out.
    turnOn(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY)
}

/// Sends what the socket takes; a broken connection is an error, not a signal.
func sendQuietly(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    Glibc.send(descriptor, start, count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
}

/// A non-blocking stream socket that no child process inherits; negative, with `errno`, where there is none
/// to be had.
func streamSocket(_ family: Int32) -> Int32 {
    socket(
        family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
}
