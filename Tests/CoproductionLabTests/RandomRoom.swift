@testable import CoproductionLab

/// A room full of people who do anything at all: sensible things mostly, and all else too. Everything it does follows
/// from its seed.
struct RandomRoom {
    private(set) var fixture: LabFixture
    private(set) var people: [ID] = [LabFixture.host]
    /// What accepted commands led to, with who gave them, for undoing.
    private var done: [(by: ID, events: [Event])] = []
    private var numbers: SeededNumbers
    private(set) var accepted: [String: Int] = [:]
    private(set) var refused: [Reason: Int] = [:]

    init(seed: UInt64) throws(Rejection) {
        var numbers = SeededNumbers(seed: seed)
        fixture = LabFixture(seed: seed, steps: Self.programme) { step in
            guard Bool.random(using: &numbers) else { return }
            step.visibility = Activity.Visibility.allCases.randomElement(using: &numbers) ?? step.visibility
            step.reveal = Activity.Reveal.allCases.randomElement(using: &numbers) ?? step.reveal
            if step.id == "dots" { step.settings = ["take": 2, "perItem": 2] }
            if step.id == "dots", Bool.random(using: &numbers) {
                step.settings = ["budget": 3, "perItem": 3]
            }
            if step.id == "matrix", Bool.random(using: &numbers) { step.inputsFrom = ["dots", "more"] }
        }
        self.numbers = numbers
        for role in [Role.usesServices, .family, .neighbour, .staff, .staff, .manager, .other] {
            people.append(try fixture.join(role))
        }
        people.append(try fixture.addPaper(.usesServices))
        try fixture.send("setRights", ["participant": .string(people[4]), "facilitator": true])
        for step in Self.programme where chance(0.7) { try fixture.open(step.id) }
        for person in people[1...5] { _ = try? fixture.addIdea("Idea of \(person)", by: person) }
        _ = fixture.takeTouched()
    }

    /// T2 with a second gather beside the first.
    private static var programme: [LabFixture.Step] {
        var steps = LabFixture.steps
        steps.insert(LabFixture.Step(id: "more", kind: "gather"), at: 2)
        return steps
    }

    // MARK: - Drawing lots

    private mutating func chance(_ part: Double) -> Bool { Double.random(in: 0..<1, using: &numbers) < part }
    private mutating func one<Element>(of elements: [Element], _ fallback: Element) -> Element {
        elements.randomElement(using: &numbers) ?? fallback
    }
    private mutating func one(of words: JSON...) -> JSON { one(of: words, .null) }

    /// Ids to choose from for a command in an activity: what stands there, one's own, or whatever ever was there,
    /// since an id may have been known before.
    private mutating func items(in id: ID, of person: ID) -> [ID] {
        guard let activity = fixture.lab.activities[id] else { return [] }
        if chance(0.6), case let own = fixture.mine(person).at("activities", id)?.object ?? [:] {
            let ids = ["ideas", "pledges"].flatMap { own[$0]?.object?.keys.sorted() ?? [] }
            if !ids.isEmpty { return ids }
        }
        if chance(0.85) {
            let scene = Scene(lab: fixture.lab, activity: activity)
            return type(of: activity.content).collections.flatMap { activity.content.ids(in: $0, scene) }
                .sorted()
        }
        return fixture.journal.filter { $0.event.activity == id }.flatMap(\.event.items)
    }

    private func isFacilitator(_ person: ID) -> Bool { fixture.lab.people[person]?.isFacilitator == true }

    // MARK: - Doing something

    mutating func act() {
        if chance(0.04), let person = try? fixture.join(one(of: Role.allCases, .other)) {
            people.append(person)
        }
        if chance(0.06) { fixture.fold(fixture.lab.decideReturn(one(of: people, LabFixture.host))) }
        let person = chance(0.3) ? LabFixture.host : one(of: people, LabFixture.host)
        do throws(Rejection) {
            if chance(0.12), !done.isEmpty {
                let (giver, events) = one(of: Array(done.suffix(12)), done[0])
                done.append((person, try fixture.undo(events, by: chance(0.8) ? giver : person)))
                accepted["undo", default: 0] += 1
            } else {
                let (name, activity, body) = command(by: person)
                done.append((person, try fixture.send(name, by: person, in: activity, body)))
                accepted[name, default: 0] += 1
            }
        } catch {
            refused[error.reason, default: 0] += 1
        }
    }

    private mutating func command(by person: ID) -> (name: String, activity: ID?, body: [String: JSON]) {
        if fixture.lab.state != .open, person == LabFixture.host, chance(0.7) { return ("openLab", nil, [:]) }
        let open = fixture.lab.agenda.filter {
            fixture.lab.activities[$0]?.state == .open && fixture.lab.activities[$0]?.takesAnswers == true
        }
        var activity = one(of: chance(0.7) && !open.isEmpty ? open : fixture.lab.agenda, "ideas")
        if chance(0.02) { activity = "nowhere" }
        var name = sensible(in: fixture.lab.activities[activity], by: person)
        if chance(0.08) { name = one(of: LabCommands.known.sorted(), name) }
        if name == "offerLate" {
            let late = sensible(in: fixture.lab.activities[activity], by: person)
            var body = self.body(of: late, in: activity, by: person)
            body.set("activity", activity)
            return (name, nil, ["name": .string(late), "body": .object(body)])
        }
        return (name, activity, body(of: name, in: activity, by: person))
    }

    private mutating func sensible(in activity: Activity?, by person: ID) -> String {
        if chance(0.05) { return one(of: ["setName", "setRole", "setSupport", "watch", "leave"], "leave") }
        if isFacilitator(person), chance(0.4) {
            if !fixture.lab.late.isEmpty, chance(0.4) { return chance(0.7) ? "acceptLate" : "dismissLate" }
            if chance(0.05) {
                return one(of: ["endSitting", "endLab", "addPerson", "setRights"], "setRights")
            }
            if chance(0.5), let activity { return move(from: activity.state) }
            if activity?.kind == "gather" { return chance(0.6) ? "mergeIdeas" : "hideIdea" }
            if activity?.kind == "rate" { return "decide" }
        }
        if chance(0.05) { return "pass" }
        if activity?.state == .closed, chance(0.5) { return "offerLate" }
        switch activity?.kind {
        case "gather":
            return one(of: ["addIdea", "addIdea", "addIdea", "editIdea", "withdrawIdea"], "addIdea")
        case "vote": return "vote"
        case "rate": return "rate"
        case "pledge":
            return one(
                of: ["addPledge", "addPledge", "acceptPledge", "editPledge", "withdrawPledge"], "addPledge")
        default: return isFacilitator(person) ? move(from: activity?.state ?? .open) : "pass"
        }
    }

    private mutating func move(from state: Activity.State) -> String {
        switch state {
        case .draft: "openActivity"
        case .open:
            one(of: ["pauseActivity", "closeActivity", "closeActivity", "revealActivity"], "closeActivity")
        case .paused: "resumeActivity"
        case .closed: one(of: ["revealActivity", "reopenActivity"], "revealActivity")
        case .revealed: "reopenActivity"
        }
    }

    private mutating func body(of name: String, in activity: ID, by person: ID) -> [String: JSON] {
        var body: [String: JSON] = [:]
        let items = items(in: activity, of: name == "mergeIdeas" ? "" : person)
        if chance(isFacilitator(person) ? 0.25 : 0.03) {
            let onPaper = people.filter { fixture.lab.people[$0]?.support == .paper }
            body["onBehalfOf"] = .string(one(of: chance(0.9) ? onPaper : people + ["nobody"], ""))
        }
        for member in ["item", "idea", "pledge", "into"] { body[member] = .string(one(of: items, "nothing")) }
        if name == "addPledge" || name == "editPledge" {
            let ideas = fixture.lab.activities[activity].map { fixture.lab.inputs(of: $0).map(\.id) } ?? []
            body["idea"] = chance(0.5) ? nil : .string(one(of: ideas, ""))
        }
        body["ideas"] = .array([.string(one(of: items, "nothing")), .string(one(of: items, "nothing"))])
        if chance(0.5) { body["ideas"] = .array([.string(one(of: items, "nothing"))]) }
        body["text"] = one(of: "Walks", "Café", "Songs\nagain", "Tea \u{202E}", "", .int(4))
        if chance(0.9) { body["text"] = one(of: "Walks", "Café", "Songs\nagain") }
        body["give"] = body["text"]
        if chance(0.3) { body["get"] = one(of: "Vests", "") }
        if chance(0.2) { body["cos"] = one(of: ["C"], ["D", "L"], [], ["X"]) }
        if chance(0.2) { body["when"] = one(of: "now", "couldBe", "", "never") }
        if chance(0.2) { body["for"] = one(of: "person", "community", "") }
        if chance(0.9) { body["version"] = one(of: 1, 1, 1, 1, 2, 3, 0) }
        body["dots"] = one(of: 0, 1, 1, 1, 2, 3, -1, "one")
        if chance(0.7) { body["impact"] = one(of: 1, 2, 3, 4, 5, "dontKnow", "none", 6, "x") }
        if chance(0.7) { body["effort"] = one(of: 1, 2, 3, 4, 5, "dontKnow", "none", 0) }
        body["decision"] = one(of: "do", "plan", "later", "drop")
        body["reason"] = one(of: "It helps.", "Too dear.", "")
        body["name"] = one(of: "Ann", "Bo", "Cy")
        body["role"] = .string(one(of: Role.allCases, .other).rawValue)
        if chance(0.5) { body["support"] = one(of: "self", "scribe", "paper", "voice") }
        if name == "addPerson" { body["support"] = nil }
        body["on"] = .bool(chance(0.5))
        body["participant"] = .string(one(of: people, ""))
        body["facilitator"] = .bool(chance(0.5))
        body["late"] = .string(one(of: fixture.lab.late.keys.sorted(), "nothing"))
        return body
    }

    mutating func takeTouched() -> Touched { fixture.takeTouched() }
}
