import HashTreeCollections

/// `choose`: people pick a track, such as the workshop of the day (S53). Who comes to a full one waits for it and keeps
/// the place they have; a place that gets free goes to whoever has waited longest.
///
/// Who moves up follows from the event that made room: one fact, and the same in every replay.
package struct Choose: ActivityContent {
    package static let kind = "choose"
    package static let collections = ["tracks"]
    package static let commands: [String: CommandRule] = [
        "chooseTrack": .contribution(),
        "setCapacity": .facilitating,
    ]
    package static let facilitation: Set<String> = ["capacitySet"]
    /// People leave at any time, and come back at any time.
    package static let undoneAnytime: Set<String> = ["trackLeft"]

    var tracks: [ID: Track]
    var choices = TreeDictionary<Author, TrackChoice>()
    /// With the role that a person had when they first chose.
    var roles = TreeDictionary<Author, Role>()
    var taken: [ID: Int] = [:]
    var takenByRole: [ID: [Role: Int]] = [:]
    /// Those who wait for a track, the first of them first.
    var waiting: [ID: [Author]] = [:]
    var nextTicket = 1

    package init(settings: Settings) throws(TemplateProblem) {
        try settings.allow("tracks")
        var tracks: [ID: Track] = [:]
        for track in try Track.list(settings) { tracks[track.id] = track }
        self.tracks = tracks
    }

    private func hasRoom(_ track: ID) -> Bool {
        guard let capacity = tracks[track]?.capacity else { return false }
        return capacity == 0 || (taken[track] ?? 0) < capacity
    }

    // MARK: - Decide

    package func decide(
        _ command: Command, in scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        if command.name == "setCapacity" { return try setCapacity(command.body, scene) }
        guard let wanted = command.body.json["track"]?.string, wanted.utf8.count <= 64 else {
            throw Rejection(.invalid, "“track” must be the id of a track, or empty to choose none.")
        }
        let before = choices[scene.author ?? ""] ?? TrackChoice()
        if wanted.isEmpty { return before.isNone ? [] : [chosen(TrackChoice(), was: before, scene)] }
        guard tracks[wanted] != nil else { throw .unknownItem }
        guard before.waitingFor != wanted else { return [] }
        if before.track == wanted || hasRoom(wanted) {
            // Choosing is choosing: whoever takes a place waits for no other any more.
            let after = TrackChoice(track: wanted)
            return after == before ? [] : [chosen(after, was: before, scene)]
        }
        return [
            chosen(
                TrackChoice(track: before.track, waitingFor: wanted, ticket: nextTicket), was: before, scene)
        ]
    }

    private func chosen(_ after: TrackChoice, was before: TrackChoice, _ scene: Scene) -> Event {
        scene.event(
            "trackChosen", [],
            [
                "to": after.members, "was": before.members, "role": .string(scene.role.rawValue),
                "support": .string(scene.support.rawValue),
            ])
    }

    /// The place, or the place in a waiting list, that comes free as somebody leaves the room.
    func left(by author: Author, in activity: ID) -> Event? {
        choices[author].map { Event("trackLeft", activity: activity, by: [author], ["was": $0.members]) }
    }

    package func takeOut(_ author: Author, in scene: Scene) -> [Event] {
        left(by: author, in: scene.activity.id).map { [$0] } ?? []
    }

    private func setCapacity(_ body: Fields, _ scene: Scene) throws(Rejection) -> [Event] {
        let id = try body.id("track")
        guard let track = tracks[id] else { throw .unknownItem }
        let capacity = try body.whole("capacity", in: Track.capacities)
        guard capacity != track.capacity else { return [] }
        return [capacitySet(id, to: capacity, was: track.capacity, scene)]
    }

    private func capacitySet(_ track: ID, to capacity: Int, was: Int, _ scene: Scene) -> Event {
        scene.event(
            "capacitySet", [],
            ["track": .string(track), "to": .int(capacity), "was": .int(was)])
    }

    package func compensate(_ event: Event, in scene: Scene) throws(Rejection) -> [Event] {
        switch event.kind {
        case "trackChosen":
            let now = choices[scene.author ?? ""] ?? TrackChoice()
            guard let to = event["to"], let was = event["was"],
                TrackChoice(members: to, among: tracks) == now
            else { throw .movedOn }
            let before = TrackChoice(members: was, among: tracks)
            if let track = before.track, track != now.track, !hasRoom(track) {
                throw Rejection(
                    .movedOn, "Somebody has that place now. Choose it again to come onto its waiting list.")
            }
            if let track = before.waitingFor, hasRoom(track) {
                throw Rejection(.movedOn, "There is room there now. Choose it again, and the place is yours.")
            }
            return [chosen(before, was: now, scene)]
        case "trackLeft":
            // Who comes back has the place again where it is still free, and else chooses anew.
            let before = TrackChoice(members: event["was"] ?? .empty, among: tracks)
            guard choices[scene.author ?? ""] == nil, before.track.map(hasRoom) ?? true else { return [] }
            if let track = before.waitingFor, hasRoom(track) { return [] }
            return [chosen(before, was: TrackChoice(), scene)]
        case "capacitySet":
            guard let id = event["track"]?.string, let track = tracks[id], track.capacity == event["to"]?.int,
                let was = event["was"]?.int
            else { throw .movedOn }
            return [capacitySet(id, to: was, was: track.capacity, scene)]
        default: throw .movedOn
        }
    }

    // MARK: - Evolve

    package mutating func evolve(_ event: Event, in activity: Surroundings) -> Consequence {
        var consequence = Consequence()
        switch event.kind {
        case "trackChosen":
            let author = event.actor ?? ""
            let role = roles[author] ?? event.role
            roles[author] = role
            let before = choices[author] ?? TrackChoice()
            let after = TrackChoice(members: event["to"] ?? .empty, among: tracks)
            set(author, after, &consequence)
            if before.isNone != after.isNone {
                consequence.contributions = [(author, role, after.isNone ? -1 : 1)]
            }
        case "trackLeft":
            let author = event.actor ?? ""
            guard choices[author] != nil else { return consequence }
            set(author, TrackChoice(), &consequence)
            consequence.contributions = [(author, roles[author] ?? .notSaid, -1)]
        case "capacitySet":
            guard let id = event["track"]?.string, let capacity = event["to"]?.int,
                Track.capacities.contains(capacity), tracks[id] != nil
            else { return consequence }
            tracks[id]?.capacity = capacity
            consequence.entries = [("tracks", id)]
        default: return consequence
        }
        moveUp(&consequence)
        return consequence
    }

    /// Gives every free place to the first who waits for it, until nobody waits where there is room. Ends, since each
    /// step makes the lists shorter by one.
    private mutating func moveUp(_ consequence: inout Consequence) {
        while let track = tracks.keys.sorted().first(where: { hasRoom($0) && waiting[$0]?.isEmpty == false }),
            let author = waiting[track]?.first
        {
            set(author, TrackChoice(track: track), &consequence)
        }
    }

    private mutating func set(_ author: Author, _ after: TrackChoice, _ consequence: inout Consequence) {
        let before = choices[author] ?? TrackChoice()
        consequence.mine.append(author)
        if before.track != after.track {
            let role = roles[author] ?? .notSaid
            if let track = before.track {
                taken[track, default: 0] -= 1
                takenByRole[track, default: [:]][role, default: 0] -= 1
            }
            if let track = after.track {
                taken[track, default: 0] += 1
                takenByRole[track, default: [:]][role, default: 0] += 1
            }
            consequence.entries += [before.track, after.track].compactMap { $0 }.map { ("tracks", $0) }
        }
        for track in Set([before.waitingFor, after.waitingFor].compactMap { $0 }) {
            consequence.entries.append(("tracks", track))
            // Whoever waits there may stand at another place now.
            consequence.mine += waiting[track] ?? []
        }
        if let track = before.waitingFor { waiting[track]?.removeAll { $0 == author } }
        if let track = after.waitingFor {
            var list = waiting[track] ?? []
            let place = list.firstIndex { (choices[$0]?.ticket ?? 0) > after.ticket } ?? list.count
            list.insert(author, at: place)
            waiting[track] = list
            nextTicket = max(nextTicket, after.ticket + 1)
        }
        choices[author] = after.isNone ? nil : after
    }

    // MARK: - View

    /// Whether anybody has a place or waits for one.
    var isUsed: Bool { !choices.isEmpty }

    /// How many are in a track, by the role that they had when they first chose.
    func inside(_ track: ID) -> [Role: Int] { takenByRole[track] ?? [:] }

    package func frame(for audience: Audience, in scene: Scene) -> [String: JSON] { [:] }

    package func ids(in collection: String, _ scene: Scene) -> [ID] { Array(tracks.keys) }

    /// How full a track is stands there from the start: people must see where there is room. Only where nothing is ever
    /// shown it isn't.
    package func entry(_ id: ID, in collection: String, for audience: Audience, in scene: Scene) -> JSON? {
        guard let track = tracks[id] else { return nil }
        var members: [String: JSON] = [
            "title": .string(track.title), "order": .string(track.order), "capacity": .int(track.capacity),
        ]
        members.set("text", track.text)
        if scene.activity.reveal != .never {
            members["taken"] = .int(taken[id] ?? 0)
            members["waiting"] = .int(waiting[id]?.count ?? 0)
        }
        return .object(members)
    }

    package func mine(_ author: Author, in scene: Scene) -> [String: JSON] {
        guard let choice = choices[author] else { return [:] }
        var members: [String: JSON] = [:]
        members.set("track", choice.track)
        members.set("waitingFor", choice.waitingFor)
        if let place = choice.waitingFor.flatMap({ waiting[$0] })?.firstIndex(of: author) {
            members["place"] = .int(place + 1)
        }
        return members
    }

    /// The tracks in their order, each with who is in it and who waits, longest first.
    package func attendance() -> [(title: String, capacity: Int, inside: [Author], waiting: [Author])] {
        let inside = Dictionary(grouping: choices.filter { $0.value.track != nil }) { $0.value.track ?? "" }
        return tracks.values.sorted { $0.order < $1.order }.map { track in
            (
                track.title, track.capacity, (inside[track.id] ?? []).map(\.key).sorted(),
                waiting[track.id] ?? []
            )
        }
    }
}
