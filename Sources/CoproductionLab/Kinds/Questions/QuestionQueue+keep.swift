extension QuestionQueue {
    /// The questions in the chair's order, which everybody sees. A name that somebody put beside one question stands
    /// beside that one alone.
    package func kept(_ share: KeptShare, in scene: Scene) -> [KeptPiece] {
        guard share.hasWords else { return [] }
        var pieces: [KeptPiece] = []
        let queue = queue(in: scene)
        for (index, question) in queue.enumerated() {
            var what = question.words.members.merging(question.place.members) { $1 }
            if scene.lab.details.hidesNames { what["name"] = nil }
            what.set("role", question.role)
            what.set("support", question.support)
            what.setVersion(question.version)
            what.flag("edited", question.isEdited)
            if question.marked > 0 { what["marked"] = .int(question.marked) }
            if share == .roles, question.supporters > 0 { what["supporters"] = .int(question.supporters) }
            pieces.append(
                KeptPiece(
                    "question", items: [question.id], persons: share.persons([question.author]),
                    place: Order.appended(index), what))
        }
        guard share == .persons else { return pieces }
        let known = Set(queue.map(\.id))
        for (author, own) in supports {
            for id in own where known.contains(id) {
                pieces.append(KeptPiece("support", group: 1, items: [id], persons: [author], [:]))
            }
        }
        return pieces
    }

    package mutating func restore(_ piece: String, _ event: Event, in scene: Scene) {
        guard let id = event.item else { return }
        let author = event.importedAuthor()
        if piece == "support" {
            guard questions[id] != nil, supports[author, default: []].insert(id).inserted else { return }
            questions[id]?.supporters += 1
            return
        }
        guard piece == "question", questions[id] == nil, let what = event.what else { return }
        var question = PanelQuestion(
            id: id, author: author, role: event.role, support: event.support,
            words: PanelQuestion.Words(members: what), order: Order.appended(questions.count))
        question.place = PanelQuestion.Place(members: what)
        question.version = max(1, what["version"]?.int ?? 1)
        question.marked = what["marked"]?.keptCount ?? 0
        question.isEdited = what["edited"] == true
        question.supporters = what["supporters"]?.keptCount ?? 0
        questions[id] = question
        byAuthor[author, default: []].append(id)
        standing += 1
    }
}
