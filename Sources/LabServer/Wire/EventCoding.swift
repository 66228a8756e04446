import CoproductionLab
import LabJournal

extension JournalEvent {
    /// An event of the engine as the journal keeps it: the open part, and *who* and *what* as JSON bytes.
    package init(_ event: Event, time: Int64, commandKey: String?) {
        self.init(
            kind: event.kind, version: Self.format, time: time, items: [event.activity ?? ""] + event.items,
            commandKey: commandKey, who: event.persons.map { JSON.array($0.map { .string($0) }).bytes },
            what: event.what?.bytes)
    }

    /// The version of the format above; it rises with any change to what an event holds.
    static let format = 1
}

extension Event {
    /// The event that a row of the journal holds. Parts that can't be read count as erased; the journal has checked
    /// the row against its hash, so that doesn't come about by damage.
    package init(_ stored: StoredEvent) {
        let event = stored.event
        let activity = event.items.first ?? ""
        self.init(
            event.kind, activity: activity.isEmpty ? nil : activity, items: Array(event.items.dropFirst()),
            by: event.who.flatMap { try? JSON(parsing: $0, atMost: .max).strings },
            event.what.flatMap { try? JSON(parsing: $0, atMost: .max) })
    }
}

/// What is kept beside a lab's journal so that a list of labs needs no replay. A cache: the events have it all.
package struct LabCard: Sendable {
    package let lab: String
    package let code: String
    package let title: String
    package let template: String
    package let state: String
    package let createdAt: Int64
    package let people: Int
    /// When it is to be deleted, in milliseconds since 1970; nil while it hasn't ended.
    package let deleteAt: Int64?
    /// Days for which it is kept after its end; 0 where an older version wrote the card down.
    package let retentionDays: Int
    package let isRehearsal: Bool
    package let language: String
    /// The number of the sitting that is on, or to come.
    package let sitting: Int
    /// When something last happened in it, to a minute; 0 where that isn't known.
    package let changedAt: Int64

    var isPutAway: Bool { state == Lab.State.archived.rawValue }

    package init(_ lab: Lab) {
        self.lab = lab.id
        code = lab.code
        title = lab.title
        template = lab.template
        state = lab.state.rawValue
        createdAt = lab.createdAt
        people = lab.room.joined
        deleteAt = lab.keptUntil
        retentionDays = lab.retentionDays
        isRehearsal = lab.isRehearsal
        language = lab.language
        sitting = lab.sitting
        changedAt = lab.changedAt
    }

    package init?(_ summary: LabSummary) {
        guard let bytes = summary.summary, let json = try? JSON(parsing: bytes),
            let code = json["code"]?.string
        else {
            return nil
        }
        lab = summary.lab
        self.code = code
        title = json["title"]?.string ?? ""
        template = json["template"]?.string ?? ""
        state = json["state"]?.string ?? ""
        createdAt = Int64(json["createdAt"]?.int ?? 0)
        people = json["people"]?.int ?? 0
        deleteAt = json["deleteAt"]?.int.map { Int64($0) }
        retentionDays = json["retentionDays"]?.int ?? 0
        isRehearsal = json["rehearsal"]?.bool ?? false
        language = json["language"]?.string ?? "en"
        sitting = json["sitting"]?.int ?? 1
        changedAt = Int64(json["changedAt"]?.int ?? 0)
    }

    package var json: JSON {
        var members: [String: JSON] = [
            "lab": .string(lab), "code": .string(code), "title": .string(title),
            "template": .string(template),
            "state": .string(state), "createdAt": .int(Int(createdAt)), "people": .int(people),
            "language": .string(language), "sitting": .int(sitting),
        ]
        if changedAt > 0 { members["changedAt"] = .int(Int(changedAt)) }
        members.set("deleteAt", deleteAt.map { Int($0) })
        if retentionDays > 0 { members["retentionDays"] = .int(retentionDays) }
        members.flag("rehearsal", isRehearsal)
        return .object(members)
    }
}
