import LabFixtures
import Testing

@testable import CoproductionLab

/// The life of a lab: prepared → open → between sittings → ended → archived, and what each allows.
@Suite struct LabLifeTests {
    /// A lab in a state, with an open activity, two people and an idea in it.
    private func room(in state: Lab.State) throws -> (room: LabFixture, anna: ID) {
        var room = LabFixture()
        let anna = try room.join(.family)
        _ = try room.join(.staff)
        try room.open("ideas")
        switch state {
        case .prepared:
            room.fold([Event("labStateRestored", by: ["host"], ["state": "prepared", "sitting": 1])])
        case .open: break
        case .betweenSittings: try room.send("endSitting")
        case .ended: try room.send("endLab")
        case .archived:
            try room.send("endLab")
            try room.send("archiveLab")
        }
        #expect(room.lab.state == state)
        return (room, anna)
    }

    @Test("A lab goes from state to state by its facilitator's word, and no other way")
    func states() throws {
        let allowed: [String: Set<Lab.State>] = [
            "openLab": [.prepared, .betweenSittings, .ended], "endSitting": [.open],
            "endLab": [.prepared, .open, .betweenSittings], "archiveLab": [.ended],
            "unarchiveLab": [.archived],
        ]
        let target: [String: Lab.State] = [
            "openLab": .open, "endSitting": .betweenSittings, "endLab": .ended, "archiveLab": .archived,
            "unarchiveLab": .ended,
        ]
        for state in Lab.State.allCases {
            for (command, from) in allowed {
                var (room, anna) = try room(in: state)
                let refusal: Reason =
                    state == .archived
                    ? .labClosed
                    : state == target[command] || command == "unarchiveLab" ? .alreadyDone : .notAllowed
                #expect(
                    room.reason(command) == (from.contains(state) ? nil : refusal), "\(command) of \(state)")
                let isClosed = state == .archived && command != "unarchiveLab"
                #expect(room.reason(command, by: anna) == (isClosed ? .labClosed : .notAllowed))
                guard from.contains(state) else { continue }
                try room.send(command)
                #expect(room.lab.state == target[command])
                #expect(room.view().at("lab", "state") == (target[command]?.rawValue).map { .string($0) })
            }
        }
    }

    @Test(
        "[S15] people answer before, between and after sittings where an activity is open, and not in an ended lab"
    )
    func answers() throws {
        for state in Lab.State.allCases {
            let (room, anna) = try room(in: state)
            let expected: Reason? = state == .ended || state == .archived ? .labClosed : nil
            #expect(room.reason("addIdea", by: anna, in: "ideas", ["text": "Walks"]) == expected, "\(state)")
            #expect(room.reason("pass", by: anna, in: "ideas") == expected, "\(state)")
            #expect(room.reason("closeActivity", in: "ideas") == expected, "\(state)")
            #expect(room.reason("addPerson", ["name": "Paula", "role": "family"]) == expected, "\(state)")
        }
    }

    @Test("Newcomers join until a lab has ended; people come back until then too")
    func joining() throws {
        for state in Lab.State.allCases {
            var (room, anna) = try room(in: state)
            if state == .ended || state == .archived {
                #expect(throws: Rejection.self) { try room.join(.family) }
                #expect(room.lab.decideReturn(anna).isEmpty)
            } else {
                let newcomer = try room.join(.family)
                #expect(room.lab.people[newcomer]?.sitting == room.lab.sitting)
            }
        }
    }

    @Test("[S14] one may change one's name or leave in an ended lab, but not in one that is put away")
    func leaving() throws {
        for state in Lab.State.allCases {
            let (room, anna) = try room(in: state)
            let expected: Reason? = state == .archived ? .labClosed : nil
            #expect(room.reason("leave", by: anna) == expected)
            #expect(room.reason("setName", by: anna, ["name": "Ann"]) == expected)
            #expect(
                room.reason("setRights", ["participant": .string(anna), "facilitator": true]) == expected)
        }
    }

    @Test(
        "People wait in the lobby while nothing is going on, and see the lab from its first open activity on")
    func lobby() throws {
        var room = LabFixture()
        #expect(!room.lab.isLobby, "an open lab shows itself")
        room.fold([Event("labStateRestored", by: ["host"], ["state": "prepared", "sitting": 1])])
        #expect(room.lab.isLobby)
        try room.open("welcome")
        #expect(!room.lab.isLobby)
        try room.send("pauseActivity", in: "welcome")
        #expect(!room.lab.isLobby)
        try room.send("closeActivity", in: "welcome")
        #expect(room.lab.isLobby)
        try room.send("endLab")
        #expect(!room.lab.isLobby, "what was said can be read")
        try room.send("archiveLab")
        #expect(!room.lab.isLobby, "and when it has been put away, too")
    }

    @Test("Until when a lab is kept is told from its end on, and stays as it is put away and comes back")
    func kept() throws {
        var room = LabFixture()
        #expect(room.view().at("lab", "keptUntil") == nil)
        try room.send("endLab")
        let until = try #require(room.view().at("lab", "keptUntil")?.int)
        let ended = try #require(room.lab.endedAt)
        #expect(until == Int(ended) + 90 * 86_400_000)
        for command in ["archiveLab", "unarchiveLab"] {
            try room.send(command)
            for audience in [Audience.participant, .facilitator, .screen] {
                #expect(room.view(audience).at("lab", "keptUntil")?.int == until)
            }
        }
        try room.send("openLab")
        #expect(room.view().at("lab", "keptUntil") == nil)
    }

    @Test("A lab is put away after its end alone, and the refusal says what to do first")
    func endsFirst() throws {
        let (room, _) = try room(in: .open)
        var context = room.context
        do throws(Rejection) {
            _ = try room.lab.decide(Command("archiveLab"), by: "host", &context)
            Issue.record("an open lab was put away")
        } catch {
            #expect(error.detail == "This lab is open. End it first, then it can be put away.")
        }
    }

    @Test("[S9][S10] a lab stretches over several sittings, and m is who has come to this one")
    func sittings() throws {
        var (room, anna) = try room(in: .open)
        _ = try room.addIdea("Walks", by: anna)
        #expect(room.heard("ideas") == ["n": 1, "of": 2])
        try room.send("endSitting")
        #expect(room.view().at("lab", "sitting") == 2)
        #expect(room.view().at("people", "joined") == 0)
        try room.open("pledges")
        #expect(room.heard("pledges") == ["n": 0, "of": 0])
        try room.send("openLab")
        room.fold(room.lab.decideReturn(anna))
        #expect(room.heard("pledges") == ["n": 0, "of": 1])
        let newcomer = try room.join(.neighbour)
        #expect(room.heard("pledges") == ["n": 0, "of": 2])
        _ = try room.pledge("Tea", by: newcomer)
        #expect(room.heard("pledges") == ["n": 1, "of": 2])
        #expect(room.heard("ideas") == ["n": 1, "of": 2])
    }

    @Test(
        "[S10] who is on paper is waited for in every sitting, until a facilitator says that they have left")
    func paperSittings() throws {
        var (room, _) = try room(in: .open)
        let paula = try room.addPaper()
        try room.send("endSitting")
        #expect(room.heard("ideas") == ["n": 0, "of": 1])
        try room.send("leave", ["onBehalfOf": .string(paula)])
        #expect(room.heard("ideas") == ["n": 0, "of": 0])
        #expect(room.view(.facilitator).at("people", "left") == 1)
    }

    @Test("[S5] a lab has its own words, and a person to turn to")
    func vocabulary() {
        var room = LabFixture()
        room.fold([
            Event(
                "labCreated", by: ["host"],
                [
                    "details": ["words": ["lab": "workshop", "odd": "x"]], "safeguarding": "Ms Reid, 0141",
                    "language": "gd",
                ])
        ])
        let heading = room.view().at("lab")
        #expect(
            heading?.at("details", "words") == ["lab": "workshop"]
                && heading?["safeguarding"] == "Ms Reid, 0141")
        #expect(heading?["language"] == "gd" && heading?["title"] == "Living well with dementia")
        #expect(room.view(.waiting).at("lab", "language") == "gd")
    }

    @Test("Opening a lab, ending a sitting and ending the lab are undone, and the room is as it was")
    func undone() throws {
        var (room, anna) = try room(in: .open)
        for command in ["endSitting", "endLab"] {
            let before = room.view(.facilitator)
            let events = try room.send(command)
            #expect(room.undoReason(events, by: anna) == .notAllowed)
            var undone = room
            try undone.undo(events)
            #expect(undone.view(.facilitator) == before, "\(command)")
            #expect(undone.undoReason(events) == .movedOn)
        }
        let opened = try room.send("openLab")
        try room.undo(opened)
        #expect(room.lab.state == .ended)
    }

    @Test("Nothing moves and nothing is undone in an ended lab, but its end")
    func endedMoves() throws {
        var (room, _) = try room(in: .open)
        let paused = try room.send("pauseActivity", in: "ideas")
        let ended = try room.send("endLab")
        #expect(room.undoReason(paused) == .labClosed)
        #expect(room.undoReason(ended) == nil)
    }
}
