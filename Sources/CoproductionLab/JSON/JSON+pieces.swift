/// A file that is made as it is taken away: no more of it is in memory than one piece.
package protocol FilePieces: Sendable {
    /// The next piece, never an empty one; nil after the last.
    mutating func next() throws -> [UInt8]?
}

extension JSON {
    /// The bytes of this value, as `bytes` has them, in pieces of about so many bytes.
    package func pieces(of size: Int = 1 << 16) -> JSONPieces { JSONPieces(self, size) }
}

package struct JSONPieces: FilePieces, Sequence, IteratorProtocol {
    /// An array or an object that has begun, and what of it is still to come.
    private enum Rest: Sendable {
        case array(IndexingIterator<[JSON]>, isFirst: Bool)
        case object(IndexingIterator<[(key: String, value: JSON)]>, isFirst: Bool)
    }

    private let size: Int
    private var first: JSON?
    private var open: [Rest] = []
    private var late: [String: @Sendable () -> JSON] = [:]

    fileprivate init(_ value: JSON, _ size: Int) {
        self.size = size
        first = value
    }

    /// The pieces of an object some of whose members are large, and made when their turn comes.
    package init(of members: [String: JSON], late: [String: @Sendable () -> JSON]) {
        self.init(.object(members.merging(late.mapValues { _ in .null }) { value, _ in value }), 1 << 16)
        self.late = late
    }

    package mutating func next() -> [UInt8]? {
        var out: [UInt8] = []
        out.reserveCapacity(size + 1024)
        if let value = first {
            first = nil
            begin(value, &out)
        }
        while out.count < size, let rest = open.popLast() {
            switch rest {
            case .array(var values, let isFirst):
                guard let value = values.next() else {
                    out.append(UInt8(ascii: "]"))
                    continue
                }
                if !isFirst { out.append(UInt8(ascii: ",")) }
                open.append(.array(values, isFirst: false))
                begin(value, &out)
            case .object(var members, let isFirst):
                guard let (key, value) = members.next() else {
                    out.append(UInt8(ascii: "}"))
                    continue
                }
                if !isFirst { out.append(UInt8(ascii: ",")) }
                JSON.string(key).write(to: &out)
                out.append(UInt8(ascii: ":"))
                let made = open.isEmpty ? late.removeValue(forKey: key)?() : nil
                open.append(.object(members, isFirst: false))
                begin(made ?? value, &out)
            }
        }
        return out.isEmpty ? nil : out
    }

    private mutating func begin(_ value: JSON, _ out: inout [UInt8]) {
        switch value {
        case .array(let values):
            out.append(UInt8(ascii: "["))
            open.append(.array(values.makeIterator(), isFirst: true))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            let sorted = members.sorted { $0.key < $1.key }
            open.append(.object(sorted.makeIterator(), isFirst: true))
        default: value.write(to: &out)
        }
    }
}
