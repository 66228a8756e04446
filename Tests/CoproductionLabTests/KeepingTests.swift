import LabFixtures
import LabReport
import Testing

@testable import CoproductionLab

/// A lab that was exported for keeping and taken in again is the lab that it was, as far as anybody could see it.
@Suite struct KeepingTests {
    /// The lab that comes out of another's export, as a server would make it.
    static func imported(_ lab: Lab, title: String? = nil) throws -> Lab {
        var next = Lab(id: "other")
        for event in try events(of: lab, title: title) { _ = next.evolve(event, at: 1_800_000_000_000) }
        return next
    }

    /// What a server's journal holds of it.
    static func events(of lab: Lab, title: String? = nil) throws -> [Event] {
        let origin = ImportedLab.Origin(
            lab: lab.id, revision: lab.revision, head: "ab", date: "2026-12-01", checksum: "cd")
        let bytes = KeptLab.json(of: lab).bytes
        let read = try ImportedLab(JSON(parsing: bytes, atMost: .max), from: origin)
        let place = ImportedLab.Place(
            code: "111222", facilitator: Joining.Secrets(token: "its new hash"), screenToken: "s",
            recoveryCode: "r", invite: "i", maximumPeople: 10_000, title: title)
        var context = Context(time: 1_800_000_000_000, ids: IDSource(seed: 99)) { person, _ in person }
        return try read.events(at: place, &context)
    }

    static func document(_ lab: Lab) -> JSON {
        var json = LabExport(of: lab, for: .keeping).json
        json = json.without("lab", "id")
        return json
    }

    @Test(
        "[S40] Whatever happened in a lab over all kinds: taken in and exported again it is byte for byte the same"
    )
    func roundTrips() async throws {
        let met = try await withThrowingTaskGroup(of: Met.self) { group in
            for part in 0..<8 { group.addTask { try Self.roundTrips(stride(from: part, to: 200, by: 8)) } }
            return try await group.reduce(into: Met()) { $0.add($1) }
        }
        // That there was something to lose: every kind, all that each keeps, and what changes it from outside.
        #expect(met.labs == 200)
        #expect(met.kinds == Set(ActivityKinds.all.map { $0.kind }) && met.kinds.count == 13)
        #expect(met.pieces == Self.allPieces, "\(met.pieces.symmetricDifference(Self.allPieces).sorted())")
        for name in Self.changing { #expect(met.done[name, default: 0] > 0, "nobody did \(name)") }
    }

    /// What the labs of some seeds held.
    private struct Met: Sendable {
        var labs = 0
        var done: [String: Int] = [:]
        var kinds: Set<String> = []
        /// As "gather.idea".
        var pieces: Set<String> = []

        mutating func add(_ other: Met) {
            labs += other.labs
            done.merge(other.done) { $0 + $1 }
            kinds.formUnion(other.kinds)
            pieces.formUnion(other.pieces)
        }

        mutating func add(_ room: RandomRoom) {
            labs += 1
            done.merge(room.accepted) { $0 + $1 }
            for step in KeptLab.json(of: room.fixture.lab)["activities"]?.array ?? [] {
                let kind = step["kind"]?.string ?? ""
                kinds.insert(kind)
                pieces.formUnion((step["pieces"]?.array ?? []).map { "\(kind).\($0["is"]?.string ?? "")" })
            }
        }
    }

    private static func roundTrips(_ seeds: some Sequence<Int>) throws -> Met {
        var met = Met()
        for seed in seeds {
            var room = try RandomRoom(seed: UInt64(1000 + seed), more: groups)
            for _ in 0..<(40 + seed % 5 * 60) { room.act() }
            if seed % 3 == 0 {
                room.goRound(
                    "dots", "matrix", "asked", "askedAgain", "level", "hands", chair: "chair", pact: "pact")
            }
            met.add(room)
            let lab = room.fixture.lab
            let again: Lab
            do {
                again = try imported(lab)
            } catch let problem as ImportProblem {
                Issue.record("seed \(seed): \(problem.words)")
                continue
            }
            let (before, after) = (document(lab), document(again))
            let difference = JSON.difference(before, after)
            #expect(difference == nil && before.bytes == after.bytes, "seed \(seed)")
            compareViews(lab, again, seed)
        }
        return met
    }

    /// Steps for some of the room alone, one in which nothing is asked, and some with names.
    private static let groups: [(step: LabFixture.Step, members: [String: JSON])] = [
        (LabFixture.Step(id: "tea", kind: "break", reveal: .live, settings: ["purpose": "Tea"]), [:]),
        (
            LabFixture.Step(id: "walkers", kind: "gather", visibility: .named, reveal: .live),
            ["track": ["choice": "tracks", "track": "a"], "easyPrompt": "Easy", "commentary": "Why"]
        ),
        (
            LabFixture.Step(id: "crew", kind: "vote", inputsFrom: ["ideas"]),
            ["contributors": ["staff", "manager"], "quorum": ["professional": 1], "sitting": 1]
        ),
        (
            LabFixture.Step(
                id: "hands", kind: "vote", visibility: .named, reveal: .live, inputsFrom: ["ideas"]), [:]
        ),
        (
            LabFixture.Step(
                id: "chair", kind: "questions", visibility: .named, reveal: .live,
                settings: ["panellists": [["id": "chief", "name": "Anne Ross"]]]), [:]
        ),
        (
            LabFixture.Step(
                id: "pact", kind: "form", visibility: .named, reveal: .live,
                settings: ["signOff": "everyone", "sections": [["id": "people", "title": "People"]]]), [:]
        ),
    ]

    /// What kinds keep; those that aren't here keep nothing.
    private static let allPieces: Set<String> = [
        "choose.capacity", "choose.choice", "cluster.place", "cluster.theme", "form.change", "form.quote",
        "form.section", "form.signature", "form.signed", "form.version", "gather.idea", "grid.earlier",
        "grid.entry", "grid.filled", "grid.levels", "grid.open", "grid.round", "grid.tally", "pledge.pledge",
        "questions.question", "questions.support", "rate.decision", "rate.earlier", "rate.ratings",
        "rate.round", "rate.tally", "survey.answers", "survey.before", "survey.compared", "survey.consents",
        "survey.earlier", "survey.listing", "survey.match", "survey.round", "survey.tally", "survey.text",
        "vote.ballot", "vote.budget", "vote.earlier", "vote.outcome", "vote.rank", "vote.round",
        "vote.total", "vote.voters",
    ]

    private static let changing = [
        "undo", "chooseTrack", "approve", "decline", "hideIdea", "restoreIdea", "mergeIdeas", "splitIdea",
        "offerLate", "acceptLate", "runOff", "editActivity", "skipActivity", "removePerson", "endSitting",
    ]

    /// What each audience sees: the same, but for ids of the lab and of its people, the order of what is anonymous, what
    /// isn't shown, and what waits at a desk for the moment.
    static func compareViews(_ lab: Lab, _ again: Lab, _ seed: Int) {
        for audience in Audience.allCases {
            let (one, two) = (comparable(lab, audience), comparable(again, audience))
            // Not the views themselves, which would be printed whole.
            let difference = JSON.difference(one, two)
            #expect(difference == nil, "seed \(seed), \(audience)")
        }
    }

    private static func comparable(_ lab: Lab, _ audience: Audience) -> JSON {
        var view = lab.view(for: audience)
        for (part, key) in [
            ("lab", "id"), ("lab", "code"), ("lab", "imported"), ("people", "signals"),
            ("people", "newToThis"),
            // What was taken in is kept for two weeks at least.
            ("lab", "keptUntil"),
            ("people", "atDoor"),
        ] {
            view = view.without(part, key)
        }
        for part in ["late", "needs", "moderation"] { view = view.without(part) }
        guard audience != .waiting else { return view }
        // Its lines are keyed by revisions.
        let lines = view["history"]?.object?.values.sorted {
            $0["order"]?.string ?? "" < $1["order"]?.string ?? ""
        }
        view = view.replacing(["history"], .array((lines ?? []).map { $0.without("order") }))
        for (id, activity) in lab.activities {
            let path = ["activities", id]
            for part in ["flags", "waiting", "hidden"] { view = view.without(path + [part]) }
            if activity.keptShare(in: lab) == .hidden || activity.visibility == .private {
                // Nothing of what isn't shown comes along: not its counts either.
                let members = view.at("activities", id)?.object ?? [:]
                let stays = [
                    "kind", "title", "prompt", "state", "round", "heard", "heardBySide", "openedAt",
                    "edition", "order",
                ]
                view = view.replacing(path, .object(members.filter { stays.contains($0.key) }))
            }
        }
        return view.withoutOrders
    }
}

extension JSON {
    fileprivate func without(_ path: String...) -> JSON { without(path) }

    fileprivate func without(_ path: [String]) -> JSON {
        guard let key = path.first, var members = object else { return self }
        if path.count == 1 {
            members[key] = nil
        } else if let member = members[key] {
            members[key] = member.without(Array(path.dropFirst()))
        }
        return .object(members)
    }

    fileprivate func replacing(_ path: [String], _ value: JSON) -> JSON {
        guard let key = path.first else { return value }
        var members = object ?? [:]
        members[key] = (members[key] ?? .empty).replacing(Array(path.dropFirst()), value)
        return .object(members)
    }

    /// Keys of order differ; what they say is compared in the tables of the export.
    fileprivate var withoutOrders: JSON {
        guard let members = object else { return self }
        return .object(members.filter { $0.key != "order" }.mapValues(\.withoutOrders))
    }
}
