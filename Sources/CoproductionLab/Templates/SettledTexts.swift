/// Texts of a template that flow on from a step: a lab gives each an id, since no two of a lab may share one.
extension JSON {
    /// These settings with an id for each text of the list `key` that has none yet.
    func settlingTexts(_ key: String, _ ids: inout IDSource) -> JSON {
        guard var members = object, let texts = members[key]?.array else { return self }
        members[key] = .array(
            texts.map { text in
                guard text.string != nil else { return text }
                return ["id": .string(ids.next()), "text": text]
            })
        return .object(members)
    }

    /// These settings with the words of each alone, as a template has them.
    func unsettlingTexts(_ key: String) -> JSON {
        guard var members = object, let texts = members[key]?.array else { return self }
        members[key] = .array(texts.map { $0["text"] ?? $0 })
        return .object(members)
    }
}
