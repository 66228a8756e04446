extension Choose {
    /// How full the tracks are is never hidden, unless nothing is ever shown.
    package func kept(_ share: KeptShare, in scene: Scene) -> [KeptPiece] {
        var pieces = tracks.values.map {
            KeptPiece("capacity", ["track": .string($0.id), "capacity": .int($0.capacity)])
        }
        guard scene.activity.reveal != .never else { return pieces }
        let tellsPersons = scene.activity.visibility == .named && !scene.lab.details.hidesNames
        for (author, choice) in choices {
            var what = choice.members.object ?? [:]
            // Who waits longest is served first, so that order is kept; the number itself says nothing.
            what["ticket"] = nil
            if scene.activity.visibility != .private { what.set("role", roles[author] ?? .notSaid) }
            let waits = choice.waitingFor != nil
            pieces.append(
                KeptPiece(
                    "choice", group: waits ? 2 : 1, persons: tellsPersons ? [author] : [],
                    place: waits ? scene.keptPlace(Order.appended(choice.ticket)) : nil, what))
        }
        return pieces
    }

    package mutating func restore(_ piece: String, _ event: Event, in scene: Scene) {
        if piece == "capacity" {
            guard let id = event["track"]?.string, let capacity = event["capacity"]?.int,
                Track.capacities.contains(capacity)
            else { return }
            tracks[id]?.capacity = capacity
            return
        }
        guard piece == "choice", let what = event.what else { return }
        var author = event.importedAuthor()
        if author == Event.nobody { author = Event.nobody(choices.count) }
        guard choices[author] == nil else { return }
        var choice = TrackChoice(members: what, among: tracks)
        guard !choice.isNone else { return }
        if let track = choice.waitingFor {
            choice.ticket = nextTicket
            nextTicket += 1
            waiting[track, default: []].append(author)
        }
        if let track = choice.track {
            taken[track, default: 0] += 1
            takenByRole[track, default: [:]][event.role, default: 0] += 1
        }
        choices[author] = choice
        roles[author] = event.role
    }
}
