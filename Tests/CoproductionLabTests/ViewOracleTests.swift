import LabFixtures
import Testing

@testable import CoproductionLab

/// The oracle of all that travels out: applied patches make the same view as building it afresh.
@Suite struct ViewOracleTests {
    /// What one connection of each kind has, brought up to date by patches alone.
    private struct Onlookers {
        var views: [Audience: JSON] = [:]
        var mine: [ID: JSON] = [:]

        init(_ room: RandomRoom) {
            for audience in Audience.allCases { views[audience] = room.fixture.view(audience) }
            for person in room.people { mine[person] = room.fixture.mine(person) }
        }

        /// Gives the patches of one batch of commands to everybody.
        mutating func take(_ touched: Touched, from old: Lab, to room: RandomRoom) {
            let lab = room.fixture.lab
            for audience in Audience.allCases {
                guard let patch = lab.patch(for: audience, since: old, touching: touched) else { continue }
                views[audience] = views[audience]?.merging(patch)
            }
            for person in room.people {
                var own = mine[person] ?? ["activities": [:]]
                for key in touched.mine where Self.belongs(key, to: person, room) {
                    if let patch = lab.minePatch(key, since: old) { own = own.merging(patch) }
                }
                mine[person] = own
            }
        }

        private static func belongs(_ key: MineKey, to person: ID, _ room: RandomRoom) -> Bool {
            switch key {
            case .person(let id): id == person
            case .contributions(let activity, let author): author == room.fixture.author(person, activity)
            }
        }
    }

    private func expectSame(_ has: JSON?, _ fresh: JSON, _ whose: String) -> Bool {
        guard has != fresh else { return true }
        let difference = JSON.mergePatch(from: has ?? .null, to: fresh)?.text ?? ""
        Issue.record("\(whose): patched and fresh views differ by \(difference)")
        return false
    }

    @Test(
        "For every audience and every person the applied patches equal a freshly built view",
        arguments: [0, 1, 2, 3] as [UInt64])
    func oracle(quarter: UInt64) throws {
        for seed in (quarter * 75)..<(quarter * 75 + 75) {
            var room = try RandomRoom(seed: seed)
            var onlookers = Onlookers(room)
            for _ in 0..<20 {
                let old = room.fixture.lab
                for _ in 0..<Int(seed % 5 + 1) { room.act() }
                onlookers.take(room.takeTouched(), from: old, to: room)
                for audience in Audience.allCases {
                    let fresh = room.fixture.view(audience)
                    guard expectSame(onlookers.views[audience], fresh, "seed \(seed), \(audience)") else {
                        return
                    }
                }
                for person in room.people {
                    let fresh = room.fixture.mine(person)
                    guard expectSame(onlookers.mine[person], fresh, "seed \(seed), mine of \(person)") else {
                        return
                    }
                }
            }
        }
    }

    @Test("The same events folded anew give the same lab")
    func foldsAnew() throws {
        for seed in 1000..<1060 as Range<UInt64> {
            var room = try RandomRoom(seed: seed)
            for _ in 0..<60 { room.act() }
            var again = Lab(id: "lab")
            for (event, time) in room.fixture.journal { _ = again.evolve(event, at: time) }
            #expect(again.revision == room.fixture.lab.revision)
            for audience in Audience.allCases {
                #expect(again.view(for: audience).bytes == room.fixture.view(audience).bytes, "seed \(seed)")
            }
            for person in room.people {
                let fixture = room.fixture
                #expect(
                    again.mine(of: person) { fixture.author(person, $0) } == fixture.mine(person),
                    "seed \(seed)")
            }
        }
    }

    @Test(
        "The random rooms try every command, have every one accepted, and meet every refusal that decide knows"
    )
    func coverage() throws {
        var accepted: [String: Int] = [:]
        var refused: [Reason: Int] = [:]
        // `notSaved` is the journal's word, a full lab and a locked one refuse newcomers alone, and two texts are longer
        // elsewhere.
        let foreign: Set<Reason> = [.notSaved, .labFull, .labLocked, .tooLong]
        // A room that is put away would try nothing any more.
        let ending: Set<String> = ["archiveLab", "unarchiveLab"]
        var untried: Set<String> { LabCommands.known.subtracting(accepted.keys) }
        var unmet: Set<Reason> { Set(Reason.allCases).subtracting(refused.keys) }
        // Rare things need many rooms; common ones are all met in the first hundred.
        for seed in 0..<1000 as Range<UInt64> where untried != ending || unmet != foreign {
            var room = try RandomRoom(seed: seed)
            for _ in 0..<100 { room.act() }
            accepted.merge(room.accepted, uniquingKeysWith: +)
            refused.merge(room.refused, uniquingKeysWith: +)
        }
        #expect(untried == ending)
        #expect(unmet == foreign)
    }

    @Test("[S24] in the random rooms nothing that isn't revealed is in any view")
    func hidden() throws {
        for seed in 2000..<2100 as Range<UInt64> {
            var room = try RandomRoom(seed: seed)
            for _ in 0..<15 {
                for _ in 0..<4 { room.act() }
                for audience in Audience.allCases {
                    for (id, activity) in room.fixture.lab.activities where !activity.showsAnswers {
                        let shown = room.fixture.shown(id, to: audience)
                        for collection in [
                            "ideas", "pledges", "texts", "directory", "quotes", "versions",
                            "entries",
                        ] {
                            #expect(shown.at(collection)?.object?.isEmpty != false, "seed \(seed)")
                        }
                        for section in shown.at("sections")?.object.map({ Array($0.values) }) ?? [] {
                            #expect(section["text"] == nil && section["value"] == nil, "seed \(seed)")
                        }
                        for cell in shown.at("cells")?.object.map({ Array($0.values) }) ?? [] {
                            #expect(cell.object?.keys.sorted() == ["rounds"], "seed \(seed)")
                        }
                        for theme in shown.at("themes")?.object.map({ Array($0.values) }) ?? [] {
                            #expect(theme["text"] == "Given" && theme["count"] == nil, "seed \(seed)")
                        }
                        let figured = ["items", "results"].flatMap {
                            shown[$0]?.object.map { Array($0.values) } ?? []
                        }
                        if activity.kind == "questions" {
                            #expect(shown.at("questions")?.object?.isEmpty != false, "seed \(seed)")
                        }
                        for item in figured {
                            for figure in [
                                "votes", "rank", "results", "n", "counts", "sides", "roles", "before",
                                "theme",
                            ] {
                                #expect(item[figure] == nil, "seed \(seed)")
                            }
                        }
                    }
                }
            }
        }
    }
}
