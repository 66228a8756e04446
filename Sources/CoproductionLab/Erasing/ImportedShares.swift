/// The parts of a lab that was taken in which hold the words of several: what is written together, and ideas that were made
/// one.
struct ImportedShares: Sendable {
    /// The text of each part of a form as the last change left it, which the next one began from.
    private var texts: [String: (number: Int, text: String)] = [:]

    /// Whether it is something that several write in, the last of its persons being whoever wrote last.
    static func isWritten(_ event: Event) -> Bool { ["section", "change"].contains(event["is"]?.string) }

    /// What a change that was taken in made of a text; nil for all else. The whole as it stands now says the same as its
    /// last change.
    mutating func edit(_ event: Event) -> (text: String, was: String)? {
        guard event.kind == "pieceImported", event["is"] == "change", let number = event["number"]?.int,
            let section = event["section"]?.string, let text = event["text"]?.string
        else { return nil }
        let key = "\(event.activity ?? "") \(section)"
        let before = texts[key]
        // The same row may be looked at twice.
        if let before, before.number >= number { return nil }
        texts[key] = (number, text)
        return (text, before?.text ?? "")
    }

    /// An idea as it was before others were merged into it.
    static func unmerged(_ what: JSON) -> JSON {
        guard case .object(var members) = what, let was = what["merges"]?.array?.first?["was"]?.object else {
            return what
        }
        for key in ["text", "cos", "when", "for", "group"] { members[key] = was[key] }
        (members["merges"], members["merged"]) = (nil, nil)
        return .object(members)
    }
}

extension JSON {
    func withoutMember(_ key: String) -> JSON {
        guard case .object(var members) = self else { return self }
        members[key] = nil
        return .object(members)
    }
}
