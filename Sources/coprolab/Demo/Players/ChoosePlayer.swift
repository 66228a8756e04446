import CoproductionLab

/// People choose a workshop. Whose favourite is full takes another, and mostly waits for the favourite all the same.
enum ChoosePlayer: DemoPlayer {
    static let kind = "choose"

    static func next(_ scene: DemoScene) -> DemoTurn {
        let tracks = scene.ordered("tracks")
        // The first is what most have come for.
        let liked = tracks.enumerated()
            .map {
                (
                    track: $1,
                    liking: scene.mind.mood(for: $1.value["title"]?.string ?? "") + ($0 == 0 ? 0.8 : 0)
                )
            }
            .sorted { $0.liking > $1.liking }.map(\.track)
        guard let favourite = liked.first else { return .done }
        let track = scene.own["track"]?.string
        func choose(_ wanted: String, _ thinking: ClosedRange<Double>) -> DemoTurn {
            scene.act("chooseTrack", ["track": .string(wanted)], thinking: thinking, upon: track ?? "")
        }
        // Who came too late for the favourite, and has no place at all yet, takes one first.
        guard track != nil else {
            return choose((liked.first { hasRoom($0.value) } ?? favourite).id, 3...12)
        }
        guard track != favourite.id, scene.own["waitingFor"] == nil, !hasRoom(favourite.value),
            scene.mind.mood(for: favourite.value["title"]?.string ?? "") > -0.4
        else { return .done }
        return choose(favourite.id, 3...8)
    }

    private static func hasRoom(_ track: JSON) -> Bool {
        let capacity = track["capacity"]?.int ?? 0
        return capacity == 0 || (track["taken"]?.int ?? 0) < capacity
    }
}
