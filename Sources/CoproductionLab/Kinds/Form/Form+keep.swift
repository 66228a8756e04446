extension Form {
    /// What stands, how it came to stand there, the quotes that may be shown, and who signed what stands now.
    package func kept(_ share: KeptShare, in scene: Scene) -> [KeptPiece] {
        guard share != .hidden else { return [] }
        var pieces = version > 0 ? [KeptPiece("version", ["number": .int(version)])] : []
        for (id, written) in texts {
            var what: [String: JSON] = ["text": .string(written.text)]
            what.setVersion(written.version)
            pieces.append(
                KeptPiece("section", group: 1, items: [id], persons: share.persons(written.writers), what))
        }
        for (number, change) in changes {
            var what: [String: JSON] = ["number": .int(number), "section": .string(change.section)]
            // Quotes go with their author's consent, so their history holds none.
            if section(change.section, in: scene.activity.id)?.answer != .quotes {
                what["text"] = .string(change.text)
            }
            if change.voided > 0 { what["voided"] = .int(change.voided) }
            pieces.append(
                KeptPiece(
                    "change", group: 2, persons: share.persons(change.writers), place: Order.appended(number),
                    what))
        }
        for quote in quotes.values.sorted(by: { $0.order < $1.order }) {
            guard !quote.isRemoved, standing(quote.id, in: scene) != nil else { continue }
            var what: [String: JSON] = [
                "section": .string(quote.section), "original": .string(quote.original),
                "text": .string(quote.text),
            ]
            what.setVersion(quote.version)
            what.flag("approved", quote.isApproved)
            pieces.append(
                KeptPiece(
                    "quote", group: 3, items: [quote.id], persons: quoted(quote.id, scene),
                    place: quote.order,
                    what))
        }
        guard share == .persons else {
            return signed.values.contains { $0 > 0 }
                ? pieces + [KeptPiece("signed", group: 4, ["byRole": .counts(signed)])] : pieces
        }
        for (author, signature) in signatures where signature.version == version {
            var what: [String: JSON] = [:]
            what.set("role", signature.role)
            pieces.append(KeptPiece("signature", group: 4, persons: [author], what))
        }
        return pieces
    }

    /// Whose words a quote has, where the step that they come from shows names.
    private func quoted(_ id: ID, _ scene: Scene) -> [ID] {
        guard let source = scene.input(id).flatMap({ scene.lab.activities[$0.source] }),
            source.keptShare(in: scene.lab) == .persons,
            let author = source.content.quotation(of: id)?.author
        else { return [] }
        return [author]
    }

    private func writers(of event: Event) -> [Author] {
        let persons = event.persons ?? []
        return persons.isEmpty ? [Event.nobody] : persons.map { $0.isEmpty ? Event.nobody : $0 }
    }

    package mutating func restore(_ piece: String, _ event: Event, in scene: Scene) {
        switch piece {
        case "version": version = event["number"]?.keptCount ?? 0
        case "section":
            guard let id = event.item, let section = section(id, in: scene.activity.id),
                let text = event["text"]?.string
            else { return }
            var written = Written()
            written.text = text
            written.words = section.words(text)
            written.version = max(1, event["version"]?.int ?? 1)
            written.writers = text.isEmpty ? [] : writers(of: event)
            texts[id] = written
        case "change":
            guard let number = event["number"]?.keptCount, let section = event["section"]?.string else {
                return
            }
            changes[number] = Change(
                section: section, text: event["text"]?.string ?? "", voided: event["voided"]?.keptCount ?? 0,
                writers: writers(of: event))
        case "quote":
            guard let id = event.item, quotes[id] == nil, let original = event["original"]?.string,
                let section = event["section"]?.string, let text = event["text"]?.string
            else { return }
            var quote = FormQuote(
                id: id, section: section, original: original, order: Order.appended(quotes.count))
            quote.text = text
            quote.version = max(1, event["version"]?.int ?? 1)
            quote.isApproved = event["approved"] == true
            quotes[id] = quote
        case "signed":
            // By whom isn't told; that they stand is.
            signed = event["byRole"]?.counts(of: Role.self) ?? [:]
        case "signature":
            let author = event.importedAuthor()
            guard signatures[author] == nil else { return }
            signatures[author] = Signature(version: version, role: event.role)
            signed[event.role, default: 0] += 1
        default: break
        }
    }
}
