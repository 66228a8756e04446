import CoproductionLab
import Foundation
import LabServer
import WebSockets

/// The simulated people of the demo. Each has the same client as anybody: it sees its own view and acts on that alone.
///
/// Index 0 is the facilitator's stand-in, which prepares the lab; then it leaves the room to you, or plays it to its end.
actor DemoRoom {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    struct Settings: Sendable {
        let lab: DemoLab
        /// How many of its people come.
        let people: Int
        /// Empty where people join a lab that there is: its view says it.
        var template: String
        /// The steps of each template by their names there, with the titles by which they are known again.
        let steps: [String: [(key: String, title: String)]]
        let pace: Double
        /// How long it takes at most until all have seen what one of them did.
        let tick: Duration
    }

    /// The lab that people come into. Without a facilitator's token there is no stand-in: somebody else leads it.
    struct Way: Sendable {
        let lab: String
        let invite: String?
        let facilitatorToken: String?
    }

    private(set) var settings: Settings
    let cast: [DemoLab.Person]
    private let way: Way
    private let host: String
    private let port: Int
    private lazy var people = People(
        loop: loop, host: host, port: port, lab: way.lab, invite: way.invite,
        tell: { index, news in self.assumeIsolated { $0.take(news, of: index) } })

    /// What each sees, and what is each one's own.
    private(set) var views: [Int: JSON] = [:]
    private var mines: [Int: JSON] = [:]
    private var seen: [Int: Int] = [:]
    /// What each is busy with: one thing at a time in an activity.
    private(set) var busy: Set<Place> = []
    /// Commands that wait for their answer, and then for the view that shows it.
    private var sent: [Answerable: Place] = [:]
    private var owed: [Place: Int] = [:]
    /// What was done already: the same is never done twice, whether the view shows it yet or not.
    private var done: [Place: Set<String>] = [:]
    /// Who waits for the answer to a command: the version that it made, or nil where it was refused.
    private var answers: [Answerable: CheckedContinuation<Int?, Never>] = [:]
    private var waiting: [Waiting] = []
    private struct Waiting {
        let condition: @Sendable (isolated DemoRoom) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }
    /// Counts what happened.
    private(set) var news = 0
    private(set) var accepted = 0
    private(set) var refusals: [String] = []

    /// Somebody in an activity.
    struct Place: Hashable {
        let index: Int
        let activity: String
    }
    private struct Answerable: Hashable {
        let index: Int
        let number: Int
    }

    init(loop: EventLoop, host: String, port: Int, way: Way, settings: Settings) {
        self.loop = loop
        self.host = host
        self.port = port
        self.way = way
        self.settings = settings
        cast = Self.cast(of: settings.lab.people, settings.people)
    }

    /// As many as come of those there are: of either side in turn, so that a few are a mixed room, too.
    static func cast(of people: [DemoLab.Person], _ count: Int) -> [DemoLab.Person] {
        guard count < people.count else { return people }
        var sides = Dictionary(grouping: people.indices) { people[$0].side }
        var seats: [Int] = []
        while seats.count < count, sides.values.contains(where: { !$0.isEmpty }) {
            for side in [Side.community, .professional, nil] where seats.count < count {
                if sides[side]?.isEmpty == false, let seat = sides[side]?.removeFirst() { seats.append(seat) }
            }
        }
        return seats.sorted().map { people[$0] }
    }

    /// Lets the facilitator's stand-in in, and the people one after the other.
    func letIn() {
        if let token = way.facilitatorToken {
            var facilitator = People.Person(name: "", role: "", token: token)
            facilitator.audience = "facilitator"
            people.assumeIsolated { _ = $0.add(facilitator) }
        } else {
            people.assumeIsolated { $0.addNobody() }
        }
        for (seat, person) in cast.enumerated() {
            after(0.2 + 0.5 * Double(seat)) { room in
                var simulated = People.Person(name: person.name, role: person.role)
                simulated.support = person.support
                room.people.assumeIsolated { _ = $0.add(simulated) }
            }
        }
    }

    var isEverybodyIn: Bool { seen.count == cast.count + 1 }

    func leave(_ index: Int) { people.assumeIsolated { $0.leave(index) } }

    // MARK: - Seeing

    private func take(_ news: People.News, of index: Int) {
        self.news += 1
        switch news {
        case .joined: (views[index], mines[index]) = (.empty, .empty)
        case .frame(let bytes): takeFrame(bytes, of: index)
        case .accepted(let number, _, let version, _, _):
            accepted += 1
            let answer = Answerable(index: index, number: number)
            if let place = sent.removeValue(forKey: answer) {
                owed[place] = version
                release(index)
            }
            answers.removeValue(forKey: answer)?.resume(returning: version)
        case .rejected(let number, let name, let reason, let detail):
            let answer = Answerable(index: index, number: number)
            refusals.append(
                "\(index == 0 ? "facilitator" : cast[index - 1].name), \(name): \(reason): \(detail)")
            if let place = sent.removeValue(forKey: answer) { busy.remove(place) }
            answers.removeValue(forKey: answer)?.resume(returning: nil)
        case .failed(let words): refusals.append("connection: \(words)")
        case .lost: break
        }
        wake()
    }

    private func takeFrame(_ bytes: [UInt8], of index: Int) {
        guard let message = try? JSON(parsing: bytes) else { return }
        switch message["type"]?.string {
        case "view":
            views[index] = message["view"]
            if settings.template.isEmpty {
                settings.template = message["view"]?["lab"]?["template"]?.string ?? ""
            }
        case "patch": views[index] = (views[index] ?? .empty).merging(message["view"] ?? .empty)
        case "mine": mines[index] = (mines[index] ?? .empty).merging(message["mine"] ?? .empty)
        default: return
        }
        seen[index] = max(seen[index] ?? 0, message["version"]?.int ?? 0)
        release(index)
        if index > 0 { react(index) }
    }

    /// Whoever sees what they did is free to do the next thing.
    private func release(_ index: Int) {
        for (place, version) in owed where place.index == index && version <= seen[index] ?? 0 {
            owed[place] = nil
            busy.remove(place)
        }
        if index > 0 { react(index) }
    }

    // MARK: - Doing

    private func react(_ index: Int) {
        for (id, activity) in views[index]?["activities"]?.object ?? [:] where activity["state"] != "draft" {
            consider(Place(index: index, activity: id))
        }
    }

    private func consider(_ place: Place) {
        guard !busy.contains(place), let act = act(at: place) else { return }
        busy.insert(place)
        after(Double.random(in: act.thinking)) { room in
            // What is right to do now, after all that the others did meanwhile.
            guard let act = room.act(at: place) else {
                room.busy.remove(place)
                return room.wake()
            }
            room.done[place, default: []].insert(act.key)
            room.sent[room.command(place.index, act.name, .object(act.body))] = place
        }
    }

    /// What somebody does next in an activity; nil where they wait or are done.
    private func act(at place: Place) -> DemoAct? {
        guard let scene = scene(at: place), scene.seats.contains(scene.seat),
            let player = DemoPlayers.named(scene.activity["kind"]?.string ?? "")
        else { return nil }
        let isOpen = scene.activity["state"] == "open"
        var act: DemoAct?
        switch isOpen ? player.next(scene) : player.afterwards(scene) {
        case .act(let next): act = next
        case .wait: return nil
        case .done:
            // Who has nothing to say says so: a pass is a full answer.
            guard isOpen, scene.activity["heard"] != nil, done[place, default: []].isEmpty else { return nil }
            act = DemoAct("pass", ["activity": .string(scene.id)], thinking: 5...15)
        }
        return act.flatMap { done[place, default: []].contains($0.key) ? nil : $0 }
    }

    private func scene(at place: Place) -> DemoScene? {
        guard let view = views[place.index], let activity = view["activities"]?[place.activity] else {
            return nil
        }
        return DemoScene(
            lab: settings.lab, template: settings.template, people: cast, seat: place.index - 1,
            seats: seats(in: activity), id: place.activity, step: step(activity), view: view,
            mine: mines[place.index]?["activities"] ?? .empty)
    }

    /// Who takes part: of parallel tracks, those who chose this one; where some roles are asked, these.
    private func seats(in activity: JSON) -> [Int] {
        let roles = activity["contributors"]?.strings ?? []
        return cast.indices.filter { seat in
            guard roles.isEmpty || roles.contains(cast[seat].role) else { return false }
            guard let track = activity["track"] else { return true }
            let chosen = mines[seat + 1]?["activities"]?[track["choice"]?.string ?? ""]?["track"]
            return chosen == track["track"]
        }
    }

    /// The name of an activity in its template, known by its place in the agenda and its title.
    func step(_ activity: JSON) -> String {
        let title = activity["title"]?.string
        let same = (settings.steps[settings.template] ?? []).filter { $0.title == title }
        guard same.count > 1 else { return same.first?.key ?? "" }
        let view = views[0] ?? views.values.first { $0["activities"] != nil }
        let orders = (view?["activities"]?.object ?? [:]).values.filter { $0["title"]?.string == title }
            .compactMap { $0["order"]?.string }.sorted()
        let place = orders.firstIndex { $0 == activity["order"]?.string } ?? 0
        return same.indices.contains(place) ? same[place].key : same[0].key
    }

    // MARK: - The facilitator's stand-in

    /// Gives a command of the facilitator, and waits until its own view shows what came of it.
    @discardableResult
    func lead(_ name: String, _ body: [String: JSON] = [:]) async -> Bool {
        let version = await withCheckedContinuation { continuation in
            answers[command(0, name, .object(body))] = continuation
        }
        guard let version else { return false }
        await until { $0.seen[0] ?? 0 >= version }
        return true
    }

    // MARK: - Time

    func after(_ seconds: Double, _ action: @escaping @Sendable (isolated DemoRoom) -> Void) {
        _ = loop.schedule(after: .milliseconds(Int(seconds * 1000 / settings.pace))) {
            self.assumeIsolated(action)
        }
    }

    private func command(_ index: Int, _ name: String, _ body: JSON) -> Answerable {
        Answerable(index: index, number: people.assumeIsolated { $0.command(index, name, body) })
    }

    /// Waits until something is so, looking again whenever anything has happened.
    func until(_ condition: @escaping @Sendable (isolated DemoRoom) -> Bool) async {
        guard !condition(self) else { return }
        await withCheckedContinuation { waiting.append(Waiting(condition: condition, continuation: $0)) }
    }

    func pause(_ duration: Duration) async {
        await withCheckedContinuation { continuation in
            _ = loop.schedule(after: duration) { continuation.resume() }
        }
    }

    private func wake() {
        let all = waiting
        waiting = []
        for entry in all {
            if entry.condition(self) { entry.continuation.resume() } else { waiting.append(entry) }
        }
    }
}
