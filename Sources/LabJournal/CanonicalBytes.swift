/// Writes values so that different values never give the same bytes: numbers as 8 bytes, big-endian; everything of
/// variable length after its length.
package struct CanonicalBytes: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    package mutating func put(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func put(_ text: String) {
        put(Int64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Bytes after their length.
    package mutating func put(data: [UInt8]) {
        put(Int64(data.count))
        bytes.append(contentsOf: data)
    }

    /// A byte that says whether there is a text, then the text.
    package mutating func put(_ text: String?) {
        bytes.append(text == nil ? 0 : 1)
        if let text { put(text) }
    }

    /// How many there are, then each.
    package mutating func put(_ texts: [String]) {
        put(Int64(texts.count))
        for text in texts { put(text) }
    }
}

/// Reads what ``CanonicalBytes`` wrote. Every read gives nil where the bytes aren't what it would have written.
package struct CanonicalReader: Sendable {
    private var rest: ArraySlice<UInt8>

    package init(_ bytes: [UInt8]) { rest = bytes[...] }

    package var isAtEnd: Bool { rest.isEmpty }

    package mutating func number() -> Int64? {
        guard rest.count >= 8 else { return nil }
        let number = rest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        rest = rest.dropFirst(8)
        return Int64(bitPattern: number)
    }

    package mutating func text() -> String? {
        guard let count = number(), count >= 0, count <= rest.count else { return nil }
        let text = String(validating: rest.prefix(Int(count)), as: UTF8.self)
        rest = rest.dropFirst(Int(count))
        return text
    }

    package mutating func data() -> [UInt8]? {
        guard let count = number(), count >= 0, count <= rest.count else { return nil }
        let data = Array(rest.prefix(Int(count)))
        rest = rest.dropFirst(Int(count))
        return data
    }

    package mutating func byte() -> UInt8? { rest.popFirst() }

    package mutating func texts() -> [String]? {
        guard let count = number(), count >= 0, count <= rest.count / 8 else { return nil }
        var texts: [String] = []
        texts.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let text = text() else { return nil }
            texts.append(text)
        }
        return texts
    }
}
