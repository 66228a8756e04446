/// One of the tracks that run side by side, such as a workshop (S53).
struct Track: Sendable {
    let id: ID
    let title: String
    let text: String?
    let order: String
    /// 0: no limit.
    var capacity: Int

    static let number = 2...12
    static let capacities = 0...10_000

    static func list(_ settings: Settings) throws(TemplateProblem) -> [Track] {
        guard let list = settings.json["tracks"]?.array, number.contains(list.count) else {
            throw TemplateProblem(
                "needs a list of \(number.lowerBound) to \(number.upperBound) tracks with id and title.",
                at: ["tracks"])
        }
        var tracks: [Track] = []
        for (index, json) in list.enumerated() {
            do throws(TemplateProblem) {
                let settings = Settings(json)
                try settings.allow("id", "title", "text", "capacity")
                let id = try settings.required("id", atMost: 20)
                guard id.utf8.allSatisfy({ (48...57).contains($0) || (97...122).contains($0) }) else {
                    throw TemplateProblem("must be small letters a–z and digits.", at: ["id"])
                }
                guard !tracks.contains(where: { $0.id == id }) else {
                    throw TemplateProblem("“\(id)” is there twice.", at: ["id"])
                }
                tracks.append(
                    Track(
                        id: id, title: try settings.required("title", atMost: 120),
                        text: try settings.text("text", atMost: 1000), order: Order.appended(index),
                        capacity: try settings.whole("capacity", in: capacities) ?? 0))
            } catch {
                throw TemplateProblem(error.message, at: ["tracks", String(index)] + error.path)
            }
        }
        return tracks
    }
}

/// Where one person stands: in a track, on the waiting list of another, both, or neither.
struct TrackChoice: Sendable, Equatable {
    var track: ID?
    var waitingFor: ID?
    /// Rises with everybody who begins to wait: the lowest is first. Kept, so that an undo gives a place in the list back.
    var ticket = 0

    var isNone: Bool { track == nil && waitingFor == nil }

    static let mostTickets = 1_000_000_000

    var members: JSON {
        var members: [String: JSON] = [:]
        members.set("track", track)
        members.set("waitingFor", waitingFor)
        if waitingFor != nil { members["ticket"] = .int(ticket) }
        return .object(members)
    }

    init(track: ID? = nil, waitingFor: ID? = nil, ticket: Int = 0) {
        self.track = track
        self.waitingFor = waitingFor
        self.ticket = ticket
    }

    /// Total: tracks that aren't among `known` are left out.
    init(members json: JSON, among known: [ID: Track]) {
        track = json["track"]?.string.flatMap { known[$0] == nil ? nil : $0 }
        waitingFor = json["waitingFor"]?.string.flatMap { known[$0] == nil || $0 == track ? nil : $0 }
        guard waitingFor != nil else { return }
        ticket = min(max(0, json["ticket"]?.int ?? 0), Self.mostTickets)
    }
}
