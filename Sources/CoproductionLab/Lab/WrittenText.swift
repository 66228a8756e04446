/// The rules for texts that people write.
package enum WrittenText {
    /// Trims `text`, turns line breaks and tabs into spaces and refuses what could deceive or break a screen.
    ///
    /// - Parameter limit: in characters as people count them (extended grapheme clusters).
    package static func check(_ text: String, field: String, atMost limit: Int) throws(Rejection) -> String {
        var cleaned = ""
        cleaned.unicodeScalars.reserveCapacity(text.unicodeScalars.count)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029:
                if cleaned.unicodeScalars.last != " " { cleaned.unicodeScalars.append(" ") }
            case 0..<0x20, 0x7F..<0xA0:
                throw Rejection(
                    .invalid,
                    "“\(field)” holds a control character (U+\(hex(scalar))). Remove it and send it again.")
            case 0x202A...0x202E, 0x2066...0x2069:
                throw Rejection(
                    .invalid,
                    "“\(field)” holds an invisible character that changes the direction of writing "
                        + "(U+\(hex(scalar))). Type the text afresh instead of pasting it.")
            case 0xE0020...0xE007F:
                // The flags of Scotland, England and Wales are spelled with tag characters.
                cleaned.unicodeScalars.append(scalar)
            case 0xE000...0xF8FF, 0xFFF0...0xFFFB, 0xE0000...0xE0FFF:
                throw Rejection(
                    .invalid, "“\(field)” holds a character without a meaning (U+\(hex(scalar))). Remove it.")
            default: cleaned.unicodeScalars.append(scalar)
            }
        }
        let trimmed = trim(cleaned)
        guard trimmed.unicodeScalars.contains(where: { !isInvisible($0) }) else {
            throw Rejection(.empty, "“\(field)” is empty. Write something, or pass.")
        }
        // A cluster may hold any number of combining marks; bytes are limited as well.
        guard trimmed.count > limit || trimmed.utf8.count <= limit * 8 else {
            throw Rejection(
                .tooLong, "“\(field)” is made of too many signs. Use fewer of them and send it again.")
        }
        guard trimmed.count <= limit else {
            throw Rejection(
                .tooLong,
                "“\(field)” has \(trimmed.count) characters; \(limit) is the most. Shorten it and send it again."
            )
        }
        return trimmed
    }

    /// Space, or a character such as U+200B that shows nothing by itself.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
    }

    private static func trim(_ text: String) -> String {
        var characters = Substring(text)
        while characters.first?.isWhitespace == true { characters.removeFirst() }
        while characters.last?.isWhitespace == true { characters.removeLast() }
        return String(characters)
    }

    private static func hex(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
