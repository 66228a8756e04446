/// A day of the calendar, as text: 2026-12-01. Compared as texts, days come in their order.
package enum Day {
    /// Whether a text is a day that there was or will be.
    static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return false }
        return (1...12).contains(month) && (1...days(in: month, of: year)).contains(day)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}

extension Fields {
    /// A day; nil where it is empty.
    func day(_ key: String) throws(Rejection) -> String? {
        guard let text = json[key]?.string else {
            throw Rejection(.invalid, "“\(key)” must be a day, written as 2026-12-01.")
        }
        if text.isEmpty { return nil }
        guard Day.isDay(text) else {
            throw Rejection(.invalid, "“\(text.prefix(20))” isn't a day. Write it as 2026-12-01.")
        }
        return text
    }
}
