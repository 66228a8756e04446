extension Form {
    package func frame(for audience: Audience, in scene: Scene) -> [String: JSON] {
        var members: [String: JSON] = [
            "kindOfForm": .string(purpose.rawValue), "signOff": .string(signOff.rawValue),
            "votable": .bool(canBeWeighed), "version": .int(version),
        ]
        guard signOff != .none else { return members }
        var signed: [String: JSON] = ["n": .int(signatureCount)]
        signed.flag("complete", isSignedByAll(scene))
        // Figures by side don't move signature by signature.
        if scene.activity.state == .closed || scene.activity.state == .revealed,
            scene.activity.reveal != .never, let sides = signedBySide(threshold: scene.lab.smallNumbers)
        {
            signed["bySide"] = sides
        }
        members["signed"] = .object(signed)
        return members
    }

    /// Of `sides`: both have signed. Of `everyone`: as many as are to be heard.
    package func isSignedByAll(_ scene: Scene) -> Bool {
        let count = signatureCount
        return switch signOff {
        case .none: false
        case .everyone: count > 0 && count >= scene.lab.room.joined
        case .sides:
            Side.allCases.allSatisfy { side in signed.contains { $0.key.side == side && $0.value > 0 } }
        }
    }

    package func signedBySide(threshold: Int) -> JSON? {
        let sides: [Side?] = Side.allCases + [nil]
        let groups = sides.map { side in
            signed.reduce(0) { $0 + ($1.key.side == side ? max(0, $1.value) : 0) }
        }
        let small = SmallNumbers(groups: groups, threshold: threshold)
        var members: [String: JSON] = [:]
        for (index, side) in sides.enumerated() where small.shows(index) {
            if let side { members[side.rawValue] = .int(groups[index]) }
        }
        return members.isEmpty ? nil : .object(members)
    }

    package func ids(in collection: String, _ scene: Scene) -> [ID] {
        switch collection {
        case "sections": sections.map { Self.id(of: $0, in: scene.activity.id) }
        case "quotes": Array(quotes.keys)
        default: version == 0 ? [] : (max(1, version - Self.shownChanges + 1)...version).map(String.init)
        }
    }

    package func entry(_ id: ID, in collection: String, for audience: Audience, in scene: Scene) -> JSON? {
        switch collection {
        case "sections": section(id, in: scene.activity.id).map { .object(entry(of: $0, id, scene)) }
        case "quotes": quoteEntry(id, scene)
        default: Int(id).flatMap { versionEntry($0, scene) }
        }
    }

    /// What is asked for is there from the beginning, and whether something stands there; what it says is an answer.
    private func entry(of section: FormSection, _ id: ID, _ scene: Scene) -> [String: JSON] {
        var members = section.members
        guard section.answer != .quotes else { return members }
        let written = texts[id] ?? Written()
        members["version"] = .int(written.version)
        members.flag("written", !written.text.isEmpty)
        if scene.activity.showsAnswers, !written.text.isEmpty {
            members["text"] = .string(written.words)
            if section.answer == .choice { members["value"] = .string(written.text) }
        }
        return members
    }

    private func quoteEntry(_ id: ID, _ scene: Scene) -> JSON? {
        guard scene.activity.showsAnswers, let quote = standing(id, in: scene), !quote.isRemoved else {
            return nil
        }
        var members: [String: JSON] = [
            "section": .string(quote.section), "text": .string(quote.text), "order": .string(quote.order),
            "version": .int(quote.version),
        ]
        // S56: an edit keeps the original beside it.
        if quote.text != quote.original { members["original"] = .string(quote.original) }
        members.flag("approved", quote.isApproved)
        if let source = scene.input(id).flatMap({ scene.lab.activities[$0.source] }),
            source.visibility.showsRole, let quotation = source.content.quotation(of: id)
        {
            members["role"] = .string(quotation.role.rawValue)
        }
        return .object(members)
    }

    private func versionEntry(_ number: Int, _ scene: Scene) -> JSON? {
        guard scene.activity.showsAnswers, number > version - Self.shownChanges, let change = changes[number]
        else { return nil }
        var members: [String: JSON] = [
            "number": .int(number), "section": .string(change.section),
            "order": .string(Order.appended(number)),
        ]
        // A quote's words go with their author's consent, from the history too.
        if section(change.section, in: scene.activity.id)?.answer != .quotes {
            members["text"] = .string(
                section(change.section, in: scene.activity.id)?.words(change.text) ?? "")
        }
        if change.voided > 0 { members["voided"] = .int(change.voided) }
        return .object(members)
    }

    package func mine(_ author: Author, in scene: Scene) -> [String: JSON] {
        var members: [String: JSON] = [:]
        var own: [String: JSON] = [:]
        for (id, written) in texts where written.writers.last == author {
            own[id] = ["text": .string(written.text), "version": .int(written.version)]
        }
        if !own.isEmpty { members["sections"] = .object(own) }
        // The version that was signed: where the form's is another, the signature stands no more.
        if let signature = signatures[author] { members["signed"] = .int(signature.version) }
        return members
    }
}
