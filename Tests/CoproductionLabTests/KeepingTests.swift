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
        "[S40] Whatever happened in a lab over all kinds: exported, taken in and exported again it is byte for byte the same",
        arguments: 0..<8)
    func roundTrip(part: Int) throws {
        for seed in stride(from: part, to: 200, by: 8) {
            var room = try RandomRoom(seed: UInt64(1000 + seed))
            for _ in 0..<(40 + seed % 5 * 60) { room.act() }
            let lab = room.fixture.lab
            let again: Lab
            do {
                again = try Self.imported(lab)
            } catch let problem as ImportProblem {
                Issue.record("seed \(seed): \(problem.words)")
                continue
            }
            let (before, after) = (Self.document(lab), Self.document(again))
            #expect(before.bytes == after.bytes, "seed \(seed): \(JSON.difference(before, after) ?? "")")
            Self.compareViews(lab, again, seed)
        }
    }

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
