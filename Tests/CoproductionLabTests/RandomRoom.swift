import LabFixtures

@testable import CoproductionLab

/// A room full of people who do anything at all: sensible things mostly, and all else too. Everything it does follows
/// from its seed.
struct RandomRoom {
    private(set) var fixture: LabFixture
    private(set) var people: [ID] = [LabFixture.host]
    /// What accepted commands led to, with who gave them, for undoing.
    private(set) var done: [(by: ID, events: [Event])] = []
    private var numbers: SeededNumbers
    private(set) var accepted: [String: Int] = [:]
    private(set) var refused: [Reason: Int] = [:]

    /// - Parameter more: steps besides, and what stands in each of them beyond what any has.
    init(seed: UInt64, more: [(step: LabFixture.Step, members: [String: JSON])] = []) throws(Rejection) {
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
            if step.id == "dots", Bool.random(using: &numbers) { step.inputsFrom = ["themes"] }
            if step.id == "themes", Bool.random(using: &numbers) {
                step.settings = ["passesOn": "themes", "themes": ["Given"]]
            }
            if step.id == "more", Bool.random(using: &numbers) {
                step.settings = ["moderated": true, "staysOpen": true, "groups": Self.headings]
            }
            if step.id == "more", Bool.random(using: &numbers) { step.inputsFrom = ["map", "level"] }
            if step.id == "dots", Bool.random(using: &numbers) { step.settings = ["take": 2] }
        }
        for (index, each) in more.enumerated() {
            let event = each.step.added(at: 100 + index)
            let what = (event.what?.object ?? [:]).merging(each.members) { $1 }
            fixture.fold([
                Event("activityAdded", activity: each.step.id, by: [LabFixture.host], .object(what))
            ])
            try fixture.open(each.step.id)
        }
        self.numbers = numbers
        for role in [Role.usesServices, .family, .neighbour, .staff, .staff, .manager, .other] {
            people.append(try fixture.join(role))
        }
        people.append(try fixture.addPaper(.usesServices))
        try fixture.send("setRights", ["participant": .string(people[4]), "facilitator": true])
        if chance(0.3) {
            try fixture.send("setDoor", ["approval": true])
            people += try fixture.join([.family, .staff])
            try fixture.send("setDoor", ["approval": false])
        }
        for step in Self.programme where chance(0.7) { try fixture.open(step.id) }
        for person in people[1...5] { _ = try? fixture.addIdea("Idea of \(person)", by: person) }
        // Nobody has voted yet, so that all tie at the cut, where there is one.
        if chance(0.2) {
            try? fixture.open("dots")
            _ = try? fixture.send("revealActivity", in: "dots")
        }
        for (question, person) in zip(["can", "would", "would"], people[1...3]) {
            _ = try? fixture.send(
                "answerQuestion", by: person, in: "asked",
                ["question": .string(question), "answer": ["cook"]])
        }
        Self.allowQuotes(in: &fixture, by: people[1...4])
        _ = fixture.takeTouched()
    }

    /// T2 with a second gather beside the first, and one activity of each kind that T2 hasn't.
    private static var programme: [LabFixture.Step] {
        var steps = LabFixture.steps
        steps[1].settings = ["asksCos": true, "asksWhen": true, "asksFor": true, "asksQuote": true]
        steps.insert(LabFixture.Step(id: "more", kind: "gather", inputsFrom: ["map"]), at: 2)
        steps.insert(
            LabFixture.Step(
                id: "map", kind: "grid", reveal: .live, inputsFrom: ["ideas"],
                settings: [
                    "rows": "inputs", "columns": [["id": "C", "title": "C"], ["id": "L", "title": "L"]],
                    "tags": ["column": "co"],
                    "firstRoles": ["usesServices", "family", "neighbour", "staff", "notSaid"],
                ]), at: 2)
        steps.insert(
            LabFixture.Step(
                id: "themes", kind: "cluster", reveal: .live, inputsFrom: ["ideas", "map"],
                settings: ["themes": ["Given"]]), at: 3)
        steps.insert(
            LabFixture.Step(
                id: "level", kind: "grid",
                settings: [
                    "rows": [["id": "a", "title": "A"], ["id": "b", "title": "B"]],
                    "columns": [["id": "now", "title": "Now"]], "cells": "level",
                ]), at: 4)
        steps.insert(
            LabFixture.Step(
                id: "tracks", kind: "choose",
                settings: [
                    "tracks": [
                        ["id": "a", "title": "A", "capacity": 1], ["id": "b", "title": "B", "capacity": 2],
                        ["id": "c", "title": "C"],
                    ]
                ]), at: 5)
        steps.append(LabFixture.Step(id: "asked", kind: "survey", reveal: .live, settings: survey))
        steps.append(
            LabFixture.Step(
                id: "panel", kind: "questions", reveal: .live,
                settings: ["panellists": [["id": "chief", "name": "Anne Ross"]]]))
        var later = survey.object ?? [:]
        later["moderated"] = true
        later["staysOpen"] = true
        later["before"] = "asked"
        later["itemQuestion"] = ["type": "scale", "evidence": true]
        steps.append(
            LabFixture.Step(
                id: "askedAgain", kind: "survey", visibility: .named, inputsFrom: ["ideas"],
                settings: .object(later)))
        return steps + formSteps
    }

    private static let headings: JSON = [
        ["id": "starts", "title": "Starts"], ["id": "stays", "title": "Stays"],
    ]

    /// One question of each type but `symbol`, under names that stay the same.
    static let survey: JSON = [
        "questions": [
            ["id": "trust", "type": "scale", "title": "Trust?", "low": "None", "high": "Full"],
            ["id": "can", "type": "many", "title": "Can share?", "options": skills, "max": 2],
            ["id": "would", "type": "many", "title": "Would like?", "options": skills],
            ["id": "one", "type": "single", "title": "Is it there?", "evidence": true, "options": skills],
            ["id": "hours", "type": "number", "title": "Hours?", "max": 40],
            ["id": "words", "type": "text", "title": "Anything else?", "max": 2],
        ],
        "consents": [["id": "listed", "title": "List me"], ["id": "quoted", "title": "Quote me"]],
        "directory": ["shows": ["can", "words"], "consent": "listed"],
        "matches": ["has": "can", "wants": "would"], "quotes": "quoted",
    ]
    private static let skills: JSON = [["id": "cook", "title": "Cook"], ["id": "drive", "title": "Drive"]]

    /// Whether what people write ends in their id, so that it can be told whose it is.
    var signs = false

    static func signature(of person: ID) -> String { "by \(person)" }

    private func sign(_ name: String, _ body: inout [String: JSON], by person: ID) {
        let writes = ["add", "edit", "ask", "write", "answer"].contains { name.hasPrefix($0) }
        guard writes, name != "addPerson", name != "addActivity", name != "editActivity" else { return }
        let writer = body["onBehalfOf"]?.string ?? person
        for key in ["text", "give"] {
            guard let text = body[key]?.string, !text.isEmpty else { continue }
            body[key] = .string("\(text) \(Self.signature(of: writer))")
        }
    }

    // MARK: - Drawing lots

    mutating func chance(_ part: Double) -> Bool { Double.random(in: 0..<1, using: &numbers) < part }
    mutating func one<Element>(of elements: [Element], _ fallback: Element) -> Element {
        elements.randomElement(using: &numbers) ?? fallback
    }
    mutating func one(of words: JSON...) -> JSON { one(of: words, .null) }

    /// Ids to choose from for a command in an activity: what stands there, one's own, or whatever ever was there,
    /// since an id may have been known before.
    private mutating func items(in id: ID, of person: ID) -> [ID] {
        guard let activity = fixture.lab.activities[id] else { return [] }
        if chance(0.6), case let own = fixture.mine(person).at("activities", id)?.object ?? [:] {
            let ids = ["ideas", "pledges", "questions", "notes", "themes", "entries"].flatMap {
                own[$0]?.object?.keys.sorted() ?? []
            }
            if !ids.isEmpty { return ids }
        }
        if chance(0.85) {
            let scene = Scene(lab: fixture.lab, activity: activity)
            return type(of: activity.content).collections.flatMap { activity.content.ids(in: $0, scene) }
                .sorted()
        }
        return fixture.journal.filter { $0.event.activity == id }.flatMap(\.event.items)
    }

    /// What was taken off the view there; ideas that were declined come back by a yes.
    private func hidden(in activity: Activity) -> [ID] {
        guard type(of: activity.content).collections.contains("hidden") else { return [] }
        return activity.content.ids(in: "hidden", Scene(lab: fixture.lab, activity: activity)).sorted()
    }

    private var removed: [ID] { people.filter { fixture.lab.people[$0]?.isRemoved == true } }

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
                var (name, activity, body) = command(by: person)
                if signs { sign(name, &body, by: person) }
                done.append((person, try fixture.send(name, by: person, in: activity, body)))
                accepted[name, default: 0] += 1
            }
        } catch {
            refused[error.reason, default: 0] += 1
        }
    }

    /// What comes too seldom by chance: a second round of these steps, each with answers, and in others what somebody
    /// says by name.
    mutating func goRound(_ steps: ID..., chair: ID, pact: ID) {
        let who = people.filter { isFacilitator($0) || fixture.lab.people[$0]?.isRemoved == false }
        for step in steps {
            _ = try? fixture.open(step)
            for move in ["revealActivity", "reopenActivity", "revealActivity"] {
                let items = fixture.lab.activities[step].map { fixture.lab.inputs(of: $0).map(\.id) } ?? []
                for person in who {
                    let item = JSON.string(one(of: items, "nothing"))
                    _ = try? fixture.send("vote", by: person, in: step, ["item": item, "dots": 1])
                    let rating: [String: JSON] = [
                        "item": item, "impact": one(of: 1, 4, 5), "effort": one(of: 2, 3),
                    ]
                    _ = try? fixture.send("rate", by: person, in: step, rating)
                    let answer: [String: JSON] = ["question": "trust", "answer": one(of: 1, 3, 5)]
                    _ = try? fixture.send("answerQuestion", by: person, in: step, answer)
                    let level: [String: JSON] = ["row": "a", "column": "now", "level": one(of: 0, 2, 3)]
                    _ = try? fixture.send("setLevel", by: person, in: step, level)
                }
                _ = try? fixture.send(move, in: step)
            }
        }
        for person in who {
            let asked = try? fixture.send("askQuestion", by: person, in: chair, ["text": "Why?"])
            let question = JSON.string(asked?.first?.item ?? "")
            for other in who where chance(0.4) {
                let body: [String: JSON] = ["question": question, "on": true]
                _ = try? fixture.send("supportQuestion", by: other, in: chair, body)
            }
        }
        let part: [String: JSON] = ["section": .string("\(pact)people"), "text": "We come.", "version": 0]
        _ = try? fixture.send("writeSection", in: pact, part)
        for person in who { _ = try? fixture.send("signForm", by: person, in: pact, ["version": 1]) }
    }

    private mutating func command(by person: ID) -> (name: String, activity: ID?, body: [String: JSON]) {
        if fixture.lab.state != .open, person == LabFixture.host, chance(0.7) { return ("openLab", nil, [:]) }
        if isFacilitator(person), chance(0.05), fixture.lab.activities["dots"]?.state == .revealed {
            return ("runOff", "dots", body(of: "runOff", in: "dots", by: person))
        }
        let open = fixture.lab.agenda.filter {
            fixture.lab.activities[$0]?.state == .open && fixture.lab.activities[$0]?.takesAnswers == true
        }
        var activity = one(of: chance(0.7) && !open.isEmpty ? open : fixture.lab.agenda, "ideas")
        if chance(0.02) { activity = "nowhere" }
        var name = sensible(in: fixture.lab.activities[activity], by: person)
        if chance(0.08) { name = one(of: LabCommands.known.subtracting(["setRetention"]).sorted(), name) }
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
        if chance(0.04) { return one(of: ["signal", "setNew"], "signal") }
        if chance(0.04) { return one(of: ["needPerson", "flag", "flag"], "flag") }
        if isFacilitator(person), chance(0.05) { return one(of: ["answerNeed", "settleFlag"], "answerNeed") }
        if isFacilitator(person), fixture.lab.late.values.contains(where: \.isWaiting), chance(0.15) {
            return chance(0.6) ? "acceptLate" : "dismissLate"
        }
        if isFacilitator(person), chance(0.1) {
            // Without a draw of its own: the rooms that other tests count on stay as they are.
            let others = LabCommands.agenda.union(LabCommands.frame).union(LabCommands.guiding)
            let chosen = one(of: others.subtracting(["setRetention"]).sorted(), "setDetails")
            return chosen == "settleSignals" && fixture.lab.revision.isMultiple(of: 3)
                ? "setRetention" : chosen
        }
        if isFacilitator(person), !removed.isEmpty, chance(0.1) { return "letBackIn" }
        if isFacilitator(person), let activity, !waiting(in: activity).isEmpty, chance(0.7) {
            return chance(0.5) ? "approve" : "decline"
        }
        if isFacilitator(person), let activity, !hidden(in: activity).isEmpty, chance(0.6),
            let back = ["gather": "restoreIdea", "cluster": "restoreTheme", "grid": "restoreEntry"][
                activity.kind]
        {
            return back
        }
        if isFacilitator(person), chance(0.4) {
            if chance(0.05) {
                return one(
                    of: ["endSitting", "endLab", "addPerson", "setRights", "setDoor", "removePerson"],
                    "setRights")
            }
            if fixture.lab.waitingAtDoor > 0, chance(0.1) {
                return one(of: ["admit", "admit", "turnAway", "admitAll"], "admit")
            }
            if chance(0.5), let activity { return move(from: activity.state) }
            if activity?.kind == "gather" {
                return one(
                    of: [
                        "mergeIdeas", "mergeIdeas", "hideIdea", "bringInIdeas", "restoreIdea", "restoreIdea",
                        "rewordIdea",
                        "splitIdea",
                    ], "hideIdea")
            }
            if activity?.kind == "rate" { return "decide" }
            if activity?.kind == "survey" { return "suggestMatches" }
            if activity?.kind == "questions" { return chance(0.6) ? "setQuestionStatus" : "moveQuestion" }
            if activity?.kind == "grid" {
                return one(of: ["hideEntry", "hideEntry", "letAllWrite"], "hideEntry")
            }
            if activity?.kind == "choose" { return "setCapacity" }
        }
        if chance(0.05) { return "pass" }
        if activity?.state == .closed, chance(0.5) { return "offerLate" }
        switch activity?.kind {
        case "gather":
            return one(
                of: ["addIdea", "addIdea", "addIdea", "editIdea", "withdrawIdea", "allowQuote"], "addIdea")
        case "vote": return "vote"
        case "choose": return "chooseTrack"
        case "cluster":
            return one(
                of: ["addTheme", "addTheme", "placeItem", "placeItem", "editTheme", "removeTheme"], "addTheme"
            )
        case "grid":
            return one(
                of: ["addEntry", "addEntry", "setLevel", "editEntry", "editEntry", "withdrawEntry"],
                "addEntry")
        case "rate": return "rate"
        case "pledge":
            return one(
                of: ["addPledge", "addPledge", "acceptPledge", "editPledge", "withdrawPledge", "addCheckIn"],
                "addPledge")
        case "questions":
            return one(
                of: ["askQuestion", "askQuestion", "editQuestion", "withdrawQuestion", "supportQuestion"],
                "askQuestion")
        case "survey":
            let own = fixture.mine(person).at("activities", activity?.id ?? "", "matches")
            if own != nil, chance(0.3) { return "acceptMatch" }
            return one(
                of: ["answerQuestion", "answerQuestion", "answerQuestion", "setConsent", "acceptMatch"],
                "answerQuestion")
        case "form", "reflect": return sensibleForm(activity?.kind ?? "")
        default: return isFacilitator(person) ? move(from: activity?.state ?? .open) : "pass"
        }
    }

    /// What facilitators are given to read first in an activity, with the version of each.
    private func waiting(in activity: Activity) -> [ID: JSON] {
        fixture.shown(activity.id, to: .facilitator).at("waiting")?.object ?? [:]
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
        if activity == "more", chance(0.9) { body["group"] = one(of: "starts", "stays", "", "never") }
        body["theme"] = .string(one(of: chance(0.9) ? items : items + [""], "theme1"))
        let author = fixture.author(person, activity)
        let entries = ((fixture.lab.activities[activity]?.content as? Grid)?.entries ?? [:])
            .filter { name == "hideEntry" ? $0.value.stands : $0.value.author == author }.keys.sorted()
        body["entry"] = .string(one(of: chance(0.9) && !entries.isEmpty ? entries : items, "nothing"))
        body["row"] = .string(one(of: chance(0.9) ? ["a", "b"] : [], one(of: items, "a")))
        if activity == "map", let map = fixture.lab.activities["map"] {
            body["row"] = .string(one(of: fixture.lab.inputs(of: map).map(\.id), "a"))
        }
        body["column"] = one(of: activity == "map" ? "C" : "now", activity == "map" ? "L" : "now", "none")
        body["level"] = one(of: 0, 1, 2, 3, "", 4)
        body["track"] = one(of: "a", "a", "b", "b", "c", "", "d")
        body["capacity"] = one(of: 0, 1, 2, 3, -1)
        body["ideas"] = .array([.string(one(of: items, "nothing")), .string(one(of: items, "nothing"))])
        if chance(0.5) { body["ideas"] = .array([.string(one(of: items, "nothing"))]) }
        if name == "bringInIdeas" {
            let idea: [String: JSON] = [
                "text": one(of: "Buddies", "Choir", ""), "group": activity == "more" ? "stays" : nil,
            ]
            .compactMapValues { $0 }
            body["ideas"] = .array(Array(repeating: .object(idea), count: one(of: [1, 2, 0], 1)))
        }
        body["text"] = one(of: "Walks", "Café", "Songs\nagain", "Tea \u{202E}", "", .int(4))
        if chance(0.9) { body["text"] = one(of: "Walks", "Café", "Songs\nagain") }
        body["give"] = body["text"]
        if chance(0.5) { body["status"] = one(of: "doing", "done", "changed", "stopped", "late") }
        if chance(0.3) { body["on"] = one(of: "2026-12-01", "", "soon") }
        if chance(0.1) { body["young"] = .bool(chance(0.5)) }
        if chance(0.3) { body["get"] = one(of: "Vests", "") }
        if chance(0.2) { body["cos"] = one(of: ["C"], ["D", "L"], [], ["X"]) }
        if chance(0.2) { body["when"] = one(of: "now", "couldBe", "", "never") }
        if chance(0.2) { body["for"] = one(of: "person", "community", "") }
        if chance(0.9) { body["version"] = one(of: 1, 1, 1, 1, 2, 3, 0) }
        if name == "addTheme", chance(0.8) { body["text"] = .string("Theme \(people.count + items.count)") }
        body["dots"] = one(of: 0, 1, 1, 1, 2, 3, -1, "one")
        if chance(0.7) { body["impact"] = one(of: 1, 2, 3, 4, 5, "dontKnow", "none", 6, "x") }
        if chance(0.7) { body["effort"] = one(of: 1, 2, 3, 4, 5, "dontKnow", "none", 0) }
        body["decision"] = one(of: "do", "plan", "later", "drop")
        body["reason"] = one(of: "It helps.", "Too dear.", "")
        body["name"] = one(of: "Ann", "Bo", "Cy")
        body["role"] = .string(one(of: Role.allCases, .other).rawValue)
        if chance(0.5) { body["support"] = one(of: "self", "scribe", "paper", "voice") }
        if name == "addPerson" { body["support"] = nil }
        if name != "addCheckIn" { body["on"] = .bool(chance(0.5)) }
        body["participant"] = .string(one(of: people, ""))
        if name == "letBackIn", chance(0.9) { body["participant"] = .string(one(of: removed, "nobody")) }
        if name == "admit" || name == "turnAway", chance(0.9) {
            body["participant"] = .string(one(of: fixture.lab.atTheDoor.map(\.id), one(of: people, "")))
        }
        if name == "setDoor" {
            body["locked"] = .bool(chance(0.1))
            body["approval"] = .bool(chance(0.5))
            body["capacity"] = one(of: 0, 0, 12, 30, -1)
        }
        if name == "runOff" { (body["title"], body["prompt"]) = ("Once more", "Which of these?") }
        body["facilitator"] = .bool(chance(0.5))
        if fixture.lab.activities[activity]?.kind == "questions" {
            body["question"] = .string(one(of: items, "nothing"))
            body["before"] = chance(0.7) ? .string(one(of: items, "nothing")) : nil
            body["to"] = one(of: "chief", "", "nobody")
            body["named"] = chance(0.5) ? .bool(chance(0.5)) : nil
            body["status"] = .string(one(of: PanelQuestion.Status.allCases, .queued).rawValue)
            body["answer"] = one(of: "By the spring", "", "We don't know")
            if name == "setQuestionStatus", chance(0.6) { body["version"] = nil }
        } else {
            answer(name, in: activity, by: person, &body)
        }
        if name == "approve" || name == "decline",
            let texts = fixture.lab.activities[activity].map(waiting(in:))
        {
            let entry = one(of: chance(0.9) ? texts.keys.sorted() : items, "nothing")
            body["entry"] = .string(entry)
            if chance(0.9) { body["version"] = texts[entry]?["version"] }
        }
        if name.hasPrefix("restore"), let home = fixture.lab.activities[activity], chance(0.8) {
            let choice: JSON = .string(one(of: hidden(in: home), "nothing"))
            for member in ["idea", "theme", "entry"] { body[member] = choice }
        }
        let waiting = fixture.lab.late.values.filter(\.isWaiting).map(\.id).sorted()
        body["late"] = .string(one(of: chance(0.8) ? waiting : fixture.lab.late.keys.sorted(), "nothing"))
        addFrame(to: &body, name, activity)
        addFormBody(to: &body, of: name, in: activity, by: person)
        return body
    }

    /// What the commands about the programme and the lab's details need.
    private mutating func addFrame(to body: inout [String: JSON], _ name: String, _ activity: ID) {
        if name == "setRetention" { body["days"] = .int(fixture.lab.revision % 400) }
        body["signal"] = one(of: "slowDown", "pause", "ready", "question", "", "panic")
        body["new"] = .bool(chance(0.5))
        if ["needPerson", "flag"].contains(name) { body["on"] = .bool(chance(0.7)) }
        body["done"] = .bool(chance(0.4))
        body["contributions"] = one(of: "stay", "go", "later")
        if name == "splitIdea" { body["texts"] = one(of: ["One", "Two"], ["One", "Two", "Three"], ["One"]) }
        body["skipped"] = .bool(chance(0.6))
        body["after"] = .string(one(of: fixture.lab.agenda + ["", "nowhere"], ""))
        body["title"] = one(of: "Another step", "Tea", "")
        body["prompt"] = one(of: "What else?", "Why?")
        if chance(0.3) { body["guideMinutes"] = one(of: 5, 10, -1) }
        if chance(0.2) { body["settings"] = one(of: ["asksCos": true], [:], ["odd": 1]) }
        body["step"] = [
            "kind": one(of: "gather", "info", "vote", "tombola"), "title": "By hand", "prompt": "What else?",
            "reveal": one(of: "live", "onReveal"),
            "inputsFrom": one(of: [], .array([.string(one(of: fixture.lab.agenda, ""))])),
        ]
        body["sitting"] = one(of: 1, 2, 0)
        body["date"] = one(of: "2026-12-01", "", "2026-13-01")
        body["language"] = one(of: "en", "gd", "ur", "in Gaelic")
        if chance(0.5) { body["times"] = one(of: "Evenings", "") }
        if chance(0.3) { body["glossary"] = one(of: ["Assets": "What we have"], ["Assets": ""]) }
        if chance(0.3) { body["words"] = one(of: ["lab": "workshop"], ["lab": ""]) }
        if chance(0.3) {
            body["paid"] = one(of: ["professional": true, "community": false], ["community": true])
        }
        if chance(0.2) { body["hidesNames"] = .bool(chance(0.5)) }
        body["show"] = one(of: "auto", "join", "activity", "results", "cinema")
        body[chance(0.7) ? "minutes" : "more"] = one(of: 0, 1, 5, 601)
        if name == "editActivity", let version = fixture.lab.activities[activity]?.version, chance(0.8) {
            body["version"] = .int(version)
        }
    }

    /// An answer of a survey: mostly one that fits its question.
    private mutating func answer(
        _ name: String, in activity: ID, by person: ID, _ body: inout [String: JSON]
    ) {
        let fitting: [(question: String, answers: [JSON])] = [
            ("trust", [1, 2, 5, "dontKnow", ""]), ("can", [["cook"], ["cook", "drive"], ["drive"], []]),
            ("would", [["cook"], ["drive"], ["drive", "cook"], []]),
            ("one", ["cook", "drive", "", "dontKnow"]),
            ("hours", [0, 3, 40, 41, ""]), ("words", ["More tea", "A bus", "Benches", ""]),
        ]
        let chosen = one(of: fitting, fitting[0])
        body["question"] = .string(chosen.question)
        body["answer"] = one(of: chosen.answers, "")
        if activity == "askedAgain", chance(0.4) {
            body["question"] = body["item"]
            body["answer"] = one(of: 1, 4, "dontKnow", "")
        }
        if chance(0.1) { body["answer"] = one(of: 7, "never", ["cook", "cook"], true, "") }
        if chance(0.3) { body["evidence"] = one(of: "I was there", "A letter", "") }
        let own = fixture.mine(person).at("activities", activity)
        body["consent"] = one(of: "listed", "quoted", "sold")
        body["match"] = .string(one(of: own?["matches"]?.object?.keys.sorted() ?? [], "nothing"))
        guard name == "answerQuestion" || name == "offerLate" else { return }
        body["text"] = nil
        if chosen.question == "words", chance(0.5) { body["text"] = body["answer"] }
        let texts = own?.at("answers", chosen.question, "texts")?.object?.keys.sorted() ?? []
        if chosen.question == "words", !texts.isEmpty, chance(0.6) {
            body["text"] = .string(one(of: texts, ""))
        }
    }

    mutating func takeTouched() -> Touched { fixture.takeTouched() }
}
