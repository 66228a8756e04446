import CoproductionLab
import LabJournal

/// When everything happened in a lab, and what one would jump to. It is read without what people gave, so that it is there at
/// once however long the lab was.
struct Timeline: Sendable {
    /// The clock of a replay stands still where a lab did: a pause between two events counts for so many milliseconds at
    /// most, so that a sitting next week follows on this one.
    static let longestPause: Int64 = 5_000
    /// Parts of the strip that shows when much happened.
    static let stripParts = 120
    /// Every so many events a point is kept.
    static let spacing = 1_000

    /// Where a lab's events have come to.
    struct Point: Sendable {
        var revision = 0
        /// Of the last event, in milliseconds since 1970.
        var time: Int64 = 0
        /// On the replay's own clock, in milliseconds from its beginning.
        var at: Int64 = 0

        /// The next event comes about.
        mutating func step(_ next: Int64) {
            // A clock may have been set back; a replay never runs backwards.
            let pause = revision == 0 ? 0 : max(0, next - time)
            at += min(pause, Timeline.longestPause)
            time = next
            revision += 1
        }
    }

    /// Something that one would jump to.
    struct Mark: Sendable {
        let point: Point
        let kind: String
        let activity: ID?
    }

    /// The people and the programme; what people gave is not in it.
    private(set) var lab: Lab
    private(set) var last = Point()
    private(set) var marks: [Mark] = []
    private var points = [Point()]
    private var begins: Int64 = 0
    private var happened = Happened()

    init(of id: ID) { lab = Lab(id: id) }

    /// What one would jump to: the life of the lab and of its activities, and decisions. Never what one person did.
    private static let marked: Set<String> = [
        "labOpened", "sittingEnded", "labEnded", "activityOpened", "activityClosed", "activityRevealed",
        "activityReopened", "itemDecided",
    ]
    /// What is read in full, beside what concerns the lab as a whole.
    static let kinds = marked.union([
        "activityAdded", "activityEdited", "activityMoved", "activitySkipped", "activityPaused",
        "activityResumed",
        "activityStateRestored", "activityImported",
    ])

    /// Reads on: the next events of the journal.
    mutating func read(_ skimmed: SkimmedEvents) {
        var events = skimmed.events[...]
        for time in skimmed.times {
            last.step(time)
            if last.revision == 1 { begins = time }
            happened.count(at: last.at)
            if last.revision.isMultiple(of: Self.spacing) { points.append(last) }
            guard let stored = events.first, stored.revision == last.revision else { continue }
            events.removeFirst()
            let event = Event(stored)
            _ = lab.evolve(event, at: time)
            if Self.marked.contains(event.kind) {
                marks.append(Mark(point: last, kind: event.kind, activity: event.activity))
            }
        }
    }

    /// The nearest point that isn't past a moment of the replay's clock.
    func point(at: Int64) -> Point {
        points[max(0, points.partitioningIndex { $0.at > at } - 1)]
    }

    /// What there is to play, before any of it: how long it is, what to jump to, when much happened.
    ///
    /// - Parameter replay: the same lab as far as it was read; what was decided later has no words yet.
    func outline(for audience: Audience, _ replay: Replay) -> JSON {
        [
            "lab": .string(lab.id), "audience": .string(audience.rawValue), "revision": .int(last.revision),
            "length": .int(Int(last.at)), "begins": .int(Int(begins)), "ends": .int(Int(last.time)),
            "strip": .array(happened.strip(of: Self.stripParts).map { .int($0) }),
            "whole": .bool(replay.revision >= last.revision),
            "marks": .array(
                marks.map { mark in
                    var members: [String: JSON] = [
                        "revision": .int(mark.point.revision), "time": .int(Int(mark.point.time)),
                        "at": .int(Int(mark.point.at)), "kind": .string(mark.kind),
                    ]
                    members.set("activity", mark.activity)
                    members.set("title", mark.activity.flatMap { lab.activities[$0]?.title })
                    let decided = replay.decided[mark.point.revision]?[audience]
                    members.set("item", decided?.text)
                    members.set("decision", decided?.choice)
                    return .object(members)
                }),
        ]
    }
}

/// How much happened when, on the replay's clock: coarser as it gets longer.
private struct Happened: Sendable {
    private static let most = 4_096
    /// In milliseconds.
    private var width: Int64 = 1_000
    private var counts: [Int] = []

    mutating func count(at: Int64) {
        while at / width >= Self.most {
            width *= 2
            counts = stride(from: 0, to: counts.count, by: 2).map { index in
                counts[index] + (index + 1 < counts.count ? counts[index + 1] : 0)
            }
        }
        let index = Int(at / width)
        if counts.count <= index {
            counts.append(contentsOf: repeatElement(0, count: index + 1 - counts.count))
        }
        counts[index] += 1
    }

    /// In equal parts of the time that passed, at most so many.
    func strip(of most: Int) -> [Int] {
        guard counts.count > most else { return counts }
        var parts = [Int](repeating: 0, count: most)
        for (index, count) in counts.enumerated() { parts[index * most / counts.count] += count }
        return parts
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
