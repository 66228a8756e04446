/// What somebody asks of a lab, as it came over the wire: a name and a body.
package struct Command: Sendable, Equatable {
    package let name: String
    package let body: Fields

    package init(_ name: String, _ body: JSON = .empty) {
        self.name = name
        self.body = Fields(body)
    }
}

/// The members of a command's body, read with errors that name the member and what it should be.
package struct Fields: Sendable, Equatable {
    package let json: JSON

    package init(_ json: JSON) { self.json = json }

    package func has(_ key: String) -> Bool { json[key] != nil }

    package func id(_ key: String) throws(Rejection) -> ID {
        guard let value = json[key]?.string, !value.isEmpty, value.utf8.count <= 64 else {
            throw Rejection(.invalid, "“\(key)” must be the id of something in this lab.")
        }
        return value
    }

    package func ids(_ key: String, atMost limit: Int = 100) throws(Rejection) -> [ID] {
        guard let values = json[key]?.array, !values.isEmpty, values.count <= limit,
            values.allSatisfy({ $0.string != nil })
        else { throw Rejection(.invalid, "“\(key)” must be a list of one to \(limit) ids.") }
        return values.compactMap(\.string)
    }

    package func whole(_ key: String, in range: ClosedRange<Int>) throws(Rejection) -> Int {
        guard let value = json[key]?.int, range.contains(value) else {
            throw Rejection(
                .invalid, "“\(key)” must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }

    package func flag(_ key: String) throws(Rejection) -> Bool {
        guard let value = json[key]?.bool else {
            throw Rejection(.invalid, "“\(key)” must be true or false.")
        }
        return value
    }

    /// One word of a closed list.
    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type
    ) throws(Rejection) -> Choice where Choice.RawValue == String {
        guard let word = json[key]?.string, let value = Choice(rawValue: word) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Rejection(.invalid, "“\(key)” must be one of: \(words).")
        }
        return value
    }

    /// A text somebody wrote: trimmed, on one line, without control or direction-changing characters.
    package func text(_ key: String, atMost limit: Int) throws(Rejection) -> String {
        guard let value = json[key]?.string else { throw Rejection(.invalid, "“\(key)” must be a text.") }
        return try WrittenText.check(value, field: key, atMost: limit)
    }

    /// A day, as 2026-12-01; nil where it is left out or empty.
    package func optionalDay(_ key: String) throws(Rejection) -> String? {
        guard let value = json[key], value != "" else { return nil }
        guard let text = value.string else {
            throw Rejection(.invalid, "“\(key)” must be a day, written as 2026-12-01.")
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day)
        else { throw Rejection(.invalid, "“\(text.prefix(20))” isn't a day. Write it as 2026-12-01.") }
        return text
    }

    private static func days(in month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// The same where it may be left out or empty.
    package func optionalText(_ key: String, atMost limit: Int) throws(Rejection) -> String? {
        guard let value = json[key], value != .null, value != "" else { return nil }
        return try text(key, atMost: limit)
    }
}
