import Synchronization

/// The way to answer one request, from any thread, at once or later. Only the first answer counts, and a
/// client that has gone meanwhile is harmless. One that is let go of without an answer answers 500, so that
/// nobody waits for ever.
package final class HTTPResponder: Sendable {
    private let answered = Atomic(false)
    private let deliver: @Sendable (HTTPResponse) -> Void

    package init(_ deliver: @escaping @Sendable (HTTPResponse) -> Void) {
        self.deliver = deliver
    }

    deinit {
        if !answered.load(ordering: .relaxed) { deliver(HTTPResponse(status: 500)) }
    }

    package func send(_ response: HTTPResponse) {
        guard !answered.exchange(true, ordering: .relaxed) else { return }
        deliver(response)
    }
}
