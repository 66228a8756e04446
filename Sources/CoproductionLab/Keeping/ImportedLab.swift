/// Why a file isn't taken in, in words that say what to do next.
package struct ImportProblem: Error, Equatable, Sendable {
    /// What is amiss, for a client that says it in another language.
    package enum Kind: String, Sendable, CaseIterable {
        /// No export of ours at all.
        case foreign
        case newer, older, sharing
        /// Somebody's hand has been in it.
        case changed
        case cutOff, damaged
        /// More than a lab can hold.
        case tooMuch
        /// Something in it is as no lab has it.
        case content
    }

    package let words: String
    package let kind: Kind

    package init(_ words: String, _ kind: Kind = .content) {
        self.words = words
        self.kind = kind
    }
}

/// A lab that comes out of an export for keeping: checked, and ready to be made here. What it becomes is a lab of its own,
/// whose first event says where it comes from.
package struct ImportedLab: Sendable {
    /// Which lab a file was exported from, as the file says.
    package struct Origin: Sendable, Equatable {
        package let lab: String
        package let revision: Int
        /// The head hash of its journal, in hexadecimal.
        package let head: String
        /// The day of the export, as 2026-12-01.
        package let date: String
        package let checksum: String
        /// When it was taken in here, in milliseconds since 1970.
        package var time: Int64 = 0

        package init(lab: String, revision: Int, head: String, date: String, checksum: String) {
            self.lab = lab
            self.revision = revision
            self.head = head
            self.date = date
            self.checksum = checksum
        }

        init(members: JSON, at time: Int64) {
            self.init(
                lab: members["lab"]?.string ?? "", revision: members["revision"]?.int ?? 0,
                head: members["head"]?.string ?? "", date: members["date"]?.string ?? "",
                checksum: members["checksum"]?.string ?? "")
            self.time = time
        }

        var members: JSON {
            [
                "lab": .string(lab), "revision": .int(revision), "head": .string(head),
                "date": .string(date), "checksum": .string(checksum),
            ]
        }

        /// What everybody in the lab is told of it.
        var view: [String: JSON] { ["date": .string(date), "time": .int(Int(time))] }
    }

    /// What a server adds: a new code, new secrets and its own limits.
    package struct Place: Sendable {
        package var code: String
        package var facilitator: Joining.Secrets
        package var screenToken: String
        package var recoveryCode: String
        package var invite: String
        package var maximumPeople: Int
        /// Another title than the file's; nil to leave it.
        package var title: String?

        package init(
            code: String, facilitator: Joining.Secrets, screenToken: String, recoveryCode: String,
            invite: String, maximumPeople: Int, title: String? = nil
        ) {
            self.code = code
            self.facilitator = facilitator
            self.screenToken = screenToken
            self.recoveryCode = recoveryCode
            self.invite = invite
            self.maximumPeople = maximumPeople
            self.title = title
        }
    }

    let kept: JSON
    let origin: Origin

    /// Reads what `KeptLab` wrote, and checks that it holds together.
    package init(_ kept: JSON, from origin: Origin) throws(ImportProblem) {
        self.kept = kept
        self.origin = origin
        try KeptLabCheck(kept).check()
        // Whatever else is amiss shows here: what can't be taken in as it stands isn't taken in at all.
        let rebuilt = KeptLab.json(of: try trial())
        if let place = JSON.difference(kept, rebuilt) {
            throw ImportProblem(
                "This file says something at \(place) that no lab can hold, so nothing was taken in. "
                    + "Take the file as it came out of the export, unchanged.")
        }
    }

    private func trial() throws(ImportProblem) -> Lab {
        var context = Context(time: 0, ids: IDSource(seed: 1)) { person, _ in person }
        let place = Place(
            code: "", facilitator: Joining.Secrets(token: ""), screenToken: "", recoveryCode: "", invite: "",
            maximumPeople: 10_000)
        var lab = Lab(id: "")
        for event in try events(at: place, &context) { _ = lab.evolve(event, at: context.time) }
        return lab
    }

    /// The events that make the lab: where it comes from, its people, its programme, what was said.
    package func events(at place: Place, _ context: inout Context) throws(ImportProblem) -> [Event] {
        let people = kept["people"]?.array ?? []
        let ids = people.map { _ in context.ids.next() }
        let host = people.firstIndex { $0["leads"] == true }.map { ids[$0] } ?? ""
        func person(_ number: String?) -> ID {
            number.flatMap { Int($0) }.flatMap { ids.indices.contains($0 - 1) ? ids[$0 - 1] : nil } ?? ""
        }
        var what = (kept.object ?? [:]).filter { !["people", "activities", "changes"].contains($0.key) }
        what["code"] = .string(place.code)
        what["screenToken"] = .string(place.screenToken)
        what["invite"] = .string(place.invite)
        what["recoveryCode"] = .string(place.recoveryCode)
        what["maximumPeople"] = .int(place.maximumPeople)
        what["origin"] = origin.members
        if let title = place.title {
            do throws(Rejection) {
                what["title"] = .string(try WrittenText.check(title, field: "title", atMost: 120))
            } catch {
                throw ImportProblem(error.detail)
            }
        }
        var events = [Event("labImported", by: [host], .object(what))]
        for (person, id) in zip(people, ids) {
            var members = person.object ?? [:]
            guard id == host else {
                events.append(Event("personImported", items: [id], by: [id], .object(members)))
                continue
            }
            members["leads"] = nil
            members["host"] = true
            members["token"] = .string(place.facilitator.token)
            members["sealed"] = .object(place.facilitator.sealed.mapValues { .string($0) })
            events.append(Event("participantJoined", items: [id], by: [id], .object(members)))
        }
        for activity in kept["activities"]?.array ?? [] {
            events += self.events(of: activity, by: host, person)
        }
        for change in kept["changes"]?.array ?? [] {
            var what = change.object ?? [:]
            let by = what.removeValue(forKey: "by")?.string
            events.append(
                Event(
                    "changeImported", activity: what.removeValue(forKey: "activity")?.string,
                    by: [person(by)], .object(what)))
        }
        return events
    }

    private func events(of activity: JSON, by host: ID, _ person: (String?) -> ID) -> [Event] {
        var what = activity.object ?? [:]
        let id = what.removeValue(forKey: "id")?.string
        let heard = what.removeValue(forKey: "heard")?.array ?? []
        let pieces = what.removeValue(forKey: "pieces")?.array ?? []
        let later = ["state", "round", "seenBefore", "skipped", "edition", "openedAt", "until", "timeLeft"]
        let state = what.filter { later.contains($0.key) }
        var events = [
            Event(
                "activityAdded", activity: id, by: [host],
                .object(what.filter { !later.contains($0.key) })),
            Event("activityImported", activity: id, by: [host], .object(state)),
        ]
        for entry in heard {
            var what = entry.object ?? [:]
            let by = what.removeValue(forKey: "by")?.string
            events.append(
                Event(
                    "heardImported", activity: id, by: by == nil ? [] : [person(by)], .object(what)))
        }
        for piece in pieces {
            var what = piece["what"]?.object ?? [:]
            what["is"] = piece["is"]
            events.append(
                Event(
                    "pieceImported", activity: id, items: piece["items"]?.strings ?? [],
                    by: (piece["by"]?.strings ?? []).map { person($0) }, .object(what)))
        }
        return events
    }
}

extension JSON {
    /// Where two values differ first, as people read it: `activities.3.pieces.7`; nil where they are the same.
    static func difference(_ one: JSON, _ other: JSON) -> String? {
        guard one != other else { return nil }
        switch (one, other) {
        case (.object(let first), .object(let second)):
            for key in Set(first.keys).union(second.keys).sorted() where first[key] != second[key] {
                guard let left = first[key], let right = second[key], let rest = difference(left, right)
                else { return key }
                return rest.isEmpty ? key : "\(key).\(rest)"
            }
            return ""
        case (.array(let first), .array(let second)):
            for (index, pair) in zip(first, second).enumerated() {
                guard let rest = difference(pair.0, pair.1) else { continue }
                return rest.isEmpty ? String(index + 1) : "\(index + 1).\(rest)"
            }
            return String(min(first.count, second.count) + 1)
        default: return ""
        }
    }
}
