import CLibWebSockets

/// Bytes laid out once and sent to many: a buffer with room in front of it where libwebsockets writes a
/// frame's head.
///
/// Copying a value shares the buffer.
package struct SharedBytes: Sendable {
    /// How much room lws wants in front of what it writes (`LWS_PRE`).
    static let headroom = Int(coprolab_lws_pre())

    let storage: Storage

    package var count: Int { storage.count }

    package init(_ bytes: some Collection<UInt8>) {
        storage = Storage(bytes)
    }

    package var array: [UInt8] {
        [UInt8](UnsafeRawBufferPointer(start: storage.payload, count: storage.count))
    }

    // @unchecked: the payload is never written after `init`. The room in front is written by lws_write as it
    // sends, on the thread of the one loop whose server it is sent by, and always with the same bytes.
    final class Storage: @unchecked Sendable {
        let count: Int
        private let base: UnsafeMutablePointer<UInt8>

        /// Where the bytes begin; `headroom` bytes before it are writable.
        var payload: UnsafeMutablePointer<UInt8> { base + SharedBytes.headroom }

        init(_ bytes: some Collection<UInt8>) {
            let count = bytes.count
            self.count = count
            base = .allocate(capacity: SharedBytes.headroom + count)
            base.initialize(repeating: 0, count: SharedBytes.headroom)
            let room = UnsafeMutableBufferPointer(start: base + SharedBytes.headroom, count: count)
            _ = room.initialize(from: bytes)
        }

        deinit { base.deallocate() }
    }
}

/// One text message, laid out once and sent to any number of connections without a copy.
package struct Frame: Sendable {
    let bytes: SharedBytes

    /// - Parameter text: UTF-8, which isn't checked again.
    package init(text: [UInt8]) {
        bytes = SharedBytes(text)
    }

    package init(text: String) {
        bytes = SharedBytes(Array(text.utf8))
    }

    /// The length of the message in bytes.
    package var count: Int { bytes.count }
}
