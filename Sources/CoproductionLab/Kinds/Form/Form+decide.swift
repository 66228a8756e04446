extension Form {
    package func decide(
        _ command: Command, in scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        let body = command.body
        switch command.name {
        case "writeSection": return try write(body, scene)
        case "signForm": return try sign(body, scene)
        case "unsignForm":
            // That something may be shown elsewhere is taken back at any time (S40).
            if purpose != .consent { try scene.lab.checkOpen(scene.activity) }
            guard let signature = signatures[scene.author ?? ""] else { return [] }
            let what = scene.roles.merging(["was": .int(signature.version)]) { $1 }
            return [event("formUnsigned", [], scene, what)]
        case "addQuote": return try addQuote(body, scene)
        case "approveQuote": return try approve(body, scene, context)
        default: break
        }
        let quote = try standingQuote(try body.id("quote"), scene)
        try checkSide(try known(quote.section, scene), scene)
        switch command.name {
        case "editQuote":
            let text = try body.text("text", atMost: Idea.Words.limit)
            guard try body.whole("version", in: 1...Int.max) == quote.version else {
                throw .changedMeanwhile(
                    "This part", theirs: quote.text, version: quote.version, yours: text)
            }
            guard text != quote.text else { return [] }
            return [event("quoteEdited", [quote.id], scene, rewording(quote.text, text, scene))]
        case "removeQuote":
            return [event("quoteRemoved", [quote.id], scene, scene.roles)]
        default: throw Rejection(.unknownCommand, "“\(command.name)” isn't for this activity.")
        }
    }

    // MARK: - Writing

    private func write(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        let section = try known(try body.id("section"), scene)
        let id = Self.id(of: section, in: scene.activity.id)
        try checkSide(section, scene)
        let value = try section.value(body)
        let written = texts[id] ?? Written()
        // What is hidden until the reveal isn't overwritten unread, nor told by a clash.
        guard scene.activity.showsAnswers || written.text.isEmpty || written.writers.last == scene.author
        else {
            throw Rejection(
                .notAllowed,
                "Somebody has written this part already. It is shown at the reveal; change it together then.")
        }
        guard try body.whole("version", in: 0...Int.max) == written.version else {
            throw .changedMeanwhile(
                "This part", theirs: written.text, version: written.version, yours: value)
        }
        guard value != written.text else { return [] }
        return [event("sectionWritten", [id], scene, rewording(written.text, value, scene))]
    }

    /// By its id in the view, or by its name in the template.
    private func known(_ id: ID, _ scene: Scene) throws(Rejection) -> FormSection {
        guard let found = section(id, in: scene.activity.id) ?? sections.first(where: { $0.key == id }) else {
            throw .unknownItem
        }
        return found
    }

    /// Each side in its own words (S17, S32).
    private func checkSide(_ section: FormSection, _ scene: Scene) throws(Rejection) {
        guard let side = section.side, side != scene.role.side else { return }
        throw Rejection(
            .notAllowed,
            side == .community
                ? "People who use services, families and neighbours write this part, in their own words."
                : "Staff, managers and elected members write this part, in their own words.")
    }

    // MARK: - Signing

    private func sign(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        guard signOff != .none else {
            throw Rejection(.notAllowed, "This form isn't for signing. What you write is enough.")
        }
        guard signOff == .everyone || scene.role.side != nil else {
            throw Rejection(
                .notAllowed,
                "Only the two sides sign this. Choose your role under “Me” if you belong to one of them.")
        }
        let read = try body.whole("version", in: 0...Int.max)
        guard !hasSigned(scene.author ?? "") else { return [] }
        let empty = sections.filter { $0.isRequired && !isFilled($0, scene) }.map { "“\($0.title)”" }
        guard empty.isEmpty else {
            throw Rejection(
                .empty,
                "This can't be signed half empty. Fill in \(empty.joined(separator: ", ")) first, then sign.")
        }
        guard quotes.keys.allSatisfy({ standing($0, in: scene)?.isApproved != false }) else {
            throw Rejection(
                .notAllowed,
                "Somebody quoted here hasn't said yes yet. Ask them to, or take their words out; then sign.")
        }
        guard read == version else {
            throw Rejection(
                .notAllowed, "This was changed since you read it. Read it again, then sign what it says now.")
        }
        return [event("formSigned", [], scene, scene.roles)]
    }

    // MARK: - Quotes

    private func standingQuote(_ id: ID, _ scene: Scene) throws(Rejection) -> FormQuote {
        guard let quote = standing(id, in: scene), !quote.isRemoved else { throw .unknownItem }
        return quote
    }

    private func addQuote(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        let section = try known(try body.id("section"), scene)
        guard section.answer == .quotes else {
            throw Rejection(.notAllowed, "This part isn't for quotes. Write in it in your own words.")
        }
        try checkSide(section, scene)
        let id = try body.id("idea")
        guard let item = scene.input(id) else { throw .unknownItem }
        guard let quotation = scene.lab.activities[item.source]?.content.quotation(of: id) else {
            throw Rejection(
                .notAllowed,
                "Whoever said this hasn't agreed to be quoted. Ask them, or choose other words.")
        }
        let sectionID = Self.id(of: section, in: scene.activity.id)
        if let quote = standing(id, in: scene), !quote.isRemoved {
            guard quote.section == sectionID else {
                throw Rejection(
                    .alreadyDone, "This is quoted in another part already. Take it out there first.")
            }
            return []
        }
        var what = scene.roles
        // Taken in again, it stands as it did; whoever said something else since is quoted anew.
        if let earlier = quotes[id], earlier.original == quotation.text, earlier.section == sectionID {
            return [event("quoteReturned", [id], scene, what)]
        }
        guard quotes.values.count(where: { !$0.isRemoved }) < 50 else {
            throw Rejection(.notAllowed, "There are fifty quotes here already. Take one out first.")
        }
        what["text"] = .string(quotation.text)
        what["section"] = .string(sectionID)
        return [event("quoteAdded", [id], scene, what, concerning: quotation.author)]
    }

    /// S56: whoever is quoted agrees to how their words stand, or doesn't.
    private func approve(_ body: Fields, _ scene: Scene, _ context: Context) throws(Rejection) -> [Event] {
        let quote = try standingQuote(try body.id("quote"), scene)
        let isOn = try body.flag("on")
        guard let item = scene.input(quote.id), let source = scene.lab.activities[item.source],
            let quotation = source.content.quotation(of: quote.id), let person = scene.participant
        else { throw .unknownItem }
        let author = source.visibility.isAnonymous ? context.author(person.id, source.id) : person.id
        guard author == quotation.author else {
            throw Rejection(.notYours, "Only the person who said this can agree to the quote. Ask them to.")
        }
        try checkBegun(scene)
        guard quote.isApproved != isOn else { return [] }
        var said = scene
        said.author = author
        return [approval(of: quote, isOn, said)]
    }

    private func checkBegun(_ scene: Scene) throws(Rejection) {
        guard scene.activity.showsAnswers else {
            throw Rejection(.notOpen, "The quotes aren't shown yet. Agree to them when you can read them.")
        }
    }

    private func approval(of quote: FormQuote, _ isOn: Bool, _ scene: Scene) -> Event {
        event("quoteApproved", [quote.id], scene, ["on": .bool(isOn), "was": .bool(quote.isApproved)])
    }

    /// The parts that somebody wrote last are emptied, and their signature goes. What of theirs is quoted goes with the
    /// words it was taken from.
    package func takeOut(_ author: Author, in scene: Scene) -> [Event] {
        let parts = texts.filter { $0.value.writers.last == author && !$0.value.text.isEmpty }
        var events: [Event] = []
        if let signature = signatures[author] {
            events.append(
                event(
                    "formUnsigned", [], scene, scene.roles.merging(["was": .int(signature.version)]) { $1 }))
        }
        return events
            + parts.sorted { $0.key < $1.key }.map { id, written in
                event(
                    "sectionWritten", [id], scene,
                    rewording(written.text, "", scene).merging(["takenOut": true]) { $1 })
            }
    }

    // MARK: - Events and undo

    private func rewording(_ was: String, _ text: String, _ scene: Scene) -> [String: JSON] {
        scene.roles.merging(["was": .string(was), "to": .string(text)]) { $1 }
    }

    private func event(
        _ kind: String, _ items: [ID], _ scene: Scene, _ what: [String: JSON], concerning other: Author? = nil
    ) -> Event {
        scene.event(
            kind, items, .object(what),
            concerning: items.flatMap { texts[$0]?.writers ?? [] } + [other].compactMap { $0 })
    }

    package func compensate(_ event: Event, in scene: Scene) throws(Rejection) -> [Event] {
        guard event["takenBack"] == nil else { throw .movedOn }
        switch event.kind {
        case "formSigned":
            guard hasSigned(scene.author ?? "") else { throw .movedOn }
            return [self.event("formUnsigned", [], scene, scene.roles)]
        case "formUnsigned":
            // A signature stands for what was read: not for other words since.
            guard event["was"] == .int(version), !hasSigned(scene.author ?? "") else { throw .movedOn }
            return [self.event("formSigned", [], scene, scene.roles)]
        case "sectionWritten":
            guard let id = event.item, let was = event["was"]?.string, let to = event["to"]?.string,
                texts[id]?.text == to, texts[id]?.writers.last == event.actor || to.isEmpty
            else { throw .movedOn }
            let isBack = event["takenOut"]?.bool == true
            let what = isBack ? rewording(to, was, scene) : takenBack(to, was, scene)
            return [self.event("sectionWritten", [id], scene, what)]
        default: break
        }
        guard let quote = event.item.flatMap({ quotes[$0] }) else { throw .movedOn }
        switch event.kind {
        case "quoteAdded" where !quote.isRemoved && event["text"] == .string(quote.text),
            "quoteReturned" where !quote.isRemoved:
            let what = scene.roles.merging(["takenBack": true]) { $1 }
            return [self.event("quoteRemoved", [quote.id], scene, what)]
        case "quoteRemoved" where quote.isRemoved && standing(quote.id, in: scene) != nil:
            return [self.event("quoteReturned", [quote.id], scene, scene.roles)]
        case "quoteEdited" where !quote.isRemoved && event["to"] == .string(quote.text):
            guard let was = event["was"]?.string else { throw .movedOn }
            return [self.event("quoteEdited", [quote.id], scene, takenBack(quote.text, was, scene))]
        case "quoteApproved" where event["on"] == .bool(quote.isApproved):
            return [approval(of: quote, !quote.isApproved, scene)]
        default: throw .movedOn
        }
    }

    private func takenBack(_ text: String, _ was: String, _ scene: Scene) -> [String: JSON] {
        rewording(text, was, scene).merging(["takenBack": true]) { $1 }
    }
}
