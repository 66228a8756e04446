import CoproductionLab
import LabJournal

/// A lab as it went, read from its journal: every moment in order, each a few hundred events from a kept state.
///
/// The states that are kept share most of their memory, since the engine's collections are persistent; what is rendered
/// for an audience is what that audience's view held then, and so never shows what it did not see.
struct Replay: Sendable {
    /// The clock of a replay stands still where a lab did: a pause between two events counts for so many milliseconds at
    /// most, so that a sitting next week follows on this one.
    static let longestPause: Int64 = 5_000
    /// Parts of the strip that shows when much happened.
    static let stripParts = 120

    /// A place from which the states that follow are made.
    struct Station: Sendable {
        var lab: Lab
        /// Of the last event, in milliseconds since 1970.
        var time: Int64
        /// On the replay's own clock, in milliseconds from its beginning.
        var at: Int64
    }

    /// Something that one would jump to.
    struct Mark: Sendable {
        let revision: Int
        let time: Int64
        let at: Int64
        let kind: String
        let activity: ID?
    }

    let id: ID
    /// Every so many events a state is kept.
    private let spacing: Int
    private(set) var stations: [Station]
    private(set) var marks: [Mark] = []
    /// The play clock's place of each event, kept coarsely: how many fell into each second of it.
    private var perSecond: [Int] = []

    init(of id: ID, spacing: Int = 500) {
        self.id = id
        self.spacing = spacing
        stations = [Station(lab: Lab(id: id), time: 0, at: 0)]
        last = stations[0]
    }

    /// The newest state that was read.
    private(set) var last: Station
    var revision: Int { last.lab.revision }

    /// What one would jump to: the life of the lab and of its activities, and decisions. Never what one person did.
    private static let marked: Set<String> = [
        "labOpened", "sittingEnded", "labEnded", "activityOpened", "activityClosed", "activityRevealed",
        "activityReopened", "itemDecided",
    ]

    /// Reads on: the next events of the journal, in their order.
    mutating func read(_ events: [StoredEvent]) {
        for stored in events {
            Self.step(&last, stored)
            let second = Int(last.at / 1_000)
            if perSecond.count <= second {
                perSecond.append(contentsOf: repeatElement(0, count: second + 1 - perSecond.count))
            }
            perSecond[second] += 1
            if Self.marked.contains(stored.event.kind) {
                marks.append(
                    Mark(
                        revision: stored.revision, time: stored.event.time, at: last.at,
                        kind: stored.event.kind,
                        activity: stored.event.items.first.flatMap { $0.isEmpty ? nil : $0 }))
            }
            if last.lab.revision.isMultiple(of: spacing) { stations.append(last) }
        }
    }

    @discardableResult
    static func step(_ station: inout Station, _ stored: StoredEvent) -> Touched {
        let time = stored.event.time
        // A clock may have been set back; a replay never runs backwards.
        let pause = station.lab.revision == 0 ? 0 : max(0, time - station.time)
        station.at += min(pause, longestPause)
        station.time = time
        return station.lab.evolve(Event(stored), at: time)
    }

    /// The nearest kept state that isn't past `revision`.
    func station(before revision: Int) -> Station {
        let index = stations.partitioningIndex { $0.lab.revision > revision }
        return stations[max(0, index - 1)]
    }

    /// The nearest kept state that isn't past a moment of the replay's clock.
    func station(at: Int64) -> Station {
        let index = stations.partitioningIndex { $0.at > at }
        return stations[max(0, index - 1)]
    }

    /// How much happened when: numbers of events in equal parts of the replay's clock.
    var strip: [Int] {
        let seconds = perSecond.count
        guard seconds > Self.stripParts else { return perSecond }
        var parts = [Int](repeating: 0, count: Self.stripParts)
        for (second, count) in perSecond.enumerated() { parts[second * Self.stripParts / seconds] += count }
        return parts
    }

    /// What there is to play, before any of it: how long it is, what to jump to, when much happened.
    func outline(for audience: Audience) -> JSON {
        [
            "lab": .string(id), "audience": .string(audience.rawValue), "revision": .int(revision),
            "length": .int(Int(last.at)), "begins": .int(Int(stations.dropFirst().first?.time ?? last.time)),
            "ends": .int(Int(last.time)), "strip": .array(strip.map { .int($0) }),
            "marks": .array(
                marks.map { mark in
                    var members: [String: JSON] = [
                        "revision": .int(mark.revision), "time": .int(Int(mark.time)),
                        "at": .int(Int(mark.at)),
                        "kind": .string(mark.kind),
                    ]
                    members.set("activity", mark.activity)
                    members.set("title", mark.activity.flatMap { last.lab.activities[$0]?.title })
                    return .object(members)
                }),
        ]
    }
}

extension Array {
    /// The first index whose element fulfils the condition, where all that fulfil it stand at the end; else `endIndex`.
    func partitioningIndex(where isPast: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if isPast(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
