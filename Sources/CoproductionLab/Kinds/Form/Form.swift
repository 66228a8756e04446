import HashTreeCollections

/// `form`: people fill its parts together, and may sign it. A signature stands for the words that were read: any edit
/// voids them all (S32).
package struct Form: ActivityContent {
    package static let kind = "form"
    package static let collections = ["sections", "quotes", "versions"]
    package static let flaggable: Set<String> = ["sections", "quotes"]
    package static let inputCollection: String? = "quotes"
    package static let commands: [String: CommandRule] = [
        "writeSection": .contribution(lateText: "text"),
        "signForm": .contribution(),
        "unsignForm": .anytime,
        "addQuote": .whileOpen,
        "editQuote": .contribution(lateText: "text"),
        "removeQuote": .whileOpen,
        "approveQuote": .anytime,
    ]
    package static let undoneAnytime: Set<String> = ["quoteApproved"]
    package static let namedAtSource: Set<String> = ["quoteApproved"]

    package enum SignOff: String, Sendable, CaseIterable { case none, everyone, sides }
    /// For words alone; but a disagreement can't be voted on (S17), and a consent says whether and how long case studies may be
    /// shown elsewhere (S40).
    package enum Purpose: String, Sendable, CaseIterable {
        case form, charter, disagreement, testCard, businessCase, contribution, transfer, governance,
            caseStudy, consent
    }

    package let sections: [FormSection]
    package let signOff: SignOff
    package let purpose: Purpose
    package let canBeWeighed: Bool

    struct Written: Sendable {
        var text = ""
        /// The same in words: of a choice its title.
        var words = ""
        var version = 0
        /// All whose words may be in it; the last is who wrote it last.
        var writers: [Author] = []
    }
    /// One edit, as the history keeps it.
    package struct Change: Sendable {
        package let section: ID
        package let text: String
        /// How many signatures it voided.
        package let voided: Int
        /// Whose words may be in it.
        let writers: [Author]
    }
    struct Signature: Sendable {
        var version: Int
        let role: Role
    }

    /// By the ids of sections in the view, which are unique in the lab.
    var texts = TreeDictionary<ID, Written>()
    /// Counts the edits of all parts.
    package internal(set) var version = 0
    var changes = TreeDictionary<Int, Change>()
    var quotes = TreeDictionary<ID, FormQuote>()
    var signatures = TreeDictionary<Author, Signature>()
    /// Of those that stand, by role.
    var signed: [Role: Int] = [:]
    /// Standing edits by section and author, so that what an undo takes back was counted.
    var edits = TreeDictionary<String, Int>()

    package var hasOutputs: Bool { canBeWeighed }
    package var lackingEasyWords: [TemplateProblem] {
        sections.enumerated().flatMap { index, section in
            TemplateProblem.lackingEasyWords(
                title: section.title, section.easyTitle, hint: section.hint, section.easyHint
            ).map { TemplateProblem($0.message, at: ["sections", String(index)] + $0.path) }
        }
    }

    package init(settings: Settings) throws(TemplateProblem) {
        try settings.allow("sections", "signOff", "kindOfForm", "votable")
        signOff = try settings.choice("signOff", SignOff.self, default: .none)
        purpose = try settings.choice("kindOfForm", Purpose.self, default: .form)
        let isDisagreement = purpose == .disagreement
        canBeWeighed = try settings.flag("votable", default: !isDisagreement)
        guard !(isDisagreement && canBeWeighed) else {
            throw TemplateProblem("a disagreement can't be voted on. Leave this out.", at: ["votable"])
        }
        guard let given = settings.json["sections"]?.array, (1...30).contains(given.count) else {
            throw TemplateProblem("needs a list of one to thirty sections.", at: ["sections"])
        }
        var sections: [FormSection] = []
        for (index, entry) in given.enumerated() {
            do throws(TemplateProblem) {
                let section = try FormSection(Settings(entry), order: Order.appended(index))
                guard !sections.contains(where: { $0.key == section.key }) else {
                    throw TemplateProblem("“\(section.key)” is the id of an earlier section.", at: ["id"])
                }
                sections.append(section)
            } catch {
                throw TemplateProblem(error.message, at: ["sections", String(index)] + error.path)
            }
        }
        self.sections = sections
    }

    /// The id of a section in views, commands and events: unique in the lab, since two forms may have a part of the same
    /// name and flow into the same activity.
    package static func id(of section: FormSection, in activity: ID) -> ID { activity + section.key }

    func section(_ id: ID, in activity: ID) -> FormSection? {
        sections.first { Self.id(of: $0, in: activity) == id }
    }

    /// What stands in a section, in words.
    package func words(of section: FormSection, in activity: ID) -> String {
        section.words(texts[Self.id(of: section, in: activity)]?.text ?? "")
    }

    /// The edits in their order.
    package var history: [(number: Int, change: Change)] {
        changes.map { (number: $0.key, change: $0.value) }.sorted { $0.number < $1.number }
    }

    package var signatureCount: Int { signed.values.reduce(0, +) }

    func hasSigned(_ author: Author) -> Bool { signatures[author]?.version == version }

    /// A quote with the words it was taken from, as long as their author lets them be quoted and they are there.
    package func standing(_ id: ID, in scene: Scene) -> FormQuote? {
        guard let quote = quotes[id], let item = scene.input(id),
            scene.lab.activities[item.source]?.content.quotation(of: id) != nil
        else { return nil }
        return quote
    }

    package func standingQuotes(in section: ID, _ scene: Scene) -> [FormQuote] {
        quotes.values.filter { $0.section == section && !$0.isRemoved && standing($0.id, in: scene) != nil }
            .sorted { $0.order < $1.order }
    }

    func isFilled(_ section: FormSection, _ scene: Scene) -> Bool {
        let id = Self.id(of: section, in: scene.activity.id)
        return section.answer == .quotes
            ? !standingQuotes(in: id, scene).isEmpty : texts[id]?.text.isEmpty == false
    }

    // MARK: - Evolve

    package mutating func evolve(_ event: Event, in activity: Surroundings) -> Consequence {
        switch event.kind {
        case "sectionWritten": return write(event, in: activity.id)
        case "formSigned", "formUnsigned": return sign(event)
        case "quoteAdded", "quoteEdited", "quoteRemoved", "quoteReturned", "quoteApproved":
            return evolveQuote(event)
        default: return Consequence()
        }
    }

    private mutating func write(_ event: Event, in form: ID) -> Consequence {
        guard let id = event.item, let section = section(id, in: form),
            section.answer != .quotes, let text = event["to"]?.string
        else { return Consequence() }
        let author = event.actor ?? ""
        var written = texts[id] ?? Written()
        var consequence = Consequence()
        consequence.mine = written.writers.last.map { [$0, author] } ?? [author]
        written.text = text
        written.words = section.words(text)
        written.version += 1
        written.writers.removeAll { $0 == author }
        written.writers = text.isEmpty ? [] : written.writers + [author]
        texts[id] = written
        consequence.join(edited(id, text, by: written.writers))
        consequence.outputs = [id]
        let isOut = event["takenOut"]?.bool == true
        let step = isOut ? Int.min / 2 : event["takenBack"]?.bool == true ? -1 : 1
        consequence.contributions = count(id, by: author, event, step)
        return consequence
    }

    /// Counts whoever wrote in a part as heard, once a part.
    private mutating func count(
        _ id: ID, by author: Author, _ event: Event, _ step: Int
    ) -> [(author: Author, role: Role, change: Int)] {
        let key = id + " " + author
        let before = edits[key] ?? 0
        let after = max(0, before + step)
        edits[key] = after == 0 ? nil : after
        guard (before == 0) != (after == 0) else { return [] }
        return [(author, event.role, after == 0 ? -1 : 1)]
    }

    static let shownChanges = 10

    /// The form as a whole has changed: a new version, which nobody has signed.
    mutating func edited(_ section: ID, _ text: String, by writers: [Author] = []) -> Consequence {
        version += 1
        changes[version] = Change(section: section, text: text, voided: signatureCount, writers: writers)
        signed = [:]
        var consequence = Consequence()
        consequence.frame = true
        consequence.entries = [
            ("sections", section), ("versions", String(version)),
            ("versions", String(version - Self.shownChanges)),
        ]
        return consequence
    }

    private mutating func sign(_ event: Event) -> Consequence {
        var consequence = Consequence()
        let author = event.actor ?? ""
        let earlier = signatures[author]
        consequence.frame = true
        consequence.mine = [author]
        if event.kind == "formSigned" {
            guard !hasSigned(author) else { return Consequence() }
            let role = earlier?.role ?? event.role
            signatures[author] = Signature(version: version, role: role)
            signed[role, default: 0] += 1
            if earlier == nil { consequence.contributions = [(author, role, 1)] }
        } else {
            guard let earlier else { return Consequence() }
            if hasSigned(author) { signed[earlier.role, default: 0] -= 1 }
            signatures[author] = nil
            consequence.contributions = [(author, earlier.role, -1)]
        }
        return consequence
    }

    private mutating func evolveQuote(_ event: Event) -> Consequence {
        guard let id = event.item else { return Consequence() }
        var consequence = Consequence()
        consequence.entries = [("quotes", id)]
        let earlier = quotes[id]
        guard var quote = FormQuote(added: event, order: quotes.count) ?? earlier else { return consequence }
        quote.version = earlier?.version ?? 0
        switch event.kind {
        case "quoteAdded", "quoteReturned": quote.isRemoved = false
        case "quoteRemoved": quote.isRemoved = true
        case "quoteApproved":
            guard let approved = event["on"]?.bool else { return consequence }
            quote.isApproved = approved
            quotes[id] = quote
            return consequence
        default:
            guard let text = event["to"]?.string else { return consequence }
            quote.text = text
            // What was agreed to were other words.
            quote.isApproved = false
        }
        quote.version += 1
        quotes[id] = quote
        consequence.join(edited(quote.section, quote.isRemoved ? "" : quote.text))
        let step = event["takenBack"]?.bool == true ? -1 : event.kind == "quoteRemoved" ? 0 : 1
        if step != 0 { consequence.contributions = count(quote.section, by: event.actor ?? "", event, step) }
        return consequence
    }

    // MARK: - What flows on

    package func outputs(in scene: Scene) -> [Item] {
        guard canBeWeighed, scene.activity.showsAnswers else { return [] }
        return sections.compactMap { output(Self.id(of: $0, in: scene.activity.id), in: scene) }
    }

    package func output(_ id: ID, in scene: Scene) -> Item? {
        guard canBeWeighed, scene.activity.showsAnswers, texts[id]?.text.isEmpty == false,
            let section = section(id, in: scene.activity.id)
        else { return nil }
        return Item(id: id, source: scene.activity.id, order: section.order)
    }

    package func text(of item: ID) -> String? {
        texts[item].flatMap { $0.text.isEmpty ? nil : $0.words }
    }

    package func builds(on item: ID) -> Bool { quotes[item].map { !$0.isRemoved } ?? false }
}

/// Somebody's own words in a form (S56): `original` is what they said, `text` what stands here.
package struct FormQuote: Sendable, Equatable {
    package let id: ID
    package let section: ID
    package let original: String
    package let order: String
    package var text: String
    package var version = 0
    /// Their author has read how they stand here, and agrees.
    package var isApproved = false
    var isRemoved = false

    init(id: ID, section: ID, original: String, order: String) {
        self.id = id
        self.section = section
        self.original = original
        self.order = order
        text = original
    }

    init?(added event: Event, order index: Int) {
        guard event.kind == "quoteAdded", let id = event.item, let text = event["text"]?.string,
            let section = event["section"]?.string
        else { return nil }
        self.id = id
        self.section = section
        original = text
        order = Order.appended(index)
        self.text = text
    }
}
