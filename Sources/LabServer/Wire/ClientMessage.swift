import CoproductionLab

/// A message from a client, read and checked in its shape.
enum ClientMessage {
    case join(JoinRequest)
    case command(CommandID, Command)
    case people(after: String, waiting: Bool)

    init(_ bytes: [UInt8]) throws(ProtocolError) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: bytes)
        } catch {
            throw ProtocolError(error)
        }
        switch json["type"]?.string {
        case "join": self = .join(try JoinRequest(json))
        case "command":
            guard let name = json["name"]?.string, let id = json["id"]?.string.flatMap({ CommandID($0) })
            else {
                throw ProtocolError("malformed", "A command needs an id like “client.17” and a name.")
            }
            let body = json["body"] ?? .empty
            guard body.object != nil else {
                throw ProtocolError("malformed", "The body of a command must be an object.")
            }
            self = .command(id, Command(name, body))
        case "people": self = .people(after: json["after"]?.string ?? "", waiting: json["waiting"] == true)
        default:
            throw ProtocolError(
                "unknownMessage", "The type of a message must be join, command or people.")
        }
    }
}

/// The name of a command: the client that made it and its number there, rising.
struct CommandID: Hashable, Sendable {
    let client: String
    let number: Int

    init?(_ text: String) {
        guard let dot = text.lastIndex(of: "."), let number = Int(text[text.index(after: dot)...]),
            number >= 0
        else {
            return nil
        }
        let client = String(text[..<dot])
        guard JoinRequest.isClient(client) else { return nil }
        self.client = client
        self.number = number
    }

    var text: String { "\(client).\(number)" }
}

struct JoinRequest: Sendable {
    let lab: String
    let audience: Audience
    let client: String
    let name: String?
    let role: String?
    let support: String?
    let token: String?
    let returnCode: String?
    let recoveryCode: String?
    let invite: String?
    let have: String?

    init(_ json: JSON) throws(ProtocolError) {
        func text(_ key: String, atMost limit: Int = 200) throws(ProtocolError) -> String? {
            guard let value = json[key], value != .null else { return nil }
            guard let text = value.string, text.utf8.count <= limit else {
                throw ProtocolError(
                    "malformed", "“\(key)” of a join must be a text of at most \(limit) bytes.")
            }
            return text
        }
        guard let lab = try text("lab"), !lab.isEmpty else {
            throw ProtocolError("malformed", "A join needs the lab's code in “lab”.")
        }
        guard let client = try text("client"), Self.isClient(client) else {
            throw ProtocolError(
                "malformed",
                "A join needs a “client”: 16 to 64 letters, digits, - or _, made at random by the tab.")
        }
        guard let audience = Audience(rawValue: try text("audience") ?? "participant"), audience != .waiting
        else {
            throw ProtocolError("malformed", "The audience must be participant, facilitator or screen.")
        }
        // People type a code as it is shown: with a space.
        let digits = lab.filter { $0 != " " && $0 != "-" }
        self.lab = digits.count == 6 && digits.allSatisfy(\.isNumber) ? digits : lab
        self.client = client
        self.audience = audience
        name = try text("name", atMost: 2000)
        role = try text("role")
        support = try text("support")
        token = try text("token")
        returnCode = try text("returnCode")
        recoveryCode = try text("recoveryCode")
        invite = try text("invite")
        have = try text("have")
    }

    /// 128 random bits in any of the usual spellings.
    static func isClient(_ text: String) -> Bool {
        (16...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || $0 == 0x2D || $0 == 0x5F
            }
    }
}

/// A message that can't be acted on. The connection stays; one that keeps sending such is closed.
struct ProtocolError: Error {
    let reason: String
    let detail: String
    var retryAfter: Int?

    init(_ reason: String, _ detail: String, retryAfter: Int? = nil) {
        self.reason = reason
        self.detail = detail
        self.retryAfter = retryAfter
    }

    init(_ error: JSONError) {
        let detail =
            switch error {
            case .malformed(let offset): "This isn't JSON from byte \(offset) on."
            case .tooDeep: "A message may nest \(JSON.maximumDepth) deep, no deeper."
            case .tooManyMembers: "A message may have \(JSON.maximumMembers) members, no more."
            case .doubledKey(let key): "The key “\(key)” is there twice."
            }
        self.init("malformed", detail)
    }
}
