import WebSockets

/// Takes the calls of the socket server into the hub. They come on the loop's thread, which is the hub's.
package final class HubDelegate: ServerDelegate {
    private let hub: Hub

    package init(hub: Hub) { self.hub = hub }

    package func handle(_ request: HTTPRequest, respond: HTTPResponder) {
        hub.assumeIsolated { $0.route(request, respond: respond) }
    }

    package func largestBody(of request: HTTPRequest) -> Int? {
        hub.assumeIsolated { $0.largestBody(of: request) }
    }

    /// A page of another origin can't open a connection here, whatever its visitor has open elsewhere.
    package func upgrade(_ request: HTTPRequest) -> HTTPResponse? {
        guard hub.assumeIsolated({ $0.front?.visitors.allowsOrigin(of: request) }) == true else {
            return .problem(
                403, "Foreign page",
                "This server takes connections from its own pages alone. If this is its own page, set publicURL.",
                reason: "wrongOrigin")
        }
        return nil
    }

    package func opened(_ connection: ConnectionID, request: HTTPRequest) {
        hub.assumeIsolated { hub in
            hub.opened(connection, from: hub.front?.visitors.address(of: request) ?? request.remoteAddress)
        }
    }

    package func received(_ bytes: [UInt8], from connection: ConnectionID) {
        hub.assumeIsolated { $0.receive(bytes, from: connection) }
    }

    package func drained(_ connection: ConnectionID) {
        hub.assumeIsolated { hub in
            if let session = hub.sessions[connection] { hub.catchUp(session) }
        }
    }

    package func closed(_ connection: ConnectionID, code: UInt16?) {
        hub.assumeIsolated { $0.closed(connection) }
    }
}

extension Hub {
    func opened(_ connection: ConnectionID, from address: String) {
        sessions[connection] = Session(id: connection, address: address, allowance: settings.messageBurst)
    }

    func closed(_ connection: ConnectionID) {
        guard let session = sessions.removeValue(forKey: connection) else { return }
        if let timer = session.resumeTimer { loop.cancel(timer) }
        leave(session)
    }

    /// Tells everybody when to come back, before the server drains.
    package func sayGoodbye(retryAfter: Int) {
        for session in sessions.values {
            // Spread out, so that a thousand phones don't come back in one moment.
            let wait = retryAfter + Int.random(in: 0...retryAfter)
            send(ServerMessage.closing(reason: "restarting", retryAfter: wait), to: session)
        }
    }
}
