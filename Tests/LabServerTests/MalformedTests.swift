import CoproductionLab
import Testing

@testable import LabServer

@Suite("Messages that make no sense", .timeLimit(.minutes(10)))
struct MalformedTests {
    private static let deep = String(repeating: "[", count: 17) + String(repeating: "]", count: 17)
    private static let brackets = String(repeating: "[", count: 60_000)
    private static let many = "[" + Array(repeating: "0", count: 5_000).joined(separator: ",") + "]"
    private static let client = String(repeating: "a", count: 32)

    /// Each message, and the reason that it is answered with.
    static let corpus: [(String, String)] = [
        ("", "malformed"), ("nonsense", "malformed"), ("{", "malformed"), ("{}", "unknownMessage"),
        ("[]", "unknownMessage"), ("null", "unknownMessage"), ("\"join\"", "unknownMessage"),
        (#"{"type":"join"}{}"#, "malformed"), (#"{"type":"join","type":"join"}"#, "malformed"),
        (deep, "malformed"), (brackets, "malformed"), (many, "malformed"),
        (#"{"type":1}"#, "unknownMessage"), (#"{"type":"accepted"}"#, "unknownMessage"),
        (#"{"type":"view","view":{}}"#, "unknownMessage"), (#"{"type":"join"}"#, "malformed"),
        (#"{"type":"join","lab":482913,"client":"\#(client)"}"#, "malformed"),
        (#"{"type":"join","lab":"482913"}"#, "malformed"),
        (#"{"type":"join","lab":"482913","client":"short"}"#, "malformed"),
        (#"{"type":"join","lab":"482913","client":"\#(client)\u0000"}"#, "malformed"),
        (#"{"type":"join","lab":"482913","client":"\#(client)","audience":"god"}"#, "malformed"),
        (#"{"type":"join","lab":"482913","client":"\#(client)","name":{}}"#, "malformed"),
        (#"{"type":"command"}"#, "malformed"),
        (#"{"type":"command","id":"\#(client).1"}"#, "malformed"),
        (#"{"type":"command","id":"\#(client)","name":"pass"}"#, "malformed"),
        (#"{"type":"command","id":"\#(client).-1","name":"pass"}"#, "malformed"),
        (#"{"type":"command","id":"\#(client).99999999999999999999","name":"pass"}"#, "malformed"),
        (#"{"type":"command","id":"\#(client).1","name":"pass","body":[]}"#, "malformed"),
        (#"{"type":"command","id":"\#(client).1","name":"pass","body":{}}"#, "notJoined"),
        (#"{"type":"people"}"#, "notAllowed"),
    ]

    @Test("each is answered with an error that says why, and the connection stays", arguments: corpus)
    func answered(_ message: String, _ reason: String) async throws {
        try await TestServer.run { server in
            let lab = try await server.makeLab()
            let person = try await server.connection()
            person.send(message)
            let error = try await person.wait("an error") { $0.replies.first }
            #expect(error["type"] == "error" && error["reason"]?.string == reason)
            #expect((error["detail"]?.string?.utf8.count ?? 0) > 10)
            #expect(try await person.join(lab.code, ["name": "Moira", "role": "family"])["type"] == "joined")
        }
    }

    @Test("somebody who is in stays in, and their next command is taken")
    func inTheMiddle() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let moira = try await room.person("Moira")
            for message in ["{", #"{"type":"dance"}"#, "[1,2"] { moira.send(message) }
            try await room.add(["A bench"], by: moira)
            #expect(moira.seen.replies.count == 4 && !moira.seen.isClosed)
        }
    }

    @Test("whoever keeps sending them is closed with 1008 in the end")
    func keepsOn() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let moira = try await room.person("Moira")
            for _ in 0..<10 { moira.send("{") }
            #expect(try await moira.closeCode() == 1008)
            #expect(moira.seen.replies.count { $0["reason"] == "malformed" } == 10)
            // It is the connection that is closed, not the person.
            let token = try #require(moira.seen.replies[0]["token"])
            _ = try await server.enter(room.lab.code, ["token": token])
        }
    }

    @Test("one over the limit of 64 KiB closes with 1009; one just below is read")
    func oversized() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let moira = try await room.person("Moira")
            let frame = #"{"type":"command","id":"\#(moira.client).1","name":"pass","body":{"x":""}}"#
            let fill = String(repeating: "x", count: 65_536 - frame.utf8.count)
            moira.send(frame.replacing(#""x":"""#, with: #""x":"\#(fill)""#))
            #expect(try await moira.answer(to: "\(moira.client).1")["type"] == "rejected")
            moira.send(frame.replacing(#""x":"""#, with: #""x":"\#(fill)x""#))
            #expect(try await moira.closeCode() == 1009)
        }
    }

    @Test("200,000 brackets are refused by their size before anything reads them")
    func brackets() async throws {
        try await TestServer.run { server in
            let person = try await server.connection()
            person.send(String(repeating: "[", count: 200_000))
            #expect(try await person.closeCode() == 1009)
        }
    }

    @Test("seeded noise over real messages ends no server", arguments: 1...4)
    func noise(_ seed: UInt64) async throws {
        try await TestServer.run(.init { $0.service.hub.maximumStrikes = .max }) { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            var dice = Dice(seed: seed)
            let moira = try await room.person("Moira")
            let lab = room.lab
            let messages = [
                #"{"type":"join","lab":"\#(lab.code)","client":"\#(moira.client)","name":"Moira","role":"family"}"#,
                #"{"type":"command","id":"\#(moira.client).7","name":"addIdea","body":{"activity":"\#(room.ideas)","text":"x"}}"#,
                #"{"type":"command","id":"\#(moira.client).8","name":"undo","body":{"command":"\#(moira.client).7"}}"#,
                #"{"type":"people","after":""}"#,
            ]
            for round in 0..<20 {
                let person = try await server.connection()
                for _ in 0..<25 { person.send(dice.mutated(messages[dice.below(messages.count)])) }
                person.drop()
                if round % 5 == 4 { try await moira.settle() }
            }
            try await room.add(["Still here, seed \(seed)"], by: moira)
            #expect(await server.hub.isBroken == false)
        }
    }
}

/// SplitMix64: the same numbers for the same seed.
struct Dice {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(limit, 1))) }

    mutating func one<Element>(of elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[below(elements.count)]
    }

    /// The text with a few of its characters exchanged, doubled or left out.
    mutating func mutated(_ text: String) -> String {
        var characters = Array(text)
        for _ in 0...below(4) where !characters.isEmpty {
            let at = below(characters.count)
            switch below(4) {
            case 0: characters.remove(at: at)
            case 1: characters.insert(characters[below(characters.count)], at: at)
            case 2: characters[at] = one(of: Array("{}[]\":,0e.-\\u\u{0}é\u{202E}")) ?? "x"
            default: characters.removeSubrange(at..<min(characters.count, at + below(20)))
            }
        }
        return String(characters)
    }
}
