extension Lab {
    /// Names may repeat, but whoever takes one that somebody here has already is told, and may add a letter. Where no
    /// names are shown (S60) nobody is told whose there are.
    func sharesName(_ person: Participant) -> Bool {
        guard !details.hidesNames, let name = Self.nameThatCounts(person) else { return false }
        return byName[name]?.first != person.id
    }

    /// Keeps in mind who goes by what, and says whose own place may look different for it.
    mutating func rename(_ before: Participant?, to person: Participant?) -> Set<MineKey> {
        let (old, new) = (before.flatMap(Self.nameThatCounts), person.flatMap(Self.nameThatCounts))
        guard old != new else { return [] }
        var touched: Set<MineKey> = []
        if let old, let id = before?.id {
            let left = byName[old, default: []].filter { $0 != id }
            // Whoever comes first now has the name for themself.
            if byName[old]?.first == id, let next = left.first { touched.insert(.person(next)) }
            byName[old] = left.isEmpty ? nil : left
        }
        if let new, let id = person?.id { byName[new, default: []].append(id) }
        return touched
    }

    /// Those whose place says, or would say, that they share a name.
    var peopleWhoShareNames: Set<MineKey> {
        Set(byName.values.flatMap { $0.dropFirst().map { MineKey.person($0) } })
    }

    /// Whoever has left needs their name no more, and the host's isn't shown.
    private static func nameThatCounts(_ person: Participant) -> String? {
        person.hasLeft || person.isHost || person.name.isEmpty ? nil : folded(person.name)
    }

    /// “Moira” and “moira ” are one name to those who call it.
    static func folded(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension Fields {
    /// A name. Marks that change the direction of writing come along unseen with what is pasted, and are left out.
    func name(_ key: String = "name") throws(Rejection) -> String {
        guard let text = json[key]?.string else { throw Rejection(.invalid, "“\(key)” must be a text.") }
        var kept = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: break
            default: kept.unicodeScalars.append(scalar)
            }
        }
        return try WrittenText.check(kept, field: key, atMost: Joining.nameLimit)
    }
}
