/// The 16 random bytes that go before a part's bytes into its commitment. The length is fixed: bytes could move
/// between a salt of another length and the part without changing the commitment.
package struct Salt: Sendable, Equatable {
    /// In bytes.
    package static let length = 16

    private let first: UInt64
    private let second: UInt64

    /// A new one from the system's secure source.
    package static func random() -> Salt {
        var source = SystemRandomNumberGenerator()
        return Salt(first: source.next(), second: source.next())
    }

    private init(first: UInt64, second: UInt64) {
        self.first = first
        self.second = second
    }

    /// Nil where these aren't 16 bytes.
    package init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        let words = bytes.withUnsafeBytes { bytes in
            (
                bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            )
        }
        (first, second) = words
    }

    /// The 16 bytes in order.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(of: (first, second), body)
    }
}
