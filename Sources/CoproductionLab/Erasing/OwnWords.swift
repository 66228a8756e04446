/// What somebody is called and what they wrote, to find it in what others have of it.
struct OwnWords: Sendable {
    /// What stands where something was taken out of others' words.
    static let gap = "[…]"
    /// Of so many bytes a text is long enough not to be said twice by chance.
    private static let longEnough = 4
    private static let unmistakable = 12

    var names: Set<String> = []
    /// Texts as they were written, and of shared texts what was put in.
    private var wholes: Set<String> = []
    private var pieces: Set<String> = []

    mutating func add(_ text: String) {
        wholes.insert(text)
        pieces.insert(text)
    }

    /// A text that several write in: of the words that were there before nothing is theirs.
    mutating func add(edited text: String, from was: String) {
        guard !text.isEmpty else { return }
        wholes.insert(text)
        let old = Array(was)
        var new = Array(text)[...]
        var start = 0
        while start < old.count, let first = new.first, first == old[start] {
            new.removeFirst()
            start += 1
        }
        var end = old.count
        while end > start, let last = new.last, last == old[end - 1] {
            new.removeLast()
            end -= 1
        }
        let piece = String(new).trimmingSpaces
        if !piece.isEmpty { pieces.insert(piece) }
    }

    // MARK: - In what was made of theirs

    /// What is left of a row of others about something that may hold their words: what it was before goes; nil where what
    /// it became holds them, too. Of a text that several write in their words alone go.
    func cut(from what: JSON, of kind: String) -> JSON? {
        let isShared = kind == "sectionWritten"
        guard case .object(var members) = what else { return what }
        for key in ["was", "original", "wasOriginal"] {
            guard let earlier = members[key] else { continue }
            let event = Event(kind, by: nil, [key: earlier])
            if event.texts.contains(where: holds) {
                members[key] = nil
            }
        }
        var isLost = false
        let left = JSON.object(members).mappingTexts(of: kind) { text in
            guard holds(text) else { return text }
            guard isShared, !wholes.contains(text) else {
                isLost = true
                return text
            }
            var rest = text
            for piece in pieces.sorted(by: { $0.count > $1.count }) where piece.utf8.count >= Self.longEnough
            {
                rest = rest.replacingWords(piece, with: "")
            }
            rest = rest.trimmingSpaces
            isLost = isLost || rest.isEmpty || holds(rest)
            return rest
        }
        return isLost ? nil : left
    }

    private func holds(_ text: String) -> Bool {
        wholes.contains(text) || pieces.contains(text)
            || wholes.contains { $0.utf8.count >= Self.longEnough && text.holdsWords($0) }
            || pieces.contains { $0.utf8.count >= Self.longEnough && text.holdsWords($0) }
    }

    // MARK: - In others' words

    func isMentioned(in what: JSON, of kind: String, copies: Bool) -> Bool {
        var found = false
        _ = what.mappingTexts(of: kind) { text in
            found = found || terms(copies).contains { text.holdsWords($0) }
            return text
        }
        return found
    }

    func withoutMentions(_ what: JSON, of kind: String, copies: Bool) -> JSON {
        what.mappingTexts(of: kind) { text in
            terms(copies).reduce(text) { $0.replacingWords($1, with: Self.gap) }
        }
    }

    func withoutNames(_ what: JSON, of kind: String) -> JSON {
        withoutMentions(what, of: kind, copies: false)
    }

    private func terms(_ copies: Bool) -> [String] {
        let named = names.filter { $0.utf8.count >= 2 }
        guard copies else { return Array(named) }
        return (named.union(wholes.union(pieces).filter { $0.utf8.count >= Self.unmistakable }))
            .sorted { $0.utf8.count > $1.utf8.count }
    }
}

extension String {
    var trimmingSpaces: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// Whether those words stand in it as such, not as a part of longer ones.
    func holdsWords(_ words: String) -> Bool { rangeOfWords(words, from: startIndex) != nil }

    func replacingWords(_ words: String, with other: String) -> String {
        var result = ""
        var start = startIndex
        while let range = rangeOfWords(words, from: start) {
            result += self[start..<range.lowerBound] + other
            start = range.upperBound
        }
        return start == startIndex ? self : result + self[start...]
    }

    private func rangeOfWords(_ words: String, from start: Index) -> Range<Index>? {
        let sought = words.utf8
        guard let first = sought.first else { return nil }
        var index = start
        let end = utf8.endIndex
        while let found = utf8[index..<end].firstIndex(of: first) {
            var (here, there) = (found, sought.startIndex)
            while there != sought.endIndex, here != end, utf8[here] == sought[there] {
                here = utf8.index(after: here)
                there = sought.index(after: there)
            }
            if there == sought.endIndex, isBoundary(before: found, words.first),
                isBoundary(after: here, words.last)
            {
                return found..<here
            }
            index = utf8.index(after: found)
        }
        return nil
    }

    private func isBoundary(before index: Index, _ edge: Character?) -> Bool {
        guard edge?.isWordPart == true, index > startIndex else { return true }
        return !self[self.index(before: index)].isWordPart
    }

    private func isBoundary(after index: Index, _ edge: Character?) -> Bool {
        guard edge?.isWordPart == true, index < endIndex else { return true }
        return !self[index].isWordPart
    }
}

extension Character {
    fileprivate var isWordPart: Bool { isLetter || isNumber }
}
