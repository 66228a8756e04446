import CoproductionLab
import LabJournal
import Logging
import WebSockets

/// All labs of one process and all who are connected to them. An actor on the event loop's thread: frames come in and
/// go out without a hop, and the one thing waited for is the journal.
package actor Hub {
    package nonisolated let loop: EventLoop
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    let journal: RestatedJournal
    let settings: HubSettings
    let logger: Logger
    package let templates: [Template]
    let exporter: Exporter?
    let replays: ReplayLibrary
    /// Told once when the journal can't be trusted any more: the process must end and recover at its next start.
    let onBroken: @Sendable (JournalError) -> Void

    /// Tells what clients have from this start of the server apart from what they have from earlier ones.
    let boot = String(UInt64.random(in: 0 ... .max), radix: 36)
    var server: Server?
    /// What the HTTP side needs; nil while nothing is served, as when a command works on the data folder alone.
    var front: WebFront?
    var labs: [ID: LiveLab] = [:]
    var cards: [ID: LabCard] = [:]
    var codes: [String: ID] = [:]
    /// The labs that were put away, by the code that they had: it opens them still to whoever holds a key to them.
    var formerCodes: [String: Set<ID>] = [:]
    var sessions: [ConnectionID: Session] = [:]
    var guesses = GuessLimiter()
    var links: Links
    var metrics = HubMetrics()
    var isCommitting = false
    var isBroken = false
    /// What comes now is not answered any more: clients send it again when the server is back.
    var isStopping = false
    var loading: [ID: [CheckedContinuation<Void, Never>]] = [:]

    package init(
        loop: EventLoop, journal: any Journal, templates: [Template], settings: HubSettings, links: Links,
        exporter: Exporter? = nil, logger: Logger, onBroken: @escaping @Sendable (JournalError) -> Void
    ) {
        self.loop = loop
        let journal = RestatedJournal(journal)
        self.journal = journal
        replays = ReplayLibrary(journal: journal)
        self.templates = templates
        self.settings = settings
        self.links = links
        self.exporter = exporter
        self.logger = logger
        self.onBroken = onBroken
    }

    /// Reads the list of labs. Each is read in full when somebody first asks for it.
    package func open() async throws(JournalError) {
        for summary in try await journal.labs() {
            if let card = LabCard(summary) {
                file(card)
            } else {
                // That list is a cache; what it has lost is in the events.
                let lab = try await read(summary.lab).state
                if !lab.code.isEmpty { file(LabCard(lab)) }
            }
        }
    }

    func file(_ card: LabCard) {
        forget(card.lab)
        cards[card.lab] = card
        // An archived lab gives its code back.
        if card.isPutAway {
            formerCodes[card.code, default: []].insert(card.lab)
        } else if codes[card.code] == nil {
            codes[card.code] = card.lab
        }
    }

    /// Takes a lab off the list.
    func forget(_ lab: ID) {
        guard let card = cards.removeValue(forKey: lab) else { return }
        if codes[card.code] == lab { codes[card.code] = nil }
        formerCodes[card.code]?.remove(lab)
        if formerCodes[card.code]?.isEmpty == true { formerCodes[card.code] = nil }
    }

    var clock: ContinuousClock { ContinuousClock() }

    /// A lab by its id or code, read from the journal if it isn't in memory; nil where there is none.
    func lab(named name: String) async throws(JournalError) -> LiveLab? {
        let id = codes[name] ?? name
        if let live = labs[id] { return live }
        guard cards[id] != nil else { return nil }
        if loading[id] != nil {
            // Somebody else is at it.
            await withCheckedContinuation { loading[id]?.append($0) }
            return labs[id]
        }
        loading[id] = []
        defer { for waiter in loading.removeValue(forKey: id) ?? [] { waiter.resume() } }
        let live = try await read(id)
        labs[id] = live
        return live
    }

    /// Reads a lab from its journal, off the loop: others go on meanwhile, however long it takes.
    func read(_ id: ID) async throws(JournalError) -> LiveLab {
        let read = try await Self.read(id, from: journal)
        let live = LiveLab(read.state, isRestored: true)
        for (revision, event) in read.recent { live.events[revision] = event }
        for answer in read.answers {
            live.remember(answer.answer, client: answer.client, number: answer.number)
        }
        return live
    }

    /// A lab as its journal has it, with its events of late and the answers that were given under plain numbers.
    private struct ReadLab: Sendable {
        var state: Lab
        var recent: ArraySlice<(Int, Event)>
        var answers: [(client: String, number: Int, answer: LiveLab.Answer)]
    }

    @concurrent
    private nonisolated static func read(
        _ id: ID, from journal: RestatedJournal
    ) async throws(JournalError) -> ReadLab {
        var state = Lab(id: id)
        var recent: [(Int, Event)] = []
        var answers: [String: (client: String, number: Int, first: Int, events: [Event])] = [:]
        while true {
            let page = try await journal.events(of: id, after: state.revision, limit: readPage)
            for stored in page {
                let event = Event(stored)
                _ = state.evolve(event, at: stored.event.time)
                recent.append((stored.revision, event))
                if let key = stored.event.commandKey, let dot = key.lastIndex(of: "."),
                    let number = Int(key[key.index(after: dot)...]), number < ClientKeys.leastHidden
                {
                    // As it was before numbers were hidden; later ones are looked up when their client is back.
                    answers[key, default: (String(key[..<dot]), number, stored.revision, [])].events.append(
                        event)
                }
            }
            if recent.count > LiveLab.eventsKept * 2 { recent.removeFirst(recent.count - LiveLab.eventsKept) }
            if page.count < readPage { break }
        }
        return ReadLab(
            state: state, recent: recent.suffix(LiveLab.eventsKept),
            answers: answers.values.map { given in
                let answer = LiveLab.Answer(
                    firstRevision: given.first, count: given.events.count,
                    result: Lab.result(of: given.events))
                return (given.client, given.number, answer)
            })
    }

    /// So many events are read at once. What waits to be saved waits so long, too.
    private static let readPage = 1_000

    /// Sends to one connection. A full queue marks it as behind; what it must have all the same is kept for it.
    func send(_ frame: Frame, to session: Session, isAnswer: Bool = false) {
        guard let server else { return }
        if !session.isBehind {
            metrics.framesSent += 1
            switch server.send(frame, to: session.id) {
            case .written, .queued, .gone: return
            case .behind: session.isBehind = true
            }
        }
        guard isAnswer else { return }
        session.unsent.append(frame)
        if session.unsent.count > 1_000 { server.close(session.id, code: 1008, reason: "too slow") }
    }
}
