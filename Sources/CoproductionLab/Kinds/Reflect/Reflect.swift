import HashTreeCollections

/// `reflect`: the learning log (S45). Notes are their writer's alone: they are in no view, no count, no export and no
/// report, and no facilitator can touch them. They can be written from the day the activity is opened for as long as the
/// lab can be read.
package struct Reflect: ActivityContent {
    package static let kind = "reflect"
    /// Nobody is heard by what they write for themself, so there is no “n of m heard” and nothing to pass.
    package static let takesAnswers = false
    package static let isPrivate = true
    package static let results = ["noteWritten": "note"]
    package static let commands: [String: CommandRule] = ["writeNote": .anytime, "removeNote": .anytime]
    package static let undoneAnytime: Set<String> = ["noteWritten", "noteEdited", "noteRemoved"]

    private let questions: [String]

    private struct Note: Sendable {
        let author: Author
        let order: String
        let question: Int?
        var text: String
        var version = 1
        var isRemoved = false
    }
    private var notes = TreeDictionary<ID, Note>()
    private var byAuthor = TreeDictionary<Author, [ID]>()

    package init(settings: Settings) throws(TemplateProblem) {
        try settings.allow("questions")
        questions = settings.json["questions"]?.strings ?? []
        guard settings.json["questions"]?.array?.count ?? 0 == questions.count, questions.count <= 10,
            questions.allSatisfy({ !$0.isEmpty && $0.count <= 300 })
        else {
            throw TemplateProblem(
                "must be a list of at most ten questions of 300 characters.", at: ["questions"])
        }
    }

    package static func check(
        _ visibility: Activity.Visibility, _ reveal: Activity.Reveal
    ) throws(TemplateProblem) {
        guard visibility == .private else {
            throw TemplateProblem("notes are their writer's alone: it must be private.", at: ["visibility"])
        }
        guard reveal == .never else {
            throw TemplateProblem("notes are their writer's alone: it must be never.", at: ["reveal"])
        }
    }

    // MARK: - Decide

    private static let limit = 4000
    private static let mostNotes = 200

    package func decide(
        _ command: Command, in scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        guard scene.activity.state != .draft else {
            throw Rejection(.notOpen, "This isn't open yet. You can write as soon as it is.")
        }
        guard !scene.isOnPaper else {
            throw Rejection(
                .notAllowed, "Notes are their writer's alone. Who is on paper keeps theirs on paper.")
        }
        let body = command.body
        let author = scene.author ?? ""
        if command.name == "removeNote" {
            let id = try body.id("note")
            let note = try own(id, author)
            return [event("noteRemoved", id, scene, ["was": .string(note.text)])]
        }
        let text = try body.text("text", atMost: Self.limit)
        guard body.has("note") else { return [try add(text, body, scene, &context)] }
        let id = try body.id("note")
        let note = try own(id, author)
        guard try body.whole("version", in: 1...Int.max) == note.version else {
            throw Rejection(
                .changedMeanwhile,
                "You changed this note somewhere else in the meantime. Both texts are here: choose one.",
                extra: [
                    "theirs": ["text": .string(note.text), "version": .int(note.version)],
                    "yours": ["text": .string(text)],
                ])
        }
        guard text != note.text else { return [] }
        return [event("noteEdited", id, scene, ["was": .string(note.text), "to": .string(text)])]
    }

    private func add(
        _ text: String, _ body: Fields, _ scene: Scene, _ context: inout Context
    ) throws(Rejection) -> Event {
        let kept = (byAuthor[scene.author ?? ""] ?? []).count { notes[$0]?.isRemoved == false }
        guard kept < Self.mostNotes else {
            throw Rejection(
                .notAllowed, "You have \(kept) notes here, which is the most. Remove one, or add to one.")
        }
        var what: [String: JSON] = ["text": .string(text)]
        if body.has("question") {
            guard !questions.isEmpty else {
                throw Rejection(.invalid, "Nothing is asked here; leave it out.")
            }
            what["question"] = .int(try body.whole("question", in: 1...questions.count))
        }
        return event("noteWritten", context.ids.next(), scene, .object(what))
    }

    /// Somebody else's note reads like one that isn't there.
    private func own(_ id: ID, _ author: Author) throws(Rejection) -> Note {
        guard let note = notes[id], note.author == author, !note.isRemoved else { throw .unknownItem }
        return note
    }

    private func event(_ kind: String, _ id: ID, _ scene: Scene, _ what: JSON) -> Event {
        scene.event(kind, [id], what)
    }

    package func compensate(_ event: Event, in scene: Scene) throws(Rejection) -> [Event] {
        guard let id = event.item, let note = notes[id] else { throw .movedOn }
        switch event.kind {
        case "noteWritten" where !note.isRemoved && note.version == 1:
            return [self.event("noteRemoved", id, scene, ["was": .string(note.text)])]
        case "noteEdited" where !note.isRemoved && event["to"] == .string(note.text):
            guard let was = event["was"] else { throw .movedOn }
            return [self.event("noteEdited", id, scene, ["was": .string(note.text), "to": was])]
        case "noteRemoved" where note.isRemoved:
            return [self.event("noteReturned", id, scene, .empty)]
        default: throw .movedOn
        }
    }

    // MARK: - Evolve

    package mutating func evolve(_ event: Event, in activity: Surroundings) -> Consequence {
        guard let id = event.item else { return Consequence() }
        var consequence = Consequence()
        if event.kind == "noteWritten" {
            guard notes[id] == nil, let text = event["text"]?.string else { return consequence }
            let author = event.actor ?? ""
            let own = byAuthor[author] ?? []
            notes[id] = Note(
                author: author, order: Order.appended(own.count), question: event["question"]?.int, text: text
            )
            byAuthor[author] = own + [id]
            consequence.mine = [author]
            return consequence
        }
        guard var note = notes[id] else { return consequence }
        switch event.kind {
        case "noteEdited":
            guard let text = event["to"]?.string else { return consequence }
            note.text = text
            note.version += 1
        case "noteRemoved": note.isRemoved = true
        case "noteReturned": note.isRemoved = false
        default: return consequence
        }
        notes[id] = note
        consequence.mine = [note.author]
        return consequence
    }

    // MARK: - View

    package func frame(for audience: Audience, in scene: Scene) -> [String: JSON] {
        questions.isEmpty ? [:] : ["questions": .array(questions.map { .string($0) })]
    }

    package func mine(_ author: Author, in scene: Scene) -> [String: JSON] {
        var own: [String: JSON] = [:]
        for id in byAuthor[author] ?? [] {
            guard let note = notes[id], !note.isRemoved else { continue }
            var members: [String: JSON] = [
                "text": .string(note.text), "order": .string(note.order), "version": .int(note.version),
            ]
            members.set("question", note.question)
            own[id] = .object(members)
        }
        return own.isEmpty ? [:] : ["notes": .object(own)]
    }
}
