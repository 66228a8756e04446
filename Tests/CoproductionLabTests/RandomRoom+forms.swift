import LabFixtures

@testable import CoproductionLab

/// What the random rooms do in forms and learning logs.
extension RandomRoom {
    static let formSteps = [
        LabFixture.Step(
            id: "paper", kind: "form", visibility: .role, reveal: .live, inputsFrom: ["ideas", "more"],
            settings: [
                "signOff": "everyone",
                "sections": [
                    ["id": "people", "title": "People", "side": "community"],
                    ["id": "route", "title": "Route", "type": "text", "required": true],
                    ["id": "voices", "title": "Voices", "type": "quotes"],
                    [
                        "id": "next", "title": "Next", "type": "choice",
                        "options": [["id": "keep", "title": "Keep"], ["id": "stop", "title": "Stop"]],
                    ],
                ],
            ]),
        LabFixture.Step(id: "weigh", kind: "vote", inputsFrom: ["paper"]),
        LabFixture.Step(
            id: "log", kind: "reflect", visibility: .private, reveal: .never,
            settings: ["questions": ["What?"]]),
    ]

    /// Some people have a note, and may be quoted and are, from the beginning: both come seldom by chance.
    static func allowQuotes(in fixture: inout LabFixture, by people: ArraySlice<ID>) {
        for person in people {
            _ = try? fixture.send("writeNote", by: person, in: "log", ["text": "Mine"])
            let own = fixture.mine(person).at("activities", "ideas", "ideas")?.object?.keys.sorted() ?? []
            for idea in own {
                let body: [String: JSON] = ["idea": .string(idea), "on": true, "section": "papervoices"]
                _ = try? fixture.send("allowQuote", by: person, in: "ideas", body)
                _ = try? fixture.send("addQuote", by: person, in: "paper", body)
            }
        }
    }

    mutating func sensibleForm(_ kind: String) -> String {
        if kind == "reflect" { return one(of: ["writeNote", "removeNote"], "writeNote") }
        return one(
            of: [
                "writeSection", "writeSection", "writeSection", "signForm", "signForm", "unsignForm",
                "addQuote",
                "addQuote", "approveQuote", "editQuote", "removeQuote",
            ], "writeSection")
    }

    mutating func addFormBody(
        to body: inout [String: JSON], of name: String, in activity: ID, by person: ID
    ) {
        guard let found = fixture.lab.activities[activity] else { return }
        if found.kind == "reflect", name == "removeNote" || chance(0.5) {
            let own = fixture.mine(person).at("activities", activity, "notes")?.object?.keys.sorted() ?? []
            body["note"] = chance(0.9) ? .string(one(of: own, "nothing")) : body["item"]
        }
        if found.kind == "reflect", chance(0.5) { body["question"] = one(of: 1, 2) }
        guard let form = found.content as? Form else { return }
        let keys = form.sections.map(\.key) + ["nowhere"]
        let section = activity + one(of: keys, "route")
        body["section"] = .string(chance(0.9) ? section : one(of: keys, "route"))
        if section.hasSuffix("next") { body["text"] = one(of: "keep", "stop", "", "dance") }
        if chance(0.1) { body["text"] = "" }
        if section.hasSuffix("voices"), chance(0.8) { body["section"] = .string(activity + "voices") }
        let inputs = fixture.lab.inputs(of: found).map(\.id)
        if name == "addQuote" {
            body["section"] = .string(activity + (chance(0.9) ? "voices" : "route"))
            // Mostly what may be quoted, since consent is rare in a random room.
            let quotable = inputs.filter { id in
                fixture.lab.input(id, of: found).flatMap {
                    fixture.lab.activities[$0.source]?.content.quotation(of: id)
                } != nil
            }
            body["idea"] = .string(one(of: chance(0.8) ? quotable : inputs, "nothing"))
        }
        var quotes = form.quotes.keys.sorted()
        if name == "approveQuote", chance(0.8) {
            let own = fixture.mine(person).at("activities")?.object?.values.compactMap { $0["ideas"] } ?? []
            quotes = quotes.filter { id in own.contains { $0[id] != nil } }
        }
        body["quote"] = .string(one(of: chance(0.9) ? quotes : inputs, "nothing"))
        guard chance(0.8) else { return }
        switch name {
        case "writeSection": body["version"] = .int(form.texts[body["section"]?.string ?? ""]?.version ?? 0)
        case "signForm": body["version"] = .int(form.version)
        case "editQuote": body["version"] = .int(form.quotes[body["quote"]?.string ?? ""]?.version ?? 0)
        default: break
        }
    }
}
