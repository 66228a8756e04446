import LabFixtures
import Testing

@testable import CoproductionLab

/// Coming into a lab, and coming back.
@Suite struct JoiningTests {
    private func newcomer(_ name: String, _ role: String?, _ support: String? = nil) -> Reason? {
        do throws(Rejection) {
            _ = try Joining.Newcomer(name: name, role: role, support: support)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("[S1] a person picks their own broad role, one of eight, and says how their answers come in")
    func roles() {
        let words = [
            "usesServices", "family", "neighbour", "staff", "manager", "elected", "other", "notSaid",
        ]
        #expect(Role.allCases.map(\.rawValue) == words)
        for word in words { #expect(newcomer("Moira", word) == nil) }
        for word in ["director", "", "Staff"] { #expect(newcomer("Moira", word) == .invalid) }
        #expect(newcomer("Moira", nil) == .invalid)
        for support in ["self", "scribe", "voice"] { #expect(newcomer("Moira", "family", support) == nil) }
        for support in ["paper", "ghost", ""] { #expect(newcomer("Moira", "family", support) == .invalid) }
    }

    @Test("A name has one to sixty characters, in any script, and nothing that deceives")
    func names() {
        #expect(newcomer("", "family") == .empty)
        #expect(newcomer(" \u{200B}", "family") == .empty)
        #expect(newcomer(String(repeating: "ह", count: 60), "family") == nil)
        #expect(newcomer(String(repeating: "a", count: 61), "family") == .tooLong)
        #expect(newcomer("Moira\u{7}", "family") == .invalid)
        #expect(newcomer("👩🏽‍🦽 Moira 🏴󠁧󠁢󠁳󠁣󠁴󠁿", "family") == nil)
        #expect(newcomer("\u{202E}\u{200F}", "family") == .empty)
    }

    @Test("Marks of direction that come along unseen with a name are left out, and the rest of it stays")
    func marksInNames() throws {
        var room = LabFixture()
        let fatima = try room.join(.family, name: "\u{202B}فاطمہ\u{202C}\u{200F} بی‌بی\u{2069}")
        #expect(room.lab.people[fatima]?.name == "فاطمہ بی‌بی")
        _ = try room.send("setName", by: fatima, ["name": "Fati\u{202E}ma"])
        #expect(room.lab.people[fatima]?.name == "Fatima")
    }

    @Test("A name may repeat; who takes it later is told, until one of the two has another or leaves")
    func sharedNames() throws {
        var room = LabFixture()
        func isTold(_ person: ID) -> Bool { room.mine(person).at("participant", "sharesName") == true }
        let anna = try room.join(.family, name: "Anna")
        let other = try room.join(.staff, name: "anna ")
        let third = try room.join(.staff, name: "Bill")
        #expect(!isTold(anna) && isTold(other) && !isTold(third))
        _ = try room.send("setName", by: third, ["name": "ANNA"])
        #expect(!isTold(anna) && isTold(other) && isTold(third))
        // The second is the first now, and hears of it at once.
        let before = room.lab
        _ = try room.send("setName", by: anna, ["name": "Anna B"])
        #expect(!isTold(anna) && !isTold(other) && isTold(third))
        #expect(room.lab.minePatch(.person(other), since: before)?.at("participant", "sharesName") == .null)
        _ = try room.send("leave", by: other)
        #expect(!isTold(third))
    }

    @Test("[S60] Where no names are shown, nobody is told of another's")
    func sharedNamesUnseen() throws {
        var room = LabFixture()
        _ = try room.join(.family, name: "Anna")
        let other = try room.join(.staff, name: "Anna")
        _ = try room.send("setDetails", by: LabFixture.host, ["hidesNames": true])
        #expect(room.mine(other).at("participant", "sharesName") == nil)
        _ = try room.send("setDetails", by: LabFixture.host, ["hidesNames": false])
        #expect(room.mine(other).at("participant", "sharesName") == true)
    }

    @Test("Who joins has an id of their own and is found again by each of their secrets, kept as hashes")
    func secrets() throws {
        var room = LabFixture()
        let anna = try room.join(.family, name: "  Anna ")
        let bill = try room.join(.staff)
        #expect(anna != bill && anna.utf8.count == 10)
        #expect(room.lab.person(token: "token1") == anna && room.lab.person(returnCode: "code2") == bill)
        #expect(room.lab.person(client: "tab1") == anna)
        #expect(room.lab.person(token: "nobody's") == nil)
        #expect(room.lab.people[anna]?.name == "Anna")
        #expect(room.lab.host == LabFixture.host)
        #expect(room.mine(anna).at("participant", "id") == .string(anna))
    }

    @Test("[S1] one person has one place and one equal answer, however often they come back")
    func onePlace() throws {
        var room = LabFixture()
        let anna = try room.join(.family)
        try room.open("ideas")
        _ = try room.addIdea("Walks", by: anna)
        for _ in 0..<3 { room.fold(room.lab.decideReturn(anna)) }
        #expect(room.heard("ideas") == ["n": 1, "of": 1])
        #expect(room.lab.people.count == 2)
        #expect(room.lab.decideReturn("nobody").isEmpty)
    }

    @Test("A full lab takes nobody more, neither by phone nor on paper")
    func full() throws {
        var room = LabFixture()
        room.fold([Event("labCreated", by: ["host"], ["maximumPeople": 2])])
        _ = try room.join(.family)
        let newcomer = try Joining.Newcomer(name: "Bill", role: "staff", support: nil)
        var context = room.context
        let refusal = #expect(throws: Rejection.self) {
            try room.lab.decideJoin(newcomer, secrets: Joining.Secrets(token: "t"), &context)
        }
        #expect(refusal?.reason == .labFull)
        #expect(room.reason("addPerson", ["name": "Paula", "role": "family"]) == .labFull)
    }

    @Test("Somebody new in the room changes m on every activity at once")
    func patch() throws {
        var room = LabFixture()
        _ = room.takeTouched()
        let old = room.lab
        _ = try room.join(.family)
        let patch = room.lab.patch(for: .participant, since: old, touching: room.takeTouched())
        #expect(patch?.at("people") == ["joined": 1])
        #expect(patch?.at("activities")?.object?.keys.sorted() == ["dots", "ideas", "matrix", "pledges"])
    }

    @Test("Ids are random names of small letters and digits, and the same seed makes the same ones")
    func ids() {
        var one = IDSource(seed: 7)
        var two = IDSource(seed: 7)
        var seen: Set<ID> = []
        for _ in 0..<10_000 {
            let id = one.next()
            #expect(id == two.next())
            #expect(
                id.utf8.count == 10
                    && id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
            #expect(seen.insert(id).inserted)
        }
    }

    @Test("Fractional keys sort as plain strings in the order in which they were made")
    func order() {
        let keys = (0..<5000).map { Order.appended($0 * 37) }
        #expect(keys == keys.sorted() && Set(keys).count == keys.count)
    }
}
