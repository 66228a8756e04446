import CoproductionLab
import Synchronization
import WebSockets

/// Somebody with one connection: sends what a browser would, keeps all that comes, and waits for conditions on it.
final class TestPerson: WebSocketClientHandler {
    /// The key of the tab: a new one for each, unless the same tab comes back.
    let client: String
    private let socket: WebSocketClient
    private let loop: EventLoop
    private let state = Mutex(State())

    private struct State {
        var id: ClientID?
        var seen = Seen()
        /// Told after each message, or with nil when time is up; false as long as there is more to wait for.
        var waiting: [Int: @Sendable (Seen?) -> Bool] = [:]
        var waits = 0
        var number = 0
        var settled = 0
    }

    /// What was waited for did not come.
    struct TimedOut: Error, CustomStringConvertible {
        let description: String
    }

    /// The connection was refused with an HTTP status, or 0 where it broke.
    struct Refused: Error, Equatable {
        let status: Int
    }

    init(_ socket: WebSocketClient, on loop: EventLoop, client: String? = nil) {
        self.socket = socket
        self.loop = loop
        self.client = client ?? String((0..<32).compactMap { _ in "0123456789abcdef".randomElement() })
    }

    func connect(
        to port: Int, path: String = "/ws", subprotocol: String? = "coprolab.v1", origin: String? = nil,
        headers: [(String, String)] = []
    ) async throws {
        loop.execute { [self] in
            let id = socket.connect(
                host: "127.0.0.1", port: port, path: path, subprotocol: subprotocol, origin: origin,
                headers: headers,
                handler: self)
            state.withLock { $0.id = id }
        }
        try await until("an open connection") { $0.isOpen || $0.refusal != nil }
        if let refusal = seen.refusal { throw Refused(status: refusal) }
    }

    // MARK: - What came

    var seen: Seen { state.withLock { $0.seen } }

    /// Waits until what has come so far gives an answer.
    @discardableResult
    func wait<Value: Sendable>(
        _ what: String, within: Duration = .seconds(120), _ look: @escaping @Sendable (Seen) -> Value?
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let number: Int? = state.withLock { state in
                if let value = look(state.seen) {
                    continuation.resume(returning: value)
                    return nil
                }
                state.waits += 1
                state.waiting[state.waits] = { seen in
                    guard let seen else {
                        continuation.resume(throwing: TimedOut(description: "waited in vain for \(what)"))
                        return true
                    }
                    guard let value = look(seen) else { return false }
                    continuation.resume(returning: value)
                    return true
                }
                return state.waits
            }
            guard let number else { return }
            loop.schedule(after: within) { [weak self] in
                let late = self?.state.withLock { $0.waiting.removeValue(forKey: number) }
                _ = late?(nil)
            }
        }
    }

    /// Takes up what another connection of the same page showed.
    func resume(_ other: Seen) { state.withLock { $0.seen.resume(other) } }

    /// Waits until a condition holds.
    func until(_ what: String, _ holds: @escaping @Sendable (Seen) -> Bool) async throws {
        try await wait(what) { holds($0) ? true : nil }
    }

    private func change(_ change: (inout Seen) -> Void) {
        state.withLock { state in
            change(&state.seen)
            let seen = state.seen
            for (number, look) in state.waiting where look(seen) { state.waiting[number] = nil }
        }
    }

    func opened(_ client: ClientID) { change { $0.open() } }
    func received(_ bytes: [UInt8], by client: ClientID) { change { $0.take(bytes) } }
    func failed(_ client: ClientID, status: Int?, message: String) { change { $0.refuse(status) } }
    func closed(_ client: ClientID, code: UInt16?) { change { $0.close(code) } }

    /// Waits for the end of the connection, and says its code.
    func closeCode() async throws -> UInt16? {
        try await until("the connection's end") { $0.isClosed }
        return seen.closeCode
    }

    // MARK: - Sending

    func send(_ message: JSON) { send(bytes: message.bytes) }
    func send(_ text: String) { send(bytes: Array(text.utf8)) }
    func send(bytes: [UInt8]) { onSocket { $0.send(bytes, to: $1) } }
    func drop() { onSocket { $0.drop($1) } }
    func close() { onSocket { $0.close($1) } }
    func setReading(_ reads: Bool) { onSocket { $0.setReading(reads, of: $1) } }

    private func onSocket(_ body: @escaping @Sendable (WebSocketClient, ClientID) -> Void) {
        loop.execute { [self] in
            if let id = state.withLock({ $0.id }) { body(socket, id) }
        }
    }

    /// Joins, and answers with the reply: `joined`, or `error`.
    @discardableResult
    func join(_ lab: String, _ members: [String: JSON] = [:]) async throws -> JSON {
        let before = seen.replies.count
        var message: [String: JSON] = ["type": "join", "lab": .string(lab), "client": .string(client)]
        message.merge(members) { $1 }
        send(.object(message))
        return try await wait("an answer to a join") { $0.replies.count > before ? $0.replies[before] : nil }
    }

    /// The id for this tab's next command.
    func nextID() -> String {
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        return "\(client).\(number)"
    }

    /// Sends a command without waiting for its answer. Says its id.
    @discardableResult
    func give(_ name: String, in activity: ID? = nil, _ body: [String: JSON] = [:], id: String? = nil)
        -> String
    {
        let id = id ?? nextID()
        var body = body
        if let activity { body["activity"] = .string(activity) }
        send(["type": "command", "id": .string(id), "name": .string(name), "body": .object(body)])
        return id
    }

    func answer(to id: String) async throws -> JSON {
        try await wait("the answer to \(id)") { $0.answers[id] }
    }

    /// Sends a command and answers with its answer.
    @discardableResult
    func command(
        _ name: String, in activity: ID? = nil, _ body: [String: JSON] = [:], id: String? = nil
    ) async throws -> JSON {
        try await answer(to: give(name, in: activity, body, id: id))
    }

    /// Sends a command that must be accepted, waits until its news is here, and answers with its result.
    @discardableResult
    func act(_ name: String, in activity: ID? = nil, _ body: [String: JSON] = [:]) async throws -> JSON {
        let answer = try await command(name, in: activity, body)
        guard answer["type"] == "accepted", let version = answer["version"]?.int else {
            throw Unexpected(answer: answer, to: name)
        }
        try await until("news of version \(version)") { $0.newest >= version }
        try await settle()
        return answer["result"] ?? .empty
    }

    /// Waits until all is here that was sent up to now: the server answers in order, and a tick goes out as one.
    func settle() async throws {
        let number = state.withLock { state in
            state.settled += 1
            return state.settled
        }
        // Refused, whoever asks and whatever is going on; a screen gets an error instead.
        let id = "\(client).\(1_000_000 + number)"
        let replies = seen.replies.count
        give("undo", ["command": "nothing"], id: id)
        try await until("an echo") { $0.answers[id] != nil || $0.replies.count > replies }
    }

    struct Unexpected: Error, CustomStringConvertible {
        let answer: JSON
        let to: String
        var description: String { "\(to) was answered \(String(decoding: answer.bytes, as: UTF8.self))" }
    }
}
