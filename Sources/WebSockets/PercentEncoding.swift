/// RFC 3986's encoding, to bring decoded text back into one canonical printable form.
enum PercentEncoding {
    enum Part { case path, query }

    static func encode(_ bytes: UnsafeRawBufferPointer, keeping part: Part) -> String {
        let kept = part == .path ? pathKeeps : queryKeeps
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for byte in bytes {
            if kept[Int(byte)] {
                text.append(byte)
            } else {
                text += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let hex = Array("0123456789ABCDEF".utf8)

    /// unreserved, sub-delims, ":" and "@", and the slash.
    private static let pathKeeps = table(marks: "-._~!$&'()*+,;=:@/")
    /// Without "&", which parts the query, and with "?".
    private static let queryKeeps = table(marks: "-._~!$'()*+,;=:@/?")

    private static func table(marks: String) -> [Bool] {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        var keeps = [Bool](repeating: false, count: 256)
        for byte in (letters + marks).utf8 { keeps[Int(byte)] = true }
        return keeps
    }
}
