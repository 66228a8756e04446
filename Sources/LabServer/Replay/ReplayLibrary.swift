import CoproductionLab
import LabJournal

/// The replays that are looked at, made off the loop from the journal alone.
///
/// A lab is read twice: first in passing, so that the page that plays it can begin, and then in full, page by page, while
/// that goes on. Whoever jumps ahead of what was read waits for it.
actor ReplayLibrary {
    /// Frames that one answer holds at most.
    static let mostFrames = 2_000
    /// So many events are read at once. What waits to be saved waits so long, too.
    static let page = 250
    private static let skimmedPage = 10_000
    /// A lab of no more events is read before its outline is told.
    private static let short = 20_000
    private static let kept = 4
    /// So many events are kept of all of them together, where there are more than one: a million hold a gigabyte.
    private static let mostEvents = 2_000_000
    /// For so long a replay is kept that nobody looks at.
    private static let patience = Duration.seconds(600)

    private struct Book {
        var timeline: Timeline
        var replay: Replay
        var isReading = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var failure: JournalError?
        var lookedAt = ContinuousClock.now

        init(of lab: ID) {
            timeline = Timeline(of: lab)
            replay = Replay(of: lab)
        }
    }

    let journal: any Journal
    private var books: [ID: Book] = [:]
    /// Counts what made everything read of a lab before it old.
    private(set) var ages: [ID: Int] = [:]

    init(journal: any Journal) { self.journal = journal }

    /// How long it is, what to jump to, and when much happened.
    func outline(of lab: ID, for audience: Audience) async throws(JournalError) -> JSON {
        let timeline = try await timeline(of: lab)
        if timeline.last.revision <= Self.short {
            return timeline.outline(for: audience, try await replay(lab, upTo: timeline.last.revision))
        }
        readOn(lab)
        return timeline.outline(for: audience, books[lab]?.replay ?? Replay(of: lab))
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
        while true {
            let age = ages[lab, default: 0]
            let revision: Int
            switch moment {
            case .revision(let number): revision = max(0, number)
            case .at(let at): revision = try await self.revision(of: lab, at: at)
            }
            let frames = try await frames(of: lab, for: audience, from: revision, limit: limit)
            // Somebody was erased while it was read: what was read before may hold their words.
            if age == ages[lab, default: 0] { return frames }
        }
    }

    private func frames(
        of lab: ID, for audience: Audience, from revision: Int, limit: Int
    ) async throws(JournalError) -> JSON {
        var place = try await replay(lab, upTo: revision).station(before: revision)
        while place.lab.revision < revision {
            let wanted = min(Self.page, revision - place.lab.revision)
            let events = try await journal.events(of: lab, after: place.lab.revision, limit: wanted)
            for stored in events { place.step(stored) }
            if events.isEmpty { break }
        }
        let start = place
        var frames: [JSON] = []
        let target = revision + min(max(1, limit), Self.mostFrames)
        while place.lab.revision < target {
            let wanted = min(Self.page, target - place.lab.revision)
            let events = try await journal.events(of: lab, after: place.lab.revision, limit: wanted)
            for stored in events {
                let before = place.lab
                let touched = place.step(stored)
                guard let patch = place.lab.patch(for: audience, since: before, touching: touched) else {
                    continue
                }
                frames.append([
                    "version": .int(stored.revision), "time": .int(Int(place.point.time)),
                    "at": .int(Int(place.point.at)), "view": patch,
                ])
            }
            if events.isEmpty { break }
        }
        return [
            "version": .int(start.lab.revision), "time": .int(Int(start.point.time)),
            "at": .int(Int(start.point.at)), "view": start.lab.view(for: audience), "frames": .array(frames),
            "reached": .int(place.lab.revision),
        ]
    }

    /// The last revision that is not past a moment of the replay's clock.
    private func revision(of lab: ID, at: Int64) async throws(JournalError) -> Int {
        let timeline = try await timeline(of: lab)
        guard at < timeline.last.at else { return timeline.last.revision }
        var point = timeline.point(at: at)
        let skimmed = try await journal.skim(
            lab, after: point.revision, limit: Timeline.spacing, for: [])
        for time in skimmed.times {
            let before = point.revision
            point.step(time)
            if point.at > at { return before }
        }
        return point.revision
    }

    /// The people and the programme of a lab as they are now, without what anybody gave: there at once.
    func roster(of lab: ID) async throws(JournalError) -> Lab { try await timeline(of: lab).lab }

    // MARK: - Reading

    /// A lab's timeline as far as its journal goes.
    private func timeline(of lab: ID) async throws(JournalError) -> Timeline {
        while true {
            open(lab)
            let age = ages[lab, default: 0]
            let revision = books[lab]?.timeline.last.revision ?? 0
            let skimmed = try await journal.skim(
                lab, after: revision, limit: Self.skimmedPage, for: Timeline.kinds)
            // Somebody else may have read on while this one waited.
            guard age == ages[lab, default: 0], books[lab]?.timeline.last.revision == revision else {
                continue
            }
            books[lab]?.timeline.read(skimmed)
            if skimmed.times.count < Self.skimmedPage, let timeline = books[lab]?.timeline { return timeline }
        }
    }

    /// The replay of a lab, read as far as is asked for or as it goes.
    func replay(_ lab: ID, upTo revision: Int) async throws(JournalError) -> Replay {
        while true {
            open(lab)
            guard let replay = books[lab]?.replay else { continue }
            if replay.revision >= revision { return replay }
            readOn(lab)
            let before = replay.revision
            await nextPage(of: lab)
            if let failure = books[lab]?.failure { throw failure }
            // It goes no further.
            if let book = books[lab], !book.isReading, book.replay.revision == before { return book.replay }
        }
    }

    /// Has the rest of a lab read, unless somebody is at it.
    private func readOn(_ lab: ID) {
        guard books[lab]?.isReading == false else { return }
        books[lab]?.isReading = true
        books[lab]?.failure = nil
        Task { await readAll(lab) }
    }

    private func readAll(_ lab: ID) async {
        let age = ages[lab, default: 0]
        do throws(JournalError) {
            while let revision = books[lab]?.replay.revision {
                let events = try await journal.events(of: lab, after: revision, limit: Self.page)
                guard age == ages[lab, default: 0], books[lab] != nil else { return }
                books[lab]?.replay.read(events)
                makeRoom(for: lab)
                if events.count < Self.page { break }
                wake(lab)
            }
        } catch {
            guard age == ages[lab, default: 0] else { return }
            books[lab]?.failure = error
        }
        books[lab]?.isReading = false
        wake(lab)
    }

    private func nextPage(of lab: ID) async {
        await withCheckedContinuation { continuation in
            if books[lab] == nil { continuation.resume() } else { books[lab]?.waiting.append(continuation) }
        }
    }

    private func wake(_ lab: ID) {
        let waiting = books[lab]?.waiting ?? []
        books[lab]?.waiting = []
        for waiter in waiting { waiter.resume() }
    }

    // MARK: - What is kept

    private func open(_ lab: ID) {
        guard books[lab] == nil else {
            books[lab]?.lookedAt = .now
            return
        }
        books[lab] = Book(of: lab)
        makeRoom(for: lab)
        Task { await closeLater(lab) }
    }

    /// Closes what nobody has looked at for longest, until the rest is little enough to be kept.
    private func makeRoom(for lab: ID) {
        while books.count > Self.kept
            || books.values.reduce(0, { $0 + $1.replay.revision }) > Self.mostEvents
        {
            let others = books.filter { $0.key != lab && $0.value.waiting.isEmpty }
            guard let oldest = others.min(by: { $0.value.lookedAt < $1.value.lookedAt }) else { return }
            close(oldest.key)
        }
    }

    private func closeLater(_ lab: ID) async {
        while let lookedAt = books[lab]?.lookedAt {
            let end = lookedAt + Self.patience
            if end <= .now, books[lab]?.waiting.isEmpty == true { return close(lab) }
            try? await Task.sleep(until: max(end, .now + .seconds(1)))
        }
    }

    /// A lab is gone, or persons in it were erased: nothing of what was read is kept.
    func forget(_ lab: ID) { close(lab) }

    private func close(_ lab: ID) {
        ages[lab, default: 0] += 1
        wake(lab)
        books[lab] = nil
    }
}
