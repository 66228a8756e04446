/// What an accepted command comes to: its events, and its answer, which is a function of them.
extension Lab {
    /// Decides a command of a participant: the events it leads to, none where it changes nothing.
    ///
    /// Pure: time, ids and pseudonyms come in with `context`. The state itself changes in `evolve` alone.
    package func decide(
        _ command: Command, by participant: ID, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        guard let person = people[participant] else {
            throw Rejection(.unknownPerson, "You aren't in this lab. Join it again with its code.")
        }
        guard !person.isRemoved else { throw .removed }
        guard !state.isPutAway || command.name == LabCommands.bringBack || takesConsentBack(command) else {
            throw .putAway
        }
        guard person.admission == .inside || LabCommands.personal.contains(command.name) else {
            throw .notInside
        }
        if LabCommands.facilitating.contains(command.name) {
            guard person.isFacilitator else { throw .facilitatorsOnly }
            return try decideFacilitation(command, by: person, &context)
        }
        if LabCommands.agenda.contains(command.name) {
            guard person.isFacilitator else { throw .facilitatorsOnly }
            return try decideAgenda(command, by: person, &context)
        }
        if LabCommands.frame.contains(command.name) {
            guard person.isFacilitator else { throw .facilitatorsOnly }
            return try decideFrame(command, by: person, at: context.time)
        }
        if LabCommands.guiding.contains(command.name) {
            guard person.isFacilitator else { throw .facilitatorsOnly }
            return try decideGuidance(command, by: person, context)
        }
        if LabCommands.door.contains(command.name) {
            guard person.isFacilitator else { throw .facilitatorsOnly }
            return try decideDoor(command, by: person)
        }
        if command.name == "signal" { return try decideSignal(command.body, by: person) }
        if command.name == "needPerson" { return try decideNeed(command.body, by: person, context) }
        if command.name == "flag" { return try decideFlag(command.body, by: person, context) }
        if LabCommands.personal.contains(command.name) {
            return try decidePersonal(
                command, of: try subject(of: command, by: person), byHandOf: person)
        }
        if command.name == "offerLate" { return try offerLate(command.body, by: person, &context) }
        return try decideInActivity(command, by: person, &context)
    }

    /// Who let something of theirs be shown takes that back in a lab that was put away, too (S40, S56).
    private func takesConsentBack(_ command: Command) -> Bool {
        switch command.name {
        case "unsignForm":
            command.body.json["activity"]?.string.flatMap { activities[$0]?.content as? Form }?.purpose
                == .consent
        case "approveQuote": command.body.json["on"] == false
        default: false
        }
    }

    /// The answer to an accepted command, made from its events alone.
    package static func result(of events: [Event]) -> JSON {
        var members: [String: JSON] = [:]
        for event in events {
            if let name = LabCommands.results[event.kind], let item = event.item ?? event.activity {
                members[name] = .string(item)
            }
        }
        return .object(members)
    }

    // MARK: - In an activity

    private func decideInActivity(
        _ command: Command, by person: Participant, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        guard LabCommands.known.contains(command.name) else {
            throw Rejection(.unknownCommand, "There is no command “\(command.name.prefix(40))”.")
        }
        let id = try command.body.id("activity")
        guard let activity = activities[id] else { throw .unknownActivity }
        guard let rule = LabCommands.rule(command.name, in: activity) else {
            throw Rejection(.unknownCommand, "“\(command.name)” isn't a command for “\(activity.title)”.")
        }
        var scene = scene(in: activity, for: try subject(of: command, by: person), byHandOf: person, context)
        if rule.giver == .facilitator {
            guard person.isFacilitator else { throw .facilitatorsOnly }
            // Facilitating isn't answering: it is done under one's own name, in anonymous activities too.
            scene.author = person.id
        }
        if rule.needsOpen { try checkOpen(activity) }
        if rule.isContribution { try check(scene.role, mayContributeTo: activity) }
        if command.name == "pass" { return pass(in: scene) }
        let events = try activity.content.decide(command, in: scene, &context)
        guard rule.giver == .facilitator else { return events }
        let moderation = Set(type(of: activity.content).moderation.keys)
        return events.map { $0.moderated(moderation) }
    }

    /// For whom a command counts: for its sender, or for somebody on paper by a facilitator's hand.
    private func subject(of command: Command, by person: Participant) throws(Rejection) -> Participant {
        guard command.body.has("onBehalfOf") else { return person }
        guard person.isFacilitator else { throw .facilitatorsOnly }
        guard let subject = people[try command.body.id("onBehalfOf")] else {
            throw Rejection(.unknownPerson, "There is nobody of this id in the lab.")
        }
        guard subject.support == .paper else {
            throw Rejection(.notAllowed, "Answers can be entered for people on paper only.")
        }
        return subject
    }

    private func scene(
        in activity: Activity, for subject: Participant, byHandOf person: Participant, _ context: Context
    ) -> Scene {
        let author = activity.visibility.isAnonymous ? context.author(subject.id, activity.id) : subject.id
        return Scene(
            lab: self, activity: activity, author: author, participant: subject,
            isOnPaper: subject.id != person.id)
    }

    private func check(_ role: Role, mayContributeTo activity: Activity) throws(Rejection) {
        guard activity.contributors.isEmpty || activity.contributors.contains(role) else {
            throw Rejection(
                .notAllowed, "“\(activity.title)” is for others to answer. You see what they say as it comes."
            )
        }
    }

    func checkOpen(_ activity: Activity) throws(Rejection) {
        guard takesAnswers(in: activity) else { throw .labEnded }
        switch activity.state {
        case .open: return
        case .paused:
            throw Rejection(
                .activityPaused, "This activity is paused. It goes on when the facilitator says so.")
        case .closed, .revealed: throw .activityClosed
        case .draft: throw Rejection(.notOpen, "This activity isn't open yet.")
        }
    }

    /// A pass is a full answer (S10, S14). Who has contributed is heard already.
    private func pass(in scene: Scene) -> [Event] {
        let author = scene.author ?? ""
        guard !scene.activity.heard.hasPassed(author) else { return [] }
        return [
            Event(
                "passed", activity: scene.activity.id, by: [author],
                ["role": .string(scene.role.rawValue), "support": .string(scene.support.rawValue)])
        ]
    }

    // MARK: - Late

    /// What came after its activity had closed is kept and offered; a facilitator accepts it or lets it be.
    func offerLate(_ body: Fields, by person: Participant, _ context: inout Context) throws(Rejection)
        -> [Event]
    {
        let command = Command(body.json["name"]?.string ?? "", body.json["body"] ?? .empty)
        let id = try command.body.id("activity")
        guard let activity = activities[id] else { throw .unknownActivity }
        guard let rule = type(of: activity.content).commands[command.name], rule.canBeLate else {
            throw Rejection(.unknownCommand, "“\(command.name.prefix(40))” can't be offered late.")
        }
        if activity.state == .open { return try decideInActivity(command, by: person, &context) }
        guard activity.state != .draft else { throw Rejection(.notOpen, "This activity isn't open yet.") }
        let subject = try subject(of: command, by: person)
        let scene = scene(in: activity, for: subject, byHandOf: person, context)
        // What could not be accepted isn't offered either: it is tried, and the outcome is thrown away.
        var trial = context
        _ = try activity.content.decide(command, in: scene, &trial)
        return [
            Event(
                "lateOffered", activity: id, items: [context.ids.next()], by: [scene.author ?? ""],
                [
                    "name": .string(command.name), "body": command.body.json,
                    "role": .string(scene.role.rawValue), "support": .string(scene.support.rawValue),
                ])
        ]
    }

    func acceptLate(_ body: Fields, by person: Participant, _ context: inout Context) throws(Rejection)
        -> [Event]
    {
        guard let offer = late[try body.id("late")], offer.isWaiting,
            let activity = activities[offer.activity]
        else { throw .unknownItem }
        guard takesAnswers(in: activity) else { throw .labEnded }
        guard activity.state != .revealed else {
            throw Rejection(
                .movedOn,
                "The results are out already. Reopen the activity first, so that nobody's answer shows.")
        }
        var scene = Scene(lab: self, activity: activity, author: offer.author)
        scene.participant = Participant(
            id: offer.author, name: "", role: offer.role, support: offer.support, isFacilitator: false,
            isHost: false,
            sitting: sitting)
        let events = try activity.content.decide(offer.command, in: scene, &context)
        return [Event("lateAccepted", items: [offer.id], by: [person.id])] + events
    }
}

/// The names of all commands, by who may give them.
package enum LabCommands {
    /// About the lab as a whole and its people; the kinds name their own.
    static let facilitating: Set<String> = [
        "openLab", "endSitting", "endLab", "archiveLab", bringBack, "openActivity", "pauseActivity",
        "resumeActivity", "closeActivity",
        "revealActivity", "reopenActivity", "setRights", "addPerson", "acceptLate", "dismissLate",
        "answerNeed", "settleFlag", "removePerson", "letBackIn",
    ]
    /// The one thing that is still done in a lab that was put away.
    package static let bringBack = "unarchiveLab"
    static let agenda: Set<String> = ["addActivity", "editActivity", "moveActivity", "skipActivity"]
    static let frame: Set<String> = [
        "setDetails", "setLanguage", "setRetention", "planSitting", "settleSignals",
    ]
    static let guiding: Set<String> = ["setTime", "bringEveryone", "setScreen"]
    static let personal: Set<String> = ["setName", "setRole", "setSupport", "setNew", "watch", "leave"]
    /// Needs what only the server can look up, and goes by `decideUndo`.
    package static let undo = "undo"
    static let inEveryActivity: [String: CommandRule] = ["pass": .contribution()]

    /// Every command there is, `undo` included.
    package static let known: Set<String> = facilitating.union(agenda).union(frame).union(guiding).union(door)
        .union(
            personal
        ).union([
            undo, "offerLate", "signal", "needPerson", "flag",
        ])
        .union(inEveryActivity.keys)
        .union(ActivityKinds.all.flatMap { $0.commands.keys })

    static func rule(_ name: String, in activity: Activity) -> CommandRule? {
        if name == "pass" { return activity.takesAnswers ? inEveryActivity[name] : nil }
        return type(of: activity.content).commands[name]
    }

    static let results: [String: String] = ActivityKinds.all.reduce(
        into: ["participantJoined": "participant", "lateOffered": "late", "activityAdded": "activity"]
    ) { $0.merge($1.results) { first, _ in first } }
}
