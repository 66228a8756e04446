import CoproductionLab
import Testing

@testable import LabServer

@Suite("Joining", .timeLimit(.minutes(10)))
struct JoiningTests {
    @Test("a newcomer gets a place, a token, a return code, links, a view and what is their own")
    func newcomer() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let moira = try await room.person("Moira")
            let joined = try #require(moira.seen.replies.first)
            #expect(joined["type"] == "joined" && joined["audience"] == "participant")
            #expect(joined["name"] == "Moira" && joined["role"] == "usesServices")
            let id = try #require(joined["participant"]?.string)
            #expect(id.utf8.count == 10 && id.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLowercase) })
            // 256 bits in base64url, and 60 bits to type.
            #expect(joined["token"]?.string?.utf8.count == 43)
            #expect(
                joined["returnCode"]?.string?.wholeMatch(of: /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/) != nil)
            let link = "\(server.links.origin)/join/\(room.lab.code)#k=\(room.lab.inviteKey)"
            #expect(joined["links"]?["join"]?.string == link)
            #expect(joined["links"]?["qr"]?.string == "/api/labs/\(room.lab.code)/qr.svg")
            #expect(moira.seen.view?["lab"]?["title"] == "A lab" && moira.seen.audience == "participant")
            #expect(moira.seen.mine?["participant"]?["name"] == "Moira")
            // In this order, whole, and nothing before.
            let types = moira.seen.messages.prefix(3).map { $0["type"]?.string }
            #expect(types == ["joined", "view", "mine"])
        }
    }

    @Test("the code may be typed with a space or a dash, as it is shown")
    func typedCode() async throws {
        try await TestServer.run { server in
            let lab = try await server.makeLab()
            for mark in [" ", "-"] {
                let typed = lab.code.prefix(3) + mark + lab.code.suffix(3)
                let person = try await server.connection()
                let reply = try await person.join(String(typed), ["name": "Moira", "role": "family"])
                #expect(reply["type"] == "joined")
            }
        }
    }

    @Test("the same join again gives the same place, so a lost answer makes no ghost")
    func sameJoin() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let newcomer: [String: JSON] = ["name": "Moira", "role": "family"]
            let first = try await server.connection()
            let joined = try await first.join(room.lab.code, newcomer)
            // From the same tab, over a new connection and over the same one.
            let second = try await server.connection(client: first.client)
            let again = try await second.join(room.lab.code, newcomer)
            let third = try await second.join(room.lab.code, newcomer)
            for reply in [again, third] {
                #expect(reply["participant"] == joined["participant"] && reply["token"] == joined["token"])
            }
            try await room.facilitator.until("one person") { $0.view?["people"]?["joined"] == 1 }
            // A lost answer must not lose the return code either.
            let code = try #require(joined["returnCode"])
            #expect(again["returnCode"] == code && third["returnCode"] == code)
        }
    }

    @Test("the same join twice at once is one place, and both are let in")
    func joinAtOnce() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let first = try await server.connection()
            let others = try await [
                server.connection(client: first.client), server.connection(client: first.client),
                server.connection(client: first.client),
            ]
            let people = [first] + others
            let replies = try await withThrowingTaskGroup(of: JSON.self) { group in
                for person in people {
                    group.addTask {
                        try await person.join(room.lab.code, ["name": "Moira", "role": "family"])
                    }
                }
                return try await group.reduce(into: [JSON]()) { $0.append($1) }
            }
            #expect(replies.allSatisfy { $0["type"] == "joined" })
            #expect(Set(replies.map { $0["participant"] }).count == 1)
            #expect(Set(replies.map { $0["token"] }).count == 1)
            try await room.facilitator.until("one person") { $0.view?["people"]?["joined"] == 1 }
        }
    }

    @Test("somebody may have several connections, and each sees what is theirs")
    func severalConnections() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            try await room.open(room.ideas)
            let phone = try await room.person("Moira")
            let token = try #require(phone.seen.replies.first?["token"])
            let tablet = try await server.enter(room.lab.code, ["token": token])
            try await room.add(["A bench by the bus stop"], by: phone)
            for device in [phone, tablet] {
                try await device.until("their idea") { $0.own(room.ideas)?["ideas"]?.object?.count == 1 }
            }
            #expect(phone.seen.mine == tablet.seen.mine)
            try await room.facilitator.until("one person here") { $0.presence == 1 }
        }
    }

    @Test("a token, a return code and the recovery code lead to the same place with the same token")
    func comingBack() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let moira = try await room.person("Moira")
            let joined = try #require(moira.seen.replies.first)
            let typed = try #require(joined["returnCode"]?.string)
            let spellings = [
                typed, typed.lowercased(), typed.replacing("-", with: " "), typed.replacing("-", with: ""),
                typed.replacing("0", with: "O").replacing("1", with: "l"),
            ]
            var ways: [[String: JSON]] = spellings.map { ["returnCode": .string($0)] }
            ways.append(["token": joined["token"] ?? .null])
            for way in ways {
                let back = try await server.connection()
                let reply = try await back.join(room.lab.code, way)
                #expect(reply["participant"] == joined["participant"] && reply["token"] == joined["token"])
            }
            let facilitator = try await server.connection()
            let reply = try await facilitator.join(
                room.lab.code, ["audience": "facilitator", "recoveryCode": .string(room.lab.recoveryCode)])
            #expect(reply["type"] == "joined" && reply["token"]?.string == room.lab.facilitatorToken)
            #expect(reply["audience"] == "facilitator")
        }
    }

    @Test("a token goes before a return code, that before a recovery code, that before somebody new")
    func precedence() async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            let moira = try #require(try await room.person("Moira").seen.replies.first)
            let sam = try #require(try await room.person("Sam").seen.replies.first)
            var all: [String: JSON] = ["name": "Nobody", "role": "staff"]
            all["recoveryCode"] = .string(room.lab.recoveryCode)
            all["returnCode"] = sam["returnCode"]
            #expect(
                try await server.connection().join(room.lab.code, all)["participant"] == sam["participant"])
            all["token"] = moira["token"]
            #expect(
                try await server.connection().join(room.lab.code, all)["participant"] == moira["participant"])
            // A worthless token isn't passed over for what comes after it.
            all["token"] = "worthless"
            #expect(try await server.connection().join(room.lab.code, all)["reason"] == "badToken")
            #expect(room.facilitator.seen.view?["people"]?["joined"] == 2)
        }
    }

    @Test(
        "a secret that fails is an error and never a new person",
        arguments: [
            ("token", "badToken"), ("returnCode", "badReturnCode"), ("recoveryCode", "badRecoveryCode"),
        ])
    func badSecret(_ secret: String, _ reason: String) async throws {
        try await TestServer.run { server in
            let room = try await server.room()
            for value in ["", "WRONG-WRONG", "\u{0}", room.lab.inviteKey, room.lab.screenToken] {
                let stranger = try await server.connection()
                let members: [String: JSON] = ["name": "Eve", "role": "other", secret: .string(value)]
                let reply = try await stranger.join(room.lab.code, members)
                #expect(reply["type"] == "error" && reply["reason"]?.string == reason)
                #expect(reply["detail"]?.string?.isEmpty == false && stranger.seen.view == nil)
            }
            let next = try await room.person("Moira")
            try await next.until("a count of one") { $0.view?["people"]?["joined"] == 1 }
        }
    }

    @Test(
        "a name or role that won't do is refused in words, and the connection may try again",
        arguments: [
            ["name": "", "role": "family"], ["name": "  \u{200B} ", "role": "family"], ["role": "family"],
            ["name": .string(String(repeating: "n", count: 61)), "role": "family"],
            ["name": "Mo\u{7}ira", "role": "family"], ["name": "\u{202E}\u{2069}", "role": "family"],
        ] as [[String: JSON]])
    func badName(_ newcomer: [String: JSON]) async throws {
        try await TestServer.run { server in
            let lab = try await server.makeLab()
            let person = try await server.connection()
            let reply = try await person.join(lab.code, newcomer)
            #expect(reply["reason"] == "invalidName" && reply["detail"]?.string?.isEmpty == false)
            #expect(try await person.join(lab.code, ["name": "Moira", "role": "family"])["type"] == "joined")
        }
    }

    @Test("[S1] a role is one of the broad ones, told apart from a name that won't do")
    func badRole() async throws {
        try await TestServer.run { server in
            let lab = try await server.makeLab()
            let person = try await server.connection()
            for role: JSON in ["boss", "", "Staff"] {
                #expect(
                    try await person.join(lab.code, ["name": "Moira", "role": role])["reason"]
                        == "invalidRole")
            }
            #expect(try await person.join(lab.code, ["name": "Moira"])["reason"] == "invalidRole")
            let paper: [String: JSON] = ["name": "Moira", "role": "family", "support": "paper"]
            #expect(try await person.join(lab.code, paper)["type"] == "error")
        }
    }

    @Test("a full lab says so, and those who are in come back all the same")
    func full() async throws {
        try await TestServer.run(.init { $0.service.hub.maximumPeople = 3 }) { server in
            let room = try await server.room()
            let moira = try await room.person("Moira")
            _ = try await room.person("Sam")
            let late = try await server.connection()
            let reply = try await late.join(room.lab.code, ["name": "Late", "role": "other"])
            #expect(reply["reason"] == "labFull" && reply["detail"]?.string?.contains("facilitator") == true)
            let token = try #require(moira.seen.replies.first?["token"])
            _ = try await server.enter(room.lab.code, ["token": token])
        }
    }
}
