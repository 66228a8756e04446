/// Why a text isn't JSON that we take; `offset` counts bytes from its start.
package enum JSONError: Error, Equatable {
    case malformed(offset: Int)
    case tooDeep
    case tooManyMembers
    case doubledKey(String)
}

extension JSON {
    /// Objects and arrays in one another. No message of the protocol nests deeper, and a parser that recurses needs
    /// a floor.
    package static let maximumDepth = 16
    /// Members and elements in the whole of one message.
    package static let maximumMembers = 4096

    /// Reads one JSON text (RFC 8259), strictly: no trailing bytes, no doubled keys, depth and members limited.
    ///
    /// - Parameter members: how many members and elements there may be; more where the text is no message.
    package init(parsing bytes: [UInt8], atMost members: Int = JSON.maximumMembers) throws(JSONError) {
        var parser = Parser(bytes: bytes, limit: members)
        self = try parser.document()
    }

    package init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }
}

private struct Parser {
    let bytes: [UInt8]
    let limit: Int
    var at = 0
    var members = 0

    init(bytes: [UInt8], limit: Int) {
        self.bytes = bytes
        self.limit = limit
    }

    mutating func document() throws(JSONError) -> JSON {
        let value = try value(depth: 0)
        skipSpace()
        guard at == bytes.count else { throw .malformed(offset: at) }
        return value
    }

    private var next: UInt8 { at < bytes.count ? bytes[at] : 0 }

    private mutating func skipSpace() {
        while next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 { at += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte, at < bytes.count else { return false }
        at += 1
        return true
    }

    private mutating func expect(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for offset in 0..<word.utf8CodeUnitCount {
            guard take(word.utf8Start[offset]) else { throw .malformed(offset: at) }
        }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSON {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < JSON.maximumDepth else { throw .tooDeep }
            return next == UInt8(ascii: "{") ? try object(depth: depth) : try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try expect("true", true)
        case UInt8(ascii: "f"): return try expect("false", false)
        case UInt8(ascii: "n"): return try expect("null", .null)
        default: return try number()
        }
    }

    private mutating func count() throws(JSONError) {
        members += 1
        guard members <= limit else { throw .tooManyMembers }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSON {
        at += 1
        var found: [String: JSON] = [:]
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(found) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw .malformed(offset: at) }
            let key = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw .malformed(offset: at) }
            try count()
            guard found.updateValue(try value(depth: depth + 1), forKey: key) == nil else {
                throw .doubledKey(String(key.prefix(40)))
            }
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(found) }
            guard take(UInt8(ascii: ",")) else { throw .malformed(offset: at) }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSON {
        at += 1
        var found: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(found) }
        while true {
            try count()
            found.append(try value(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(found) }
            guard take(UInt8(ascii: ",")) else { throw .malformed(offset: at) }
        }
    }

    private mutating func string() throws(JSONError) -> String {
        at += 1
        let start = at
        while at < bytes.count, bytes[at] != 0x22, bytes[at] != 0x5C, bytes[at] >= 0x20 { at += 1 }
        guard at < bytes.count else { throw .malformed(offset: at) }
        var collected = Array(bytes[start..<at])
        while true {
            guard at < bytes.count, bytes[at] >= 0x20 else { throw .malformed(offset: at) }
            if take(0x22) { break }
            if take(0x5C) {
                try escape(into: &collected)
            } else {
                collected.append(bytes[at])
                at += 1
            }
        }
        guard let text = String(validating: collected, as: UTF8.self) else { throw .malformed(offset: start) }
        return text
    }

    private mutating func escape(into collected: inout [UInt8]) throws(JSONError) {
        let plain: UInt8? =
            switch next {
            case 0x22, 0x5C, 0x2F: next
            case UInt8(ascii: "b"): 8
            case UInt8(ascii: "f"): 12
            case UInt8(ascii: "n"): 10
            case UInt8(ascii: "r"): 13
            case UInt8(ascii: "t"): 9
            default: nil
            }
        if let byte = plain {
            at += 1
            collected.append(byte)
            return
        }
        guard take(UInt8(ascii: "u")) else { throw .malformed(offset: at) }
        var unit = try hex4()
        if (0xD800..<0xDC00).contains(unit) {
            guard take(0x5C), take(UInt8(ascii: "u")) else { throw .malformed(offset: at) }
            let low = try hex4()
            guard (0xDC00..<0xE000).contains(low) else { throw .malformed(offset: at) }
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(unit) else { throw .malformed(offset: at) }
        collected.append(contentsOf: Array(String(Character(scalar)).utf8))
    }

    private mutating func hex4() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(next)).hexDigitValue else {
                throw .malformed(offset: at)
            }
            value = value << 4 | UInt32(digit)
            at += 1
        }
        return value
    }

    private mutating func digits() throws(JSONError) {
        guard (0x30...0x39).contains(next) else { throw .malformed(offset: at) }
        while (0x30...0x39).contains(next) { at += 1 }
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = at
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        var whole = true
        if take(UInt8(ascii: ".")) {
            whole = false
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            whole = false
            at += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if whole, let value = Int(text) { return .int(value) }
        guard let value = Double(text), value.isFinite else { throw .malformed(offset: start) }
        return .double(value)
    }
}
