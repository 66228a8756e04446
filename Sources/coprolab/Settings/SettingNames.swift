import ArgumentParser

/// What a setting is called outside the configuration file, and what somebody may have meant who misspelt one.
enum SettingNames {
    static let prefix = "COPROLAB_"

    /// `publicURL` is `COPROLAB_PUBLIC_URL`.
    static func variable(_ key: String) -> String {
        prefix + words(of: key).joined(separator: "_").uppercased()
    }

    /// `publicURL` is `public-url`.
    static func flag(_ key: String) -> String { words(of: key).joined(separator: "-").lowercased() }

    /// Refuses a variable that looks like a setting and is none: nobody would find out otherwise that it does nothing.
    static func check(_ environment: [String: String]) throws {
        let known = Dictionary(uniqueKeysWithValues: Settings.keys.map { (variable($0), $0) })
        for name in environment.keys.sorted() where name.hasPrefix(prefix) && known[name] == nil {
            throw ValidationError(
                "\(name): there is no such setting.\(meant(name, among: Array(known.keys)))")
        }
    }

    /// The name nearest to one that isn't known, as a question; empty where none is near.
    static func meant(_ name: String, among known: [String]) -> String {
        let near = known.map { ($0, distance(name.lowercased(), $0.lowercased())) }
            .min { ($0.1, $0.0) < ($1.1, $1.0) }
        guard let near, near.1 <= 3 else { return " Known are: \(known.sorted().joined(separator: ", "))." }
        return " Did you mean \(near.0)?"
    }

    private static func words(of key: String) -> [String] {
        key.reduce(into: [""]) { words, letter in
            // A capital begins a word, but for one that follows a capital: URL is one word.
            if letter.isUppercase, words[words.count - 1].last?.isUppercase == false { words.append("") }
            words[words.count - 1].append(letter)
        }
    }

    /// How many letters have to be put in, taken out, changed or swapped with the next to make one of the other.
    private static func distance(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one), Array(other))
        var rows = [Array(0...other.count)]
        for row in 1..<(one.count + 1) {
            var next = [row]
            for column in 1..<(other.count + 1) {
                let isSame = one[row - 1] == other[column - 1]
                var least = min(rows[row - 1][column] + 1, next[column - 1] + 1)
                least = min(least, rows[row - 1][column - 1] + (isSame ? 0 : 1))
                if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] {
                    least = min(least, rows[row - 2][column - 2] + 1)
                }
                next.append(least)
            }
            rows.append(next)
        }
        return rows[one.count][other.count]
    }
}
