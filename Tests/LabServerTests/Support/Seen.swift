import CoproductionLab
import Foundation

/// All that one connection has been sent, and what it makes of it by the protocol's own rules.
struct Seen: Sendable {
    private(set) var isOpen = false
    /// The connection didn't open: refused with this status, or 0 where there was none.
    private(set) var refusal: Int?
    private(set) var isClosed = false
    private(set) var closeCode: UInt16?

    /// Every message, byte for byte, and read.
    private(set) var frames: [[UInt8]] = []
    private(set) var messages: [JSON] = []

    private(set) var view: JSON?
    private(set) var mine: JSON?
    private(set) var audience: String?
    private(set) var have: String?
    /// The revision that the view shows, and the highest that any news of this connection named.
    private(set) var version = 0
    private(set) var newest = 0
    /// Answers by the id of their command.
    private(set) var answers: [String: JSON] = [:]
    /// Answers to joins, each `joined` or `error`, and errors of all other kinds.
    private(set) var replies: [JSON] = []
    private(set) var views = 0
    private(set) var patches = 0
    /// Patches that didn't start from what this connection showed: there must never be one.
    private(set) var gaps = 0
    private(set) var presence: Int?
    private(set) var people: [JSON] = []
    private(set) var closing: JSON?

    mutating func open() { isOpen = true }
    mutating func refuse(_ status: Int?) { refusal = status ?? 0 }
    mutating func close(_ code: UInt16?) {
        isClosed = true
        closeCode = code
    }

    mutating func take(_ bytes: [UInt8]) {
        frames.append(bytes)
        let message = JSON.reading(bytes)
        messages.append(message)
        switch message["type"]?.string {
        case "view":
            view = message["view"]
            audience = message["audience"]?.string
            views += 1
            take(version: message)
        case "patch":
            if message["from"]?.int != version { gaps += 1 }
            view = (view ?? .empty).merging(message["view"] ?? .empty)
            patches += 1
            take(version: message)
        case "mine":
            mine = (mine ?? .empty).merging(message["mine"] ?? .empty)
            newest = max(newest, message["version"]?.int ?? 0)
        case "accepted", "rejected": answers[message["id"]?.string ?? ""] = message
        case "joined":
            mine = nil
            replies.append(message)
        case "error": replies.append(message)
        case "presence": presence = message["connected"]?.int
        case "people": people.append(message)
        case "closing": closing = message
        default: break
        }
    }

    private mutating func take(version message: JSON) {
        version = message["version"]?.int ?? -1
        newest = max(newest, version)
        have = message["have"]?.string
    }

    /// What a connection shows that takes up where another ended.
    mutating func resume(_ other: Seen) {
        (view, audience, version, have) = (other.view, other.audience, other.version, other.have)
    }
}

extension Seen {
    /// An activity as this connection sees it.
    func activity(_ id: ID) -> JSON? { view?["activities"]?[id] }
    func ideas(_ activity: ID) -> [String: JSON] { self.activity(activity)?["ideas"]?.object ?? [:] }
    func texts(_ activity: ID) -> Set<String> {
        Set(ideas(activity).values.compactMap { $0["text"]?.string })
    }
    func own(_ activity: ID) -> JSON? { mine?["activities"]?[activity] }
    func state(of activity: ID) -> String? { self.activity(activity)?["state"]?.string }

    func frames(holding text: String) -> [[UInt8]] {
        let bytes = Data(text.utf8)
        return frames.filter { Data($0).range(of: bytes) != nil }
    }
}

extension JSON {
    /// Reads any JSON with Foundation, which shares neither code nor limits with our own parser. What can't be read is
    /// null, which no message is.
    static func reading(_ bytes: [UInt8]) -> JSON {
        (try? JSONDecoder().decode(Reader.self, from: Data(bytes)))?.value ?? .null
    }

    private struct Reader: Decodable {
        let value: JSON

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                value = .string(text)
            } else if let members = try? container.decode([String: Reader].self) {
                value = .object(members.mapValues(\.value))
            } else if let number = try? container.decode(Int.self) {
                value = .int(number)
            } else if let flag = try? container.decode(Bool.self) {
                value = .bool(flag)
            } else if let elements = try? container.decode([Reader].self) {
                value = .array(elements.map(\.value))
            } else if let number = try? container.decode(Double.self) {
                value = .double(number)
            } else {
                value = .null
            }
        }
    }
}
