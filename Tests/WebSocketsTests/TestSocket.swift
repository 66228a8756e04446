import Synchronization

@testable import WebSockets

/// One WebSocket client with awaitable events, over the module's own `WebSocketClient`.
final class TestSocket: WebSocketClientHandler {
    enum Event: Equatable, Sendable {
        case opened
        case received(String)
        case failed(status: Int?)
        case closed(UInt16?)
    }

    struct Refused: Error, Equatable {
        let status: Int?
    }

    let events = Recorder<Event>()
    let loop: EventLoop
    private let client: WebSocketClient
    private let id = Mutex<ClientID?>(nil)

    init(loop: EventLoop) async {
        self.loop = loop
        client = WebSocketClient(loop: loop)
    }

    func open(
        host: String, port: Int, path: String, subprotocol: String?, origin: String?,
        headers: [(String, String)]
    ) async throws {
        loop.execute { [self] in
            let id = client.connect(
                host: host, port: port, path: path, subprotocol: subprotocol, origin: origin,
                headers: headers,
                handler: self)
            self.id.withLock { $0 = id }
        }
        let events = await events.until { !$0.isEmpty }
        if case .failed(let status) = events.first { throw Refused(status: status) }
    }

    func send(_ text: String) { withID { client, id in client.send(Array(text.utf8), to: id) } }

    func close(_ code: UInt16 = 1000) { withID { client, id in client.close(id, code: code) } }

    func drop() { withID { client, id in client.drop(id) } }

    func setReading(_ reads: Bool) { withID { client, id in client.setReading(reads, of: id) } }

    private func withID(_ body: @escaping @Sendable (WebSocketClient, ClientID) -> Void) {
        loop.execute { [self] in
            if let id = id.withLock({ $0 }) { body(client, id) }
        }
    }

    /// The messages so far, once there are this many.
    func messages(_ count: Int) async -> [String] {
        await events.until { $0.compactMap(Self.text).count >= count }.compactMap(Self.text)
    }

    /// The code that the connection closed with.
    func closeCode() async -> UInt16? {
        let all = await events.until { $0.contains { if case .closed = $0 { true } else { false } } }
        guard case .closed(let code) = all.last else { return nil }
        return code
    }

    private static func text(_ event: Event) -> String? {
        if case .received(let text) = event { text } else { nil }
    }

    func opened(_ client: ClientID) { events.add(.opened) }

    func received(_ bytes: [UInt8], by client: ClientID) {
        events.add(.received(String(decoding: bytes, as: UTF8.self)))
    }

    func failed(_ client: ClientID, status: Int?, message: String) { events.add(.failed(status: status)) }

    func closed(_ client: ClientID, code: UInt16?) { events.add(.closed(code)) }
}
