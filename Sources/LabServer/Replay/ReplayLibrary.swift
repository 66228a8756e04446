import CoproductionLab
import LabJournal

/// The replays that are looked at, made off the loop from the journal alone.
actor ReplayLibrary {
    /// Frames that one answer holds at most.
    static let mostFrames = 2_000
    private static let page = 5_000
    private static let kept = 4

    private let journal: any Journal
    private var replays: [ID: Replay] = [:]
    /// Least lately looked at first.
    private var order: [ID] = []
    /// Counts what made everything read of a lab before it old.
    private var ages: [ID: Int] = [:]

    init(journal: any Journal) { self.journal = journal }

    /// How long it is, what to jump to, and when much happened.
    func outline(of lab: ID, for audience: Audience) async throws(JournalError) -> JSON {
        try await replay(lab, upTo: .max).outline(for: audience)
    }

    /// A moment of a replay.
    enum Moment: Sendable {
        case revision(Int)
        /// On the replay's own clock, in milliseconds.
        case at(Int64)
    }

    /// The whole view at a moment, and the patches of the events that follow, each with its time.
    ///
    /// - Parameter limit: of events that are gone through; those that changed nothing for the audience have no frame.
    func frames(
        of lab: ID, for audience: Audience, from moment: Moment, limit: Int
    ) async throws(JournalError) -> JSON {
        let revision: Int
        switch moment {
        case .revision(let number): revision = number
        case .at(let at): revision = try await self.revision(of: lab, at: at)
        }
        var place = try await replay(lab, upTo: revision).station(before: revision)
        let wanted = min(max(1, limit), Self.mostFrames)
        let target = max(0, revision) + wanted
        var first: Replay.Station?
        var frames: [JSON] = []
        if place.lab.revision >= revision { first = place }
        reading: while place.lab.revision < target {
            let events = try await journal.events(
                of: lab, after: place.lab.revision, limit: min(Self.page, target - place.lab.revision))
            for stored in events {
                let before = place.lab
                let touched = Replay.step(&place, stored)
                if stored.revision <= revision {
                    if stored.revision == revision { first = place }
                    continue
                }
                guard let patch = place.lab.patch(for: audience, since: before, touching: touched) else {
                    continue
                }
                frames.append([
                    "version": .int(stored.revision), "time": .int(Int(place.time)),
                    "at": .int(Int(place.at)),
                    "view": patch,
                ])
            }
            if events.isEmpty { break reading }
        }
        let start = first ?? place
        return [
            "version": .int(start.lab.revision), "time": .int(Int(start.time)), "at": .int(Int(start.at)),
            "view": start.lab.view(for: audience), "frames": .array(frames),
            "reached": .int(place.lab.revision),
        ]
    }

    /// The last revision that is not past a moment of the replay's clock.
    private func revision(of lab: ID, at: Int64) async throws(JournalError) -> Int {
        let replay = try await replay(lab, upTo: .max)
        guard at < replay.last.at else { return replay.revision }
        var place = replay.station(at: at)
        while true {
            let events = try await journal.events(of: lab, after: place.lab.revision, limit: Self.page)
            for stored in events {
                let before = place.lab.revision
                Replay.step(&place, stored)
                if place.at > at { return before }
            }
            if events.isEmpty { return place.lab.revision }
        }
    }

    /// The replay of a lab, read as far as is asked for or as it goes.
    private func replay(_ lab: ID, upTo revision: Int) async throws(JournalError) -> Replay {
        var replay = replays[lab] ?? Replay(of: lab)
        let age = ages[lab, default: 0]
        while replay.revision < revision {
            let events = try await journal.events(of: lab, after: replay.revision, limit: Self.page)
            guard age == ages[lab, default: 0] else { return try await self.replay(lab, upTo: revision) }
            // Somebody else may have read further while this one waited.
            if let other = replays[lab], other.revision > replay.revision {
                replay = other
                continue
            }
            replay.read(events)
            keep(replay)
            if events.count < Self.page { break }
        }
        return replay
    }

    private func keep(_ replay: Replay) {
        replays[replay.id] = replay
        order.removeAll { $0 == replay.id }
        order.append(replay.id)
        if order.count > Self.kept { replays[order.removeFirst()] = nil }
    }

    /// A lab is gone, or persons in it were erased: nothing of what was read is kept.
    func forget(_ lab: ID) {
        ages[lab, default: 0] += 1
        replays[lab] = nil
        order.removeAll { $0 == lab }
    }
}
