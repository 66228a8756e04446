import CoproductionLab

/// A text whose parts are made when their turn comes.
package struct TextPieces: FilePieces {
    package typealias Part = @Sendable () -> String

    /// So many rows of a table are one part.
    static let rows = 500
    /// So many bytes are given away at once, and more only where one part has more.
    private static let size = 1 << 16

    private var parts: ArraySlice<Part>

    package init(_ parts: [Part]) { self.parts = parts[...] }

    package mutating func next() -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < Self.size, let part = parts.popFirst() { bytes.append(contentsOf: part().utf8) }
        return bytes.isEmpty ? nil : bytes
    }

    /// The whole, where it is short.
    package var text: String { parts.reduce(into: "") { $0 += $1() } }
}

extension Array where Element: Sendable {
    /// The rows of a table as parts of a text.
    ///
    /// - Parameter text: of some of them, in their order.
    func parts(_ text: @escaping @Sendable (ArraySlice<Element>) -> String) -> [TextPieces.Part] {
        stride(from: 0, to: count, by: TextPieces.rows).map { start in
            { text(self[start..<Swift.min(start + TextPieces.rows, self.count)]) }
        }
    }
}
