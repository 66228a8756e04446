import CoproductionLab
import LabJournal

/// A lab's story as its moments, for one audience: each with what that audience's view held then, so that it tells
/// nothing that wasn't seen.
struct Story {
    /// So many items of a result are told one by one; the rest are counted.
    static let mostItems = 10

    let audience: Audience
    private(set) var moments: [JSON] = []

    init(for audience: Audience) { self.audience = audience }

    /// What people gave, by kind of activity: the collection that counts, and how it is called.
    private static let counted = [
        "gather": "ideas", "cluster": "themes", "grid": "entries", "questions": "questions",
        "pledge": "pledges",
    ]
    private static let ofLab: Set<String> = [
        "labImported", "labOpened", "sittingEnded", "labEnded", "labArchived", "labUnarchived",
        "labStateRestored",
    ]
    private static let ofSteps: Set<String> = [
        "activityOpened", "activityPaused", "activityResumed", "activityClosed", "activityRevealed",
        "activityReopened", "activityStateRestored",
    ]
    private static let ofPledges: Set<String> = ["pledgeOffered", "pledgeAccepted", "checkInAdded"]

    /// Takes in an event that has just come about.
    mutating func read(_ stored: StoredEvent, after place: Replay.Station) {
        let kind = stored.event.kind
        guard
            Self.ofLab.contains(kind) || Self.ofSteps.contains(kind) || Self.ofPledges.contains(kind)
                || kind == "itemDecided"
        else { return }
        guard let told = told(Event(stored), in: place.lab) else { return }
        var members = told
        members["revision"] = .int(stored.revision)
        members["time"] = .int(Int(place.point.time))
        members["at"] = .int(Int(place.point.at))
        members["kind"] = .string(kind)
        moments.append(.object(members))
    }

    private func told(_ event: Event, in lab: Lab) -> [String: JSON]? {
        guard let id = event.activity else {
            guard Self.ofLab.contains(event.kind), let heading = lab.part(.lab, for: audience) else {
                return nil
            }
            var members: [String: JSON] = ["state": heading["state"] ?? .null]
            members.set("from", heading["imported"]?["date"]?.string)
            return members
        }
        guard let frame = lab.part(.frame(id), for: audience) else { return nil }
        var members: [String: JSON] = [
            "activity": .string(id), "title": frame["title"] ?? .null, "step": frame["kind"] ?? .null,
        ]
        if Self.ofSteps.contains(event.kind) {
            members.merge(step(id, frame, event.kind, lab)) { $1 }
            return members
        }
        guard let item = event.item else { return nil }
        members["item"] = .string(item)
        if event.kind == "itemDecided" {
            guard let decided = Decided(item, in: id, of: lab, for: audience) else { return nil }
            members.set("text", decided.text)
            members.set("decision", decided.choice)
            members.set("reason", decided.reason)
            members.set("who", decided.who)
            return members
        }
        guard let pledge = lab.part(.entry(id, collection: "pledges", id: item), for: audience) else {
            return nil
        }
        members.merge(Self.told(pledge)) { $1 }
        if event.kind == "checkInAdded", event.items.count == 2,
            let check = pledge["checkIns"]?[event.items[1]]
        {
            members.set("note", check["text"]?.string)
        }
        return members
    }

    private func step(_ id: ID, _ frame: JSON, _ event: String, _ lab: Lab) -> [String: JSON] {
        var members: [String: JSON] = ["state": frame["state"] ?? .null]
        if event == "activityOpened" { members.set("prompt", frame["prompt"]?.string) }
        guard event == "activityClosed" || event == "activityRevealed" else { return members }
        members["heard"] = frame["heard"]
        let kind = frame["kind"]?.string ?? ""
        if let collection = Self.counted[kind] {
            let entries = shown(collection, of: id, lab)
            if !entries.isEmpty {
                members["counted"] = .string(collection)
                members["count"] = .int(entries.count)
            }
            guard event == "activityRevealed", kind == "cluster" || kind == "pledge" else { return members }
            members.merge(
                list(entries.map { kind == "pledge" ? Self.told($0.entry) : Self.theme($0.entry) })
            ) { $1 }
        } else if event == "activityRevealed", kind == "vote" || kind == "rate" {
            members.merge(list(results(of: id, kind, lab))) { $1 }
        }
        return members
    }

    /// The entries of a collection that the audience sees, in their order.
    private func shown(_ collection: String, of activity: ID, _ lab: Lab) -> [(id: ID, entry: JSON)] {
        lab.entryKeys(of: activity).compactMap { key -> (id: ID, entry: JSON)? in
            guard case .entry(_, collection, let id) = key else { return nil }
            return lab.part(key, for: audience).map { (id, $0) }
        }.sorted { ($0.entry["order"]?.string ?? "", $0.id) < ($1.entry["order"]?.string ?? "", $1.id) }
    }

    private func list(_ items: [[String: JSON]]) -> [String: JSON] {
        guard !items.isEmpty else { return [:] }
        var members: [String: JSON] = ["items": .array(items.prefix(Self.mostItems).map { .object($0) })]
        if items.count > Self.mostItems { members["more"] = .int(items.count - Self.mostItems) }
        return members
    }

    /// What a vote or a matrix showed: the first places, or what to talk about before all else.
    private func results(of activity: ID, _ kind: String, _ lab: Lab) -> [[String: JSON]] {
        let items = shown("items", of: activity, lab).compactMap {
            id, entry -> (urgency: Int, [String: JSON])? in
            var told: [String: JSON] = [:]
            let text =
                entry["text"]?.string
                ?? entry["from"]?.string.flatMap { lab.words(of: id, from: $0, for: audience) }
            guard let text else { return nil }
            told["text"] = .string(text)
            if kind == "vote" {
                guard let votes = entry["votes"]?.int else { return nil }
                told["votes"] = .int(votes)
                told["rank"] = entry["rank"]
                return (-votes, told)
            }
            guard let results = entry["results"] else { return nil }
            told["quadrant"] = results["quadrant"]
            let flags = ["differs", "talkFirst"].filter { results[$0] == true }
            if !flags.isEmpty { told["flags"] = .array(flags.map { .string($0) }) }
            return (results["differs"] == true ? 0 : results["talkFirst"] == true ? 1 : 2, told)
        }
        return items.enumerated().sorted { ($0.element.urgency, $0.offset) < ($1.element.urgency, $1.offset) }
            .map(\.element.1)
    }

    private static func theme(_ entry: JSON) -> [String: JSON] {
        var members: [String: JSON] = ["text": entry["text"] ?? .null]
        members["count"] = entry["count"]
        return members
    }

    private static func told(_ pledge: JSON) -> [String: JSON] {
        var members: [String: JSON] = [:]
        members.set("text", pledge["give"]?.string)
        members.set("by", pledge["name"]?.string)
        members.set("status", pledge["status"]?.string)
        return members
    }

    /// The story as far as it has been read, with what stands above and below it.
    func json(_ lab: Lab) -> JSON {
        let heading = lab.part(.lab, for: audience) ?? .empty
        var members: [String: JSON] = [
            "lab": .string(lab.id), "title": heading["title"] ?? .null,
            "language": heading["language"] ?? .null,
            "audience": .string(audience.rawValue), "revision": .int(lab.revision),
            "people": lab.part(.people, for: audience)?["joined"] ?? 0, "moments": .array(moments),
        ]
        members["words"] = heading["details"]?["words"]
        return .object(members)
    }
}

extension ReplayLibrary {
    /// A lab's story, read from its journal from the beginning.
    func story(of lab: ID, for audience: Audience) async throws(JournalError) -> JSON {
        var place = Replay(of: lab).last
        var story = Story(for: audience)
        while true {
            let events = try await journal.events(of: lab, after: place.lab.revision, limit: Self.page)
            for stored in events {
                place.step(stored)
                story.read(stored, after: place)
            }
            if events.count < Self.page { return story.json(place.lab) }
        }
    }
}
