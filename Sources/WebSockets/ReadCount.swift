import CLibWebSockets
import Glibc

/// How many bytes have been read from a TCP socket, by whomever.
///
/// libwebsockets 4.1 misreads a request with a body that comes out of its own leftovers (that is, pipelined
/// behind another one): it takes the head for the body, reads freed memory, or loops for ever. Only a request
/// whose last bytes came fresh from the socket is safe, and no callback tells. But lws reads from the socket
/// only when it has no leftovers, so a count that rose since the last answer proves it.
enum ReadCount {
    /// How many; nil where it can't be known: on a unix socket, after the client has finished sending, or
    /// where bytes come in so fast that no two looks agree.
    static func of(_ descriptor: Int32) -> UInt64? {
        for _ in 0..<8 {
            // What came has been read or not; that nothing came while the one was looked up shows in the
            // other.
            guard let before = received(descriptor), let unread = unread(descriptor),
                let after = received(descriptor)
            else { return nil }
            if before == after { return after >= unread ? after - unread : nil }
        }
        return nil
    }

    private static func unread(_ descriptor: Int32) -> UInt64? {
        var count: Int32 = 0
        guard ioctl(descriptor, UInt(FIONREAD), &count) == 0, count >= 0 else { return nil }
        return UInt64(count)
    }

    /// `tcpi_bytes_received` of an established connection. glibc's struct ends before it, so it is read by
    /// its place in the kernel's (linux/tcp.h, since Linux 4.1), which never changes.
    private static func received(_ descriptor: Int32) -> UInt64? {
        let place = 128
        return withUnsafeTemporaryAllocation(byteCount: place + 8, alignment: 8) { buffer in
            var size = socklen_t(buffer.count)
            guard getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, buffer.baseAddress, &size) == 0,
                Int(size) >= place + 8, buffer[0] == UInt8(TCP_ESTABLISHED)
            else { return nil }
            return buffer.load(fromByteOffset: place, as: UInt64.self)
        }
    }
}
