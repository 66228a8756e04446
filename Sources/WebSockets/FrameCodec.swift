/// RFC 6455's frames from a client's side: masked out, unmasked in.
enum FrameCodec {
    enum Opcode: UInt8 {
        case continuation = 0
        case text = 1
        case binary = 2
        case close = 8
        case ping = 9
        case pong = 10
    }

    struct Parsed {
        let opcode: Opcode
        let isFinal: Bool
        /// Where it lies in what was parsed; valid no longer than that.
        let payload: UnsafeRawBufferPointer
        /// Of the whole frame.
        let length: Int
    }

    enum Outcome {
        case incomplete
        case malformed(String)
        case frame(Parsed)
    }

    static func append(_ opcode: Opcode, _ payload: [UInt8], mask: UInt32, to output: inout [UInt8]) {
        output.reserveCapacity(output.count + payload.count + 14)
        output.append(0x80 | opcode.rawValue)
        switch payload.count {
        case ..<126:
            output.append(0x80 | UInt8(payload.count))
        case ..<65536:
            output.append(0x80 | 126)
            output.append(UInt8(truncatingIfNeeded: payload.count >> 8))
            output.append(UInt8(truncatingIfNeeded: payload.count))
        default:
            output.append(0x80 | 127)
            for shift in stride(from: 56, through: 0, by: -8) {
                output.append(UInt8(truncatingIfNeeded: payload.count >> shift))
            }
        }
        let key = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: mask >> UInt32($0)) }
        output.append(contentsOf: key)
        let start = output.count
        output.append(contentsOf: payload)
        output.withUnsafeMutableBytes { bytes in
            for index in payload.indices { bytes[start + index] ^= key[index & 3] }
        }
    }

    static func parse(_ bytes: UnsafeRawBufferPointer, maximum: Int) -> Outcome {
        guard bytes.count >= 2 else { return .incomplete }
        guard bytes[0] & 0x70 == 0 else { return .malformed("A frame has reserved bits set.") }
        guard let opcode = Opcode(rawValue: bytes[0] & 0x0F) else {
            return .malformed("A frame is of an unknown kind.")
        }
        guard bytes[1] & 0x80 == 0 else { return .malformed("A server's frame is masked.") }
        var start = 2
        var length = Int(bytes[1] & 0x7F)
        if length == 126 {
            guard bytes.count >= 4 else { return .incomplete }
            length = Int(bytes[2]) << 8 | Int(bytes[3])
            start = 4
        } else if length == 127 {
            guard bytes.count >= 10 else { return .incomplete }
            guard bytes[2] < 0x80 else { return .malformed("A frame's length is negative.") }
            length = bytes[2..<10].reduce(0) { $0 << 8 | Int($1) }
            start = 10
        }
        guard length <= maximum else { return .malformed("A frame is too long.") }
        guard bytes.count >= start + length else { return .incomplete }
        let payload = UnsafeRawBufferPointer(rebasing: bytes[start..<start + length])
        return .frame(
            Parsed(opcode: opcode, isFinal: bytes[0] & 0x80 != 0, payload: payload, length: start + length))
    }

    /// The length of an HTTP head with its empty line; nil where that hasn't come.
    static func headLength(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for end in 4...bytes.count
        where bytes[end - 1] == 0x0A && bytes[end - 2] == 0x0D && bytes[end - 3] == 0x0A
            && bytes[end - 4] == 0x0D
        {
            return end
        }
        return nil
    }
}
