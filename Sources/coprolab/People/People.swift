import CoproductionLab
import Foundation
import WebSockets

/// Simulated people over real sockets: they join, number their commands, come back after a lost connection and send again
/// what was not answered. What they do is up to whoever listens to them.
actor People {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// What happens to somebody, told on the loop's thread.
    enum News: Sendable {
        case joined(JSON)
        /// A frame that is no answer: view, patch, mine, …
        case frame([UInt8])
        case accepted(number: Int, name: String, version: Int, result: JSON, after: Duration)
        case rejected(number: Int, name: String, reason: String, detail: String)
        case lost
        case failed(String)
    }

    struct Person {
        let name: String
        let role: String
        var audience = "participant"
        var support = "self"
        var token: String?
        let client: String
        fileprivate(set) var connection: ClientID?
        fileprivate(set) var isIn = false
        fileprivate(set) var outbox: [Command] = []
        fileprivate var next = 1
        fileprivate var tries = 0
        fileprivate var isGone = false

        init(name: String, role: String, token: String? = nil) {
            self.name = name
            self.role = role
            self.token = token
            client = People.newClient()
        }
    }

    struct Command {
        let number: Int
        let name: String
        let bytes: [UInt8]
        let sentAt: ContinuousClock.Instant
    }

    private let host: String
    private let port: Int
    private let lab: String
    private let invite: String?
    private let tell: @Sendable (Int, News) -> Void
    private let sockets: WebSocketClient
    private(set) var people: [Person] = []
    private var byConnection: [ClientID: Int] = [:]

    init(
        loop: EventLoop, host: String, port: Int, lab: String, invite: String?,
        tell: @escaping @Sendable (Int, News) -> Void
    ) {
        self.loop = loop
        self.host = host
        self.port = port
        self.lab = lab
        self.invite = invite
        self.tell = tell
        sockets = WebSocketClient(loop: loop)
    }

    private static func newClient() -> String {
        (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined() + "abcdefgh"
    }

    /// Lets somebody in; their index is theirs from then on.
    @discardableResult
    func add(_ person: Person) -> Int {
        people.append(person)
        connect(people.count - 1)
        return people.count - 1
    }

    /// Keeps an index for somebody who doesn't come.
    func addNobody() {
        var nobody = Person(name: "", role: "")
        nobody.isGone = true
        people.append(nobody)
    }

    var isIn: Int { people.count { $0.isIn } }
    var unanswered: Int { people.reduce(0) { $0 + $1.outbox.count } }

    /// Gives a command; it is sent again until it is answered. Its number stands in the answer.
    @discardableResult
    func command(_ index: Int, _ name: String, _ body: JSON) -> Int {
        let number = people[index].next
        people[index].next += 1
        let message: JSON = [
            "type": "command", "id": .string("\(people[index].client).\(number)"), "name": .string(name),
            "body": body,
        ]
        let command = Command(number: number, name: name, bytes: message.bytes, sentAt: .now)
        people[index].outbox.append(command)
        if people[index].isIn, let connection = people[index].connection {
            sockets.send(command.bytes, to: connection)
        }
        return number
    }

    func leave(_ index: Int) {
        people[index].isGone = true
        if let connection = people[index].connection { sockets.close(connection, code: 1000) }
    }

    // MARK: - Coming and going

    private func connect(_ index: Int) {
        let id = sockets.connect(host: host, port: port, handler: Handler(people: self))
        people[index].connection = id
        byConnection[id] = index
    }

    fileprivate func opened(_ connection: ClientID) {
        guard let index = byConnection[connection] else { return }
        let person = people[index]
        var message: [String: JSON] = [
            "type": "join", "lab": .string(lab), "audience": .string(person.audience),
            "client": .string(person.client),
        ]
        message.set("token", person.token)
        message.set("invite", invite)
        if person.token == nil {
            message["name"] = .string(person.name)
            message["role"] = .string(person.role)
            message["support"] = .string(person.support)
        }
        sockets.send(JSON.object(message).bytes, to: connection)
    }

    fileprivate func ended(_ connection: ClientID, _ message: String?) {
        guard let index = byConnection.removeValue(forKey: connection) else { return }
        people[index].connection = nil
        people[index].isIn = false
        guard !people[index].isGone else { return }
        tell(index, message.map { .failed($0) } ?? .lost)
        people[index].tries += 1
        // Half a second at first, with as much again at random; then twice as long each time, up to five seconds.
        let base = min(5_000, 500 << min(people[index].tries - 1, 4))
        _ = loop.schedule(after: .milliseconds(base / 2 + Int.random(in: 0...base / 2))) {
            self.assumeIsolated { $0.connect(index) }
        }
    }

    fileprivate func received(_ bytes: [UInt8], by connection: ClientID) {
        guard let index = byConnection[connection] else { return }
        // Members come in the order of their keys, so the first tells views and patches from answers without reading all.
        let head = bytes.prefix(4)
        if head.elementsEqual(#"{"fr"#.utf8) || head.elementsEqual(#"{"mi"#.utf8) {
            return tell(index, .frame(bytes))
        }
        guard let message = try? JSON(parsing: bytes) else { return tell(index, .frame(bytes)) }
        switch message["type"]?.string {
        case "joined":
            people[index].token = message["token"]?.string ?? people[index].token
            people[index].isIn = true
            people[index].tries = 0
            for command in people[index].outbox { sockets.send(command.bytes, to: connection) }
            tell(index, .joined(message))
        case "accepted":
            guard let command = take(message, index) else { return }
            tell(
                index,
                .accepted(
                    number: command.number, name: command.name, version: message["version"]?.int ?? 0,
                    result: message["result"] ?? .empty, after: .now - command.sentAt))
        case "rejected":
            // What could not be saved just now is sent again with the next connection; all else is an answer.
            if message["reason"]?.string == "notSaved" { return }
            guard let command = take(message, index) else { return }
            tell(
                index,
                .rejected(
                    number: command.number, name: command.name, reason: message["reason"]?.string ?? "",
                    detail: message["detail"]?.string ?? ""))
        case "error":
            if people[index].isIn { return tell(index, .frame(bytes)) }
            tell(index, .failed(message["detail"]?.string ?? "not let in"))
            sockets.close(connection, code: 1000)
        default: tell(index, .frame(bytes))
        }
    }

    private func take(_ message: JSON, _ index: Int) -> Command? {
        guard let id = message["id"]?.string, let number = Int(id.split(separator: ".").last ?? ""),
            let position = people[index].outbox.firstIndex(where: { $0.number == number })
        else { return nil }
        return people[index].outbox.remove(at: position)
    }

    private final class Handler: WebSocketClientHandler {
        private let people: People
        init(people: People) { self.people = people }
        func opened(_ client: ClientID) { people.assumeIsolated { $0.opened(client) } }
        func received(_ bytes: [UInt8], by client: ClientID) {
            people.assumeIsolated { $0.received(bytes, by: client) }
        }
        func failed(_ client: ClientID, status: Int?, message: String) {
            people.assumeIsolated { $0.ended(client, status.map { "\($0) \(message)" } ?? message) }
        }
        func closed(_ client: ClientID, code: UInt16?) { people.assumeIsolated { $0.ended(client, nil) } }
    }
}
