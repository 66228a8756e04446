import CoproductionLab
import LabJournal

/// A lab as it went, read from its journal: every state in order, each some events from a kept one.
///
/// The states that are kept share memory, since the engine's collections are persistent, and there are never more of them
/// than `mostStations`; what is rendered for an audience is what that audience's view held then, and so never shows what
/// it did not see.
struct Replay: Sendable {
    /// Those for whom a lab is played again.
    static let audiences: [Audience] = [.screen, .facilitator]
    static let mostStations = 256

    /// A place from which the states that follow are made.
    struct Station: Sendable {
        var lab: Lab
        var point = Timeline.Point()

        /// Takes the next event in.
        @discardableResult
        mutating func step(_ stored: StoredEvent) -> Touched {
            point.step(stored.event.time)
            return lab.evolve(Event(stored), at: stored.event.time)
        }
    }

    let id: ID
    /// Every so many events a state is kept: more as the lab gets longer.
    private var spacing: Int
    private var stations: [Station]
    /// The newest state that was read.
    private(set) var last: Station
    /// What each audience that sees a decision sees of it, by its revision.
    private(set) var decided: [Int: [Audience: Decided]] = [:]

    init(of id: ID, spacing: Int = 500) {
        self.id = id
        self.spacing = spacing
        last = Station(lab: Lab(id: id))
        stations = [last]
    }

    var revision: Int { last.lab.revision }

    /// Reads on: the next events of the journal, in their order.
    mutating func read(_ events: [StoredEvent]) {
        for stored in events {
            last.step(stored)
            if stored.event.kind == "itemDecided" { keepDecision(stored) }
            if revision.isMultiple(of: spacing) { keepStation() }
        }
    }

    private mutating func keepDecision(_ stored: StoredEvent) {
        let event = Event(stored)
        guard let activity = event.activity, let item = event.item else { return }
        for audience in Self.audiences {
            decided[stored.revision, default: [:]][audience] = Decided(
                item, in: activity, of: last.lab, for: audience)
        }
    }

    private mutating func keepStation() {
        stations.append(last)
        guard stations.count > Self.mostStations else { return }
        spacing *= 2
        stations.removeAll { !$0.lab.revision.isMultiple(of: spacing) }
    }

    /// The nearest kept state that isn't past `revision`.
    func station(before revision: Int) -> Station {
        if revision >= self.revision { return last }
        return stations[max(0, stations.partitioningIndex { $0.lab.revision > revision } - 1)]
    }
}
