import Crypto

/// The ledger as a file of lines. Beside the database it grows line by line; a copy that was carried away ends with a line
/// that says how many there are, so that one that was cut off shows.
package enum LedgerFile {
    static let beginning = "coprolab erasures "
    private static let growing = "\(beginning)1"
    private static let copied = "\(beginning)1, a copy"

    /// A file that grows.
    package static func text(_ lines: [[UInt8]]) -> [UInt8] {
        Array("\(growing)\n".utf8) + lines.flatMap { $0 + [10] }
    }

    /// A file that is whole.
    package static func copy(_ lines: [[UInt8]]) -> [UInt8] {
        let body = Array("\(copied)\n".utf8) + lines.flatMap { $0 + [10] }
        return body + Array(end(of: body, lines.count).utf8)
    }

    private static func end(of body: [UInt8], _ count: Int) -> String {
        let hash = SHA256.hash(data: body).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return "end \(count) \(hash.joined())\n"
    }

    /// The lines of such a file. Of one that grows, a last line that was being written is left out.
    package static func lines(in file: [UInt8]) throws(BackupFault) -> [[UInt8]] {
        guard !file.isEmpty else { throw .empty }
        var lines = file.split(separator: 10, omittingEmptySubsequences: false)
        let torn = lines.removeLast()
        let first = String(decoding: lines.first ?? torn, as: UTF8.self)
        switch first {
        case growing where !lines.isEmpty:
            return lines.dropFirst().map { Array($0) }
        case copied where !lines.isEmpty:
            guard torn.isEmpty, let last = lines.popLast(), lines.count > 0,
                last.starts(with: Array("end ".utf8))
            else { throw .cut }
            let body = Array(file.dropLast(last.count + 1))
            guard Array(last) + [10] == Array(end(of: body, lines.count - 1).utf8) else {
                throw .changed("its checksum doesn't fit")
            }
            return lines.dropFirst().map { Array($0) }
        default:
            if let version = Int(first.dropFirst(beginning.count).prefix { $0.isNumber }), version > 1,
                first.hasPrefix(beginning)
            {
                throw .newer(version)
            }
            throw growing.hasPrefix(first) || copied.hasPrefix(first) ? .cut : .foreign(looksLike: nil)
        }
    }
}
