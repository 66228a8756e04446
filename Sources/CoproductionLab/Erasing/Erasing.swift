/// What goes from a lab's journal when somebody is erased, row by row in order: nothing is left that names them, and of
/// what they gave all or nothing, as they choose.
///
/// Rows are never changed; parts of them are destroyed. Where a row holds others' things as well, what is left of it is
/// said again by the event that erases (`who` and `what` of ``erasure``), and whoever reads the journal takes that in its
/// place. So the same rows always fold to the same lab, before and after a restart.
package struct Erasing: Sendable {
    /// What becomes of what they gave.
    package enum Contributions: String, Sendable, CaseIterable {
        /// It stays, and says nobody's name.
        case stay
        /// It goes with them.
        case go
    }

    /// The parts of a row that go, and what is left of them.
    package struct Cut: Sendable, Equatable {
        package let who: Bool
        package let what: Bool
        /// The persons that the row still concerns.
        package let persons: [Author]?
        package let left: JSON?
    }

    package let person: ID
    package let contributions: Contributions
    /// Stands for them where what they gave stays, in this erasure alone.
    package let alias: Author
    /// Whether their name, and words that were copied from theirs, go from others' texts too.
    let takesMentions: Bool
    private let author: @Sendable (_ activity: ID) -> Author?

    package private(set) var cuts: [Int: Cut] = [:]
    /// How many contributions of theirs are in ``cuts``, by name or not.
    package private(set) var given = 0
    /// Revisions of others' rows that name them, or repeat their words, and aren't touched.
    package private(set) var mentions: [Int] = []

    /// The names behind which they stand in anonymous activities, as far as these can be told.
    package private(set) var pseudonyms: Set<Author> = []
    /// What they were called, and what others are called, folded.
    private var called: Set<String> = []
    private var othersCalled: Set<String> = []
    /// What they made, with the activity it is in.
    private var own: [ID: ID] = [:]
    /// Others' things into which something of theirs may have gone.
    private var mixed: Set<ID> = []
    private var imported = ImportedShares()
    var words = OwnWords()

    /// - Parameters:
    ///   - revision: that of the event which will say so.
    ///   - author: the name behind which they stand in an anonymous activity; nil where it can't be told.
    package init(
        _ person: ID, contributions: Contributions, at revision: Int, takingMentions: Bool = false,
        author: @escaping @Sendable (_ activity: ID) -> Author?
    ) {
        self.person = person
        self.contributions = contributions
        alias = Self.alias(erasedAt: revision)
        takesMentions = takingMentions
        self.author = author
    }

    package static func alias(erasedAt revision: Int) -> Author { "erased.\(revision)" }

    /// Takes the next row in, and gives back what is left of it.
    package mutating func take(_ event: Event, at revision: Int) -> Event {
        guard event.what != nil, event.kind != "erased" else { return event }
        learn(event)
        var left = event
        left.what = whatIsLeft(of: event, at: revision)
        left.persons = left.what == nil ? nil : personsLeft(of: event)
        guard left != event else { return event }
        cuts[revision] = Cut(
            who: left.persons != event.persons, what: left.what != event.what,
            persons: left.persons, left: left.what)
        return left
    }

    /// What the event that erases says: what is left of rows that aren't theirs alone.
    package func restatement() -> (who: [String: JSON], what: [String: JSON]) {
        var who: [String: JSON] = [:]
        var what: [String: JSON] = [:]
        for (revision, cut) in cuts {
            if cut.who, cut.left != nil, let persons = cut.persons {
                who[String(revision)] = .array(persons.map { .string($0) })
            }
            if cut.what { what[String(revision)] = cut.left }
        }
        return (who, what)
    }

    // MARK: - Whose it is

    private func isTheirs(_ author: Author) -> Bool { author == person || pseudonyms.contains(author) }

    /// Looks at a row before the first is taken. The parts of a lab that was taken in don't stand in the order in which
    /// they came to be, so what is theirs among them is learnt from all of them.
    package mutating func foresee(_ event: Event) {
        guard event.what != nil, event.kind == "pieceImported" || Self.ofPeople.contains(event.kind) else {
            return
        }
        learn(event)
    }

    /// Who they are, what they made and what they wrote, before the row is judged.
    private mutating func learn(_ event: Event) {
        if event.kind == "activityAdded", let id = event.activity,
            event["visibility"]?.string.flatMap(Activity.Visibility.init)?.isAnonymous ?? true,
            let name = author(id)
        {
            pseudonyms.insert(name)
        }
        if Self.ofPeople.contains(event.kind), let name = event["name"]?.string {
            if event.item == person {
                called.insert(Lab.folded(name))
                words.names.insert(name)
            } else {
                othersCalled.insert(Lab.folded(name))
            }
            if event.item == person, let was = event["was"]?["name"]?.string { words.names.insert(was) }
        }
        if event.kind == "pieceImported" {
            learnPiece(event)
            return
        }
        guard let actor = event.actor, isTheirs(actor), !isFacilitating(event) else {
            // What takes in something of theirs may hold their words from here on.
            let items = Set(event.items)
            if items.contains(where: { own[$0] != nil || mixed.contains($0) }) {
                mixed.formUnion(items.filter { own[$0] == nil })
                // The parts of what they said are theirs, too.
                if event.kind == "ideaSplit" || event.kind == "ideaSplitAgain",
                    let whole = event.item, let place = own[whole]
                {
                    for part in event.items.dropFirst() {
                        own[part] = place
                        mixed.remove(part)
                    }
                    for text in event["texts"]?.strings ?? [] { words.add(text) }
                }
            }
            return
        }
        if event.kind == "sectionWritten" {
            mixed.formUnion(event.items)
            words.add(edited: event["to"]?.string ?? "", from: event["was"]?.string ?? "")
        } else {
            if let place = event.activity, Self.making.contains(event.kind) {
                for item in event.items where own[item] == nil { own[item] = place }
            }
            let texts = event.texts
            if !texts.isEmpty { mixed.formUnion(event.items.filter { own[$0] == nil }) }
            if Self.wording.contains(event.kind), let item = event.item, own[item] == nil {
                // Somebody else's, which they changed.
                words.add(edited: event["to"]?.string ?? "", from: event["was"]?.string ?? "")
            } else {
                for text in texts { words.add(text) }
            }
            if event.kind != "lateOffered" {
                for holder in [event.what, event["to"], event["was"]] {
                    if let name = holder?["name"]?.string { words.names.insert(name) }
                }
            }
        }
    }

    private mutating func learnPiece(_ event: Event) {
        let persons = event.persons ?? []
        let edit = imported.edit(event)
        guard persons.contains(where: isTheirs) else { return }
        if let edit {
            mixed.formUnion(event.items)
            if persons.last.map(isTheirs) == true { words.add(edited: edit.text, from: edit.was) }
        } else if isTheirs(persons[0]), !isShared(event) {
            if let place = event.activity, KeptLabCheck.makers.contains(event["is"]?.string ?? "") {
                for item in event.items { own[item] = place }
            }
            // What a panel answered isn't theirs.
            for text in Event(event.kind, by: nil, event.what?.withoutMember("answer")).texts {
                words.add(text)
            }
            if let name = event["name"]?.string { words.names.insert(name) }
        } else {
            mixed.formUnion(event.items)
        }
    }

    /// What somebody did as a facilitator is the lab's course: it stays, without their name.
    private func isFacilitating(_ event: Event) -> Bool {
        if event["byHand"] == true || event["fromDesk"] == true { return true }
        if Self.facilitating.contains(event.kind) { return true }
        // What they said of somebody else, such as adding them on paper.
        return Self.ofPeople.contains(event.kind) && event.item != person
    }

    // MARK: - What is left

    private mutating func whatIsLeft(of event: Event, at revision: Int) -> JSON? {
        guard let what = event.what else { return nil }
        if Self.ofPeople.contains(event.kind), event.item == person { return nil }
        // Two who were matched; one of them isn't there any more.
        if event.kind == "matchSuggested" || event.kind == "matchWithdrawn",
            event.persons?.dropFirst().contains(where: isTheirs) == true
        {
            return nil
        }
        if isShared(event), contributions == .go {
            return sharedPiece(what.withoutID(person, for: alias), event)
        }
        let isOwn = event.actor.map(isTheirs) == true
        if isOwn, !isFacilitating(event) {
            if event.kind != "heardImported" { given += 1 }
            guard contributions == .stay, !isTheirsAlone(event) else { return nil }
            let left = what.withoutID(person, for: alias)
            return words.withoutNames(
                event.kind == "lateOffered" ? left : left.withoutNameMembers(), of: event.kind)
        }
        var left = what.withoutID(person, for: alias)
        if contributions == .go {
            guard let rest = withoutTheirWords(left, of: event) else { return nil }
            left = rest
        }
        left = withoutNamingThem(left)
        if isOwn { return words.withoutNames(left, of: event.kind) }
        guard words.isMentioned(in: left, of: event.kind, copies: contributions == .go) else { return left }
        guard takesMentions else {
            mentions.append(revision)
            return left
        }
        return words.withoutMentions(left, of: event.kind, copies: contributions == .go)
    }

    private func isTheirsAlone(_ event: Event) -> Bool {
        switch event.kind {
        case "consentSet": !event.items.isEmpty
        case "pieceImported": ["choice", "listing"].contains(event["is"]?.string ?? "")
        default: Self.theirsAlone.contains(event.kind)
        }
    }

    /// Whether a part that was taken in holds their words beside those of others.
    private func isShared(_ event: Event) -> Bool {
        guard event.kind == "pieceImported", let persons = event.persons, persons.contains(where: isTheirs),
            !persons.allSatisfy(isTheirs)
        else { return false }
        return ImportedShares.isWritten(event) || !isTheirs(persons[0])
    }

    private mutating func sharedPiece(_ what: JSON, _ event: Event) -> JSON? {
        given += 1
        guard !ImportedShares.isWritten(event) else {
            return words.cut(from: withoutNamingThem(what), of: "sectionWritten")
        }
        return words.cut(from: ImportedShares.unmerged(what), of: event.kind)
    }

    /// Others' rows about what they made, or with their words in it. Nil where nothing is left to say.
    private func withoutTheirWords(_ what: JSON, of event: Event) -> JSON? {
        if let item = event.item, let place = own[item],
            place == event.activity || event.kind.hasPrefix("quote")
        {
            return event.texts.isEmpty ? what : nil
        }
        // Ideas that were made one with others again and again: what is left isn't one any more.
        if event.kind == "ideasMerged", event.items.dropFirst().allSatisfy({ own[$0] != nil }) { return nil }
        let what = event.kind == "pieceImported" ? standingAgain(what) : what
        guard event.items.contains(where: { own[$0] != nil || mixed.contains($0) }) else { return what }
        return words.cut(from: what, of: event.kind)
    }

    /// An idea that was merged into one that is gone, or that is as it was before, is one by itself.
    private func standingAgain(_ what: JSON) -> JSON {
        guard what["absence"] == "merged", let into = what["into"]?.string,
            own[into] != nil || mixed.contains(into)
        else { return what }
        return what.withoutMember("absence").withoutMember("into")
    }

    /// Somebody else's pledge that names them as its coach, where nobody else is called so.
    private func withoutNamingThem(_ what: JSON) -> JSON {
        guard case .object(var members) = what else { return what }
        for (key, value) in members {
            if key == "coach", let name = value.string.map(Lab.folded), called.contains(name),
                !othersCalled.contains(name)
            {
                members[key] = nil
            } else if key == "to" || key == "was" || key == "body" {
                members[key] = withoutNamingThem(value)
            }
        }
        return .object(members)
    }

    private func personsLeft(of event: Event) -> [Author]? {
        guard let persons = event.persons else { return nil }
        // A pseudonym whose key goes with them says no more than an alias, and joins less.
        func hides(_ author: Author) -> Bool {
            author == person || (contributions == .go && pseudonyms.contains(author))
        }
        guard persons.contains(where: hides) else { return persons }
        let keepsPlace = contributions == .stay || hides(persons[0])
        var left: [Author] = []
        for author in persons {
            guard hides(author) else {
                left.append(author)
                continue
            }
            if keepsPlace, !left.contains(alias) { left.append(alias) }
        }
        return left
    }
}
