/// What a kind sees of its activity as it takes an event in: no copy of the lab, so that its content is changed in place.
package struct Surroundings: Sendable {
    package let id: ID
    /// Whether others' answers may leave the server.
    package let showsAnswers: Bool
}

/// What a kind sees of the lab around it.
package struct Scene: Sendable {
    package let lab: Lab
    package let activity: Activity
    /// Who acts, where somebody does.
    package var author: Author?
    package var participant: Participant?
    /// The command comes by a facilitator's hand for somebody on paper.
    package var isOnPaper = false
    /// All that flows in, where it was looked up before.
    fileprivate var known: KnownInputs?

    fileprivate struct KnownInputs: Sendable {
        let items: [Item]
        let byID: [ID: Item]
    }

    package init(
        lab: Lab, activity: Activity, author: Author? = nil, participant: Participant? = nil,
        isOnPaper: Bool = false
    ) {
        self.lab = lab
        self.activity = activity
        self.author = author
        self.participant = participant
        self.isOnPaper = isOnPaper
    }

    package var role: Role { participant?.role ?? .notSaid }
    package var support: Support { isOnPaper ? .paper : participant?.support ?? .self }
    /// `role` and `support` of who acts, as an event holds them.
    package var roles: [String: JSON] {
        ["role": .string(role.rawValue), "support": .string(support.rawValue)]
    }

    /// An event of this activity by who acts. It concerns those `others`, too, whose words it holds: erasing them must
    /// find it.
    package func event(
        _ kind: String, _ items: [ID], _ what: JSON = .empty, concerning others: [Author] = []
    ) -> Event {
        var persons = [author ?? ""]
        for other in others where !other.isEmpty && !persons.contains(other) { persons.append(other) }
        return Event(kind, activity: activity.id, items: items, by: persons, what)
    }

    /// The name to show beside a contribution: where the activity says so, never on the screen, and never in a lab
    /// that hides names (S60).
    package func name(of author: Author, for audience: Audience) -> String? {
        showsNames(to: audience) ? lab.people[author]?.name : nil
    }

    package func showsNames(to audience: Audience) -> Bool {
        activity.visibility == .named && audience != .screen && !lab.details.hidesNames
    }

    /// The words of an item that flows in; empty where they were erased.
    package func text(of item: Item) -> String {
        lab.activities[item.source]?.content.text(of: item.id) ?? ""
    }

    /// The heading under which an item that flows in came up.
    package func heading(of item: Item) -> String? {
        lab.activities[item.source]?.content.heading(of: item.id)
    }

    /// Whether votes, ratings or pledges already build on something that flows out of here: then taking it back isn't
    /// an undo any more.
    func isBuilt(on item: ID) -> Bool {
        lab.downstream(of: activity.id).contains { other in
            lab.activities[other]?.content.builds(on: item) == true
        }
    }

    /// What comes back brings its dots with it: not where these have been spent on others since.
    func checkReturn(of items: [ID]) throws(Rejection) {
        for other in lab.downstream(of: activity.id) {
            guard let activity = lab.activities[other] else { continue }
            guard activity.content.canTakeBack(items, in: Scene(lab: lab, activity: activity)) else {
                throw .movedOn
            }
        }
    }

    /// The items that flow in, in order.
    package var inputs: [Item] { known?.items ?? lab.inputs(of: activity) }

    /// The item of that id that flows in, without walking through all of them.
    package func input(_ id: ID) -> Item? {
        if let known { return known.byID[id] }
        return lab.input(id, of: activity)
    }
}

/// The scenes of a lab for who looks at all that is in it: what flows from activity to activity is looked up once.
package struct Scenes: Sendable {
    private let lab: Lab
    private var made: [ID: Scene] = [:]
    private var outputs: [ID: [Item]] = [:]

    package init(of lab: Lab) { self.lab = lab }

    /// Nil where there is no such activity.
    package subscript(id: ID) -> Scene? {
        mutating get {
            if let scene = made[id] { return scene }
            guard let activity = lab.activities[id] else { return nil }
            var scene = Scene(lab: lab, activity: activity)
            // Inputs come from what was there before, so this ends.
            let all = activity.inputsFrom.flatMap { outputs(of: $0) }
            var items: [Item] = []
            var byID = [ID: Item](minimumCapacity: all.count)
            for item in all where byID[item.id] == nil {
                byID[item.id] = item
                items.append(item)
            }
            scene.known = Scene.KnownInputs(items: items, byID: byID)
            made[id] = scene
            return scene
        }
    }

    private mutating func outputs(of id: ID) -> [Item] {
        if let items = outputs[id] { return items }
        guard let scene = self[id] else { return [] }
        let items = scene.activity.content.outputs(in: scene)
        outputs[id] = items
        return items
    }
}
