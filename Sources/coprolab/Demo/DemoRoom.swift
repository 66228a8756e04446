import CoproductionLab
import Foundation
import LabServer
import WebSockets

/// The simulated people of the demo. Each has the same client as anybody: it sees its own view and acts on that alone.
actor DemoRoom {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private let cast: [DemoData.Person]
    private let pace: Double
    private let made: MadeLab
    private let host: String
    private let port: Int
    private lazy var people = People(
        loop: loop, host: host, port: port, lab: made.id, invite: made.inviteKey,
        tell: { index, news in self.assumeIsolated { $0.take(news, of: index) } })
    /// What each sees. Index 0 is the facilitator's stand-in, which opens the lab and then leaves the room to you.
    private var views: [Int: JSON] = [:]
    private var plans: [Int: DemoPlan] = [:]
    /// Steps that somebody has begun, so that none is begun twice.
    private var begun: Set<String> = []

    init(loop: EventLoop, host: String, port: Int, made: MadeLab, people: [DemoData.Person], pace: Double) {
        self.loop = loop
        self.host = host
        self.port = port
        self.made = made
        cast = people
        self.pace = pace
    }

    /// Opens the lab and its ideas, and lets the people in one after the other.
    func open() async {
        var facilitator = People.Person(name: "", role: "", token: made.facilitatorToken)
        facilitator.audience = "facilitator"
        await people.add(facilitator)
        for (index, person) in cast.enumerated() {
            after(0.2 + 0.5 * Double(index) + Double.random(in: 0...0.3)) { room in
                var simulated = People.Person(name: person.name, role: person.role)
                simulated.support = person.support
                let position = room.people.assumeIsolated { $0.add(simulated) }
                room.plans[position] = DemoPlan(person: person)
            }
        }
    }

    // MARK: - Seeing

    private func take(_ news: People.News, of index: Int) {
        switch news {
        case .joined: views[index] = .empty
        case .frame(let bytes):
            guard let message = try? JSON(parsing: bytes) else { return }
            switch message["type"]?.string {
            case "view": views[index] = message["view"]
            case "patch": views[index] = (views[index] ?? .empty).merging(message["view"] ?? .empty)
            default: return
            }
            index == 0 ? facilitate() : react(index)
        case .accepted(_, let name, _, let result, _):
            guard name == "addPledge", let id = result["pledge"]?.string else { return }
            plans[index]?.pledge = id
            if plans[index]?.person.pledge?.isAccepted == true { accept(index, id) }
        case .rejected, .lost, .failed: break
        }
    }

    /// Opens the lab and its first question, so that ideas come while you are still opening your browser.
    private func facilitate() {
        guard let view = views[0], let activities = view["activities"]?.object, !activities.isEmpty,
            begun.insert("facilitate").inserted
        else { return }
        let byOrder = activities.sorted {
            ($0.value["order"]?.string ?? "") < ($1.value["order"]?.string ?? "")
        }
        command(0, "openLab", .empty)
        for (id, activity) in byOrder {
            command(0, "openActivity", ["activity": .string(id)])
            if activity["kind"]?.string == "gather" { break }
            command(0, "closeActivity", ["activity": .string(id)])
        }
        // From here on you are the facilitator.
        after(2) { room in room.people.assumeIsolated { $0.leave(0) } }
    }

    // MARK: - Doing

    private func react(_ index: Int) {
        guard let view = views[index] else { return }
        for (id, activity) in view["activities"]?.object ?? [:] where activity["state"]?.string == "open" {
            let round = activity["round"]?.int ?? 0
            guard begun.insert("\(index) \(id) \(round)").inserted else { continue }
            switch activity["kind"]?.string {
            case "gather": addIdeas(index, to: id)
            case "vote": vote(index, in: id)
            case "rate": rate(index, in: id)
            case "pledge": pledge(index, in: id)
            default: break
            }
        }
    }

    private func addIdeas(_ index: Int, to activity: String) {
        guard let plan = plans[index] else { return }
        for (count, number) in plan.person.ideas.enumerated() {
            guard let idea = DemoData.ideas[number] else { continue }
            // Somebody thinks, types, and thinks again.
            let thinking = 2 + Double(count) * 14 + Double.random(in: 0...16)
            after(thinking) { room in
                var body: [String: JSON] = [
                    "activity": .string(activity), "text": .string(idea.text), "when": .string(idea.when),
                    "cos": .array(idea.cos.map { .string($0) }),
                ]
                body.set("for", idea.reach)
                room.command(index, "addIdea", .object(body))
            }
        }
        if plan.person.ideas.isEmpty {
            after(10) { $0.command(index, "pass", ["activity": .string(activity)]) }
        }
    }

    private func vote(_ index: Int, in activity: String) {
        after(1 + Double.random(in: 0...4)) { room in
            guard let view = room.views[index], let vote = view["activities"]?[activity],
                let plan = room.plans[index]
            else { return }
            let items = room.items(of: vote, view)
            // Most like what helps; everybody has a mind of their own.
            let liked = items.map {
                (id: $0.id, liking: Double($0.idea?.rating.impact ?? 3) + plan.mood(for: $0.id) * 2)
            }
            .sorted { $0.liking > $1.liking }.prefix(vote["budget"]?.int ?? 1)
            for (count, item) in liked.enumerated() {
                room.after(Double(count) * 2.2 + Double.random(in: 0...1.5)) { room in
                    room.command(
                        index, "vote", ["activity": .string(activity), "item": .string(item.id), "dots": 1])
                }
            }
        }
    }

    private func rate(_ index: Int, in activity: String) {
        after(1 + Double.random(in: 0...3)) { room in
            guard let view = room.views[index], let rate = view["activities"]?[activity],
                let plan = room.plans[index]
            else { return }
            for (count, item) in room.items(of: rate, view).enumerated() {
                let (impact, effort) = plan.rating(of: item.idea, id: item.id)
                let start = Double(count) * 2.6 + Double.random(in: 0...1.2)
                room.after(start) { room in
                    room.command(
                        index, "rate",
                        ["activity": .string(activity), "item": .string(item.id), "impact": impact])
                }
                room.after(start + 1.1) { room in
                    room.command(
                        index, "rate",
                        ["activity": .string(activity), "item": .string(item.id), "effort": effort])
                }
            }
        }
    }

    private func pledge(_ index: Int, in activity: String) {
        guard let plan = plans[index] else { return }
        guard let pledge = plan.person.pledge else {
            // Not everybody can or wants to: a pass is a full answer.
            after(6 + Double.random(in: 0...12)) {
                $0.command(index, "pass", ["activity": .string(activity)])
            }
            return
        }
        after(4 + Double.random(in: 0...8)) { room in
            var body: [String: JSON] = ["activity": .string(activity), "give": .string(pledge.give)]
            body.set("get", pledge.get)
            body.set("firstStep", pledge.firstStep)
            body.set("by", pledge.by)
            body.set("help", pledge.help)
            let view = room.views[index] ?? .empty
            let offered = room.items(of: view["activities"]?[activity] ?? .empty, view)
            body.set("idea", offered.first { $0.idea?.text == DemoData.ideas[pledge.idea]?.text }?.id)
            room.command(index, "addPledge", .object(body))
        }
    }

    private func accept(_ index: Int, _ pledge: String) {
        guard
            let activity = views[index]?["activities"]?.object?.first(where: {
                $0.value["kind"]?.string == "pledge"
            })?.key
        else { return }
        after(3) {
            $0.command(index, "acceptPledge", ["activity": .string(activity), "pledge": .string(pledge)])
        }
    }

    // MARK: - Seeing items

    private struct Item {
        let id: String
        let idea: DemoData.Idea?
    }

    /// The items of a vote or matrix with the demo's ideas behind them, found by their texts; ideas of others have none.
    private func items(of activity: JSON, _ view: JSON) -> [Item] {
        let texts: [(String, String)]
        if let items = activity["items"]?.object {
            texts = items.sorted { ($0.value["order"]?.string ?? "") < ($1.value["order"]?.string ?? "") }.map
            { id, item in
                (id, view["activities"]?[item["from"]?.string ?? ""]?["ideas"]?[id]?["text"]?.string ?? "")
            }
        } else {
            texts = (view["activities"]?.object ?? [:]).values.flatMap { other in
                (other["ideas"]?.object ?? [:]).map { ($0.key, $0.value["text"]?.string ?? "") }
            }
        }
        return texts.map { id, text in Item(id: id, idea: DemoData.ideas.values.first { $0.text == text }) }
    }

    // MARK: - Time

    private func after(_ seconds: Double, _ action: @escaping @Sendable (isolated DemoRoom) -> Void) {
        _ = loop.schedule(after: .milliseconds(Int(seconds * 1000 / pace))) { self.assumeIsolated(action) }
    }

    private func command(_ index: Int, _ name: String, _ body: JSON) {
        people.assumeIsolated { $0.command(index, name, body) }
    }
}

/// What one simulated person thinks.
struct DemoPlan {
    let person: DemoData.Person
    var pledge: String?

    private var isStaff: Bool { ["staff", "manager", "elected"].contains(person.role) }

    /// −1…1, always the same for the same person and item.
    func mood(for item: String) -> Double {
        let sum = (person.name + item).unicodeScalars.reduce(UInt32(2_166_136_261)) {
            ($0 ^ $1.value) &* 16_777_619
        }
        return Double(sum % 2001) / 1000 - 1
    }

    /// Impact and effort of an idea as this person sees them; now and then they don't know.
    func rating(of idea: DemoData.Idea?, id: String) -> (impact: JSON, effort: JSON) {
        let idea = idea ?? DemoData.Idea(text: "", when: "now", cos: [], reach: nil, rating: (3, 3))
        var impact = Double(idea.rating.impact)
        var effort = Double(idea.rating.effort)
        if isStaff {
            impact += Double(idea.staffSee.impact)
            effort += Double(idea.staffSee.effort)
        }
        if idea.isSplit { impact = mood(for: "split") > 0 ? 5 : 1 }
        func level(_ value: Double, _ axis: String) -> JSON {
            let mood = mood(for: id + axis)
            if mood > 0.97 { return "dontKnow" }
            return .int(max(1, min(5, Int((value + (abs(mood) > 0.6 ? mood : 0)).rounded()))))
        }
        return (level(impact, "impact"), level(effort, "effort"))
    }
}
