/// A line of the log of moderation: which facilitator did what to which words, and when. It never says whose these are.
package struct Moderation: Sendable, Equatable {
    package enum What: String, Sendable, CaseIterable {
        case hidden, restored, merged, parted, split, joined, reworded, approved, declined, unread, removed
        case flagSettled, flagReturned, personRemoved, personReturned
    }

    let what: What
    let activity: ID?
    let time: Int64
    let revision: Int
    /// The facilitator.
    let person: ID
    /// The words as they were before, each of those that it was about.
    var originals: [String] = []
    /// What became of them.
    var words: [String] = []
    /// Why, where a reason was given.
    var reason: String?
    /// Whom it was about, where it was a person.
    var about: ID?
    /// Of a person who was taken out: whether what they gave under their name stays or goes.
    var contributions: String?
}

extension Event {
    /// Marks what a facilitator did to others' words, so that the log has it: the same kind of event may also come of a
    /// person's own hand.
    func moderated(_ kinds: Set<String>) -> Event {
        guard kinds.contains(kind), case .object(var members) = what else { return self }
        var event = self
        members["byHand"] = true
        event.what = .object(members)
        return event
    }
}

extension Lab {
    /// What kinds of events outside the activities' own are moderation, too.
    private static let inEveryActivity: [String: Moderation.What] = [
        "flagsSettled": .flagSettled, "flagsReturned": .flagReturned,
    ]

    /// Whether an event may be a line of the log.
    static func mayBeModeration(_ event: Event) -> Bool {
        event["byHand"] == true || inEveryActivity[event.kind] != nil
            || event.kind == "personRemoved" || event.kind == "personReturned"
    }

    /// Notes an event in the log where it is moderation.
    ///
    /// - Parameter old: the lab before it, which has the words as they were.
    mutating func log(_ event: Event, since old: Lab, at time: Int64) -> Touched {
        guard let line = line(event, since: old, at: time) else { return Touched() }
        moderation.append(line)
        var touched = Touched()
        touched.keys.insert(.moderation(revision))
        return touched
    }

    private func line(_ event: Event, since old: Lab, at time: Int64) -> Moderation? {
        guard let person = event.actor else { return nil }
        if event.kind == "personRemoved" || event.kind == "personReturned" {
            var line = Moderation(
                what: event.kind == "personRemoved" ? .personRemoved : .personReturned, activity: nil,
                time: time,
                revision: revision, person: person)
            line.about = event.item
            line.contributions = event["contributions"]?.string
            return line
        }
        guard let id = event.activity, let activity = activities[id], let before = old.activities[id],
            let what = Self.inEveryActivity[event.kind]
                ?? (event["byHand"] == true ? type(of: activity.content).moderation[event.kind] : nil)
        else { return nil }
        var line = Moderation(
            what: what, activity: id, time: time, revision: revision, person: person)
        let texts = { (content: any ActivityContent) in event.items.compactMap { content.text(of: $0) } }
        line.originals = texts(before.content).filter { !$0.isEmpty }
        let words = texts(activity.content).filter { !$0.isEmpty }
        switch what {
        case .reworded, .split, .merged, .joined, .parted:
            line.words = words.filter { !line.originals.contains($0) }
        default: break
        }
        line.reason = event["reason"]?.string
        return line
    }

    /// A line for the desk. Words that are hidden again until a reveal are hidden here as well.
    func view(of line: Moderation) -> JSON {
        var members: [String: JSON] = [
            "what": .string(line.what.rawValue), "time": .int(Int(line.time)),
            "order": .string(Order.appended(line.revision)),
        ]
        if let name = people[line.person]?.name, !name.isEmpty, !details.hidesNames {
            members["by"] = .string(name)
        }
        if let activity = line.activity.flatMap({ activities[$0] }) {
            members["activity"] = .string(activity.id)
            let isRead =
                [.approved, .declined, .unread].contains(line.what) && activity.visibility != .private
            if activity.showsTexts || isRead {
                if !line.originals.isEmpty { members["originals"] = Self.numbered(line.originals) }
                if !line.words.isEmpty { members["words"] = Self.numbered(line.words) }
            }
            members.set("reason", line.reason)
        }
        if let about = line.about {
            if !details.hidesNames { members.set("about", people[about]?.name) }
            members.set("contributions", line.contributions)
        }
        return .object(members)
    }

    private static func numbered(_ texts: [String]) -> JSON {
        .object(
            Dictionary(
                texts.enumerated().map { (String($0.offset + 1), .string($0.element)) },
                uniquingKeysWith: { first, _ in first }))
    }

    /// The lines that look different when an activity's words are shown or hidden.
    func touchedLog(of activity: ID) -> Set<ViewKey> {
        Set(moderation.filter { $0.activity == activity }.map { .moderation($0.revision) })
    }

    /// The lines that look different when somebody is called otherwise, or all names are hidden or shown.
    func touchedLog(by person: ID? = nil) -> Set<ViewKey> {
        Set(
            moderation.filter { person == nil || $0.person == person || $0.about == person }.map {
                .moderation($0.revision)
            })
    }
}
