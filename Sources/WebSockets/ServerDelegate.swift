/// What a `Server` tells, every call on the loop's thread: enter your actor by `assumeIsolated`.
///
/// A call may use the server again at once, close the very connection that it is about included.
package protocol ServerDelegate: AnyObject, Sendable {
    /// A whole request. Answer by the responder, at once or later.
    func handle(_ request: HTTPRequest, respond: HTTPResponder)
    /// The largest body of a request of which the head has come, where that isn't the usual; it has more time to arrive.
    func largestBody(of request: HTTPRequest) -> Int?
    /// Whether to open a WebSocket: nil is yes, else refuse with that answer (a wrong Origin by 403). Path,
    /// method, version and subprotocol have been checked. A streaming body isn't sent here.
    func upgrade(_ request: HTTPRequest) -> HTTPResponse?
    func opened(_ connection: ConnectionID, request: HTTPRequest)
    /// One whole text message of valid UTF-8.
    func received(_ bytes: [UInt8], from connection: ConnectionID)
    /// A connection that was `.behind` has nothing waiting any more: send it what it missed.
    func drained(_ connection: ConnectionID)
    /// The end of a connection that was opened, told once. The code is the peer's where it closed, ours where
    /// we did, and nil where the connection just broke.
    func closed(_ connection: ConnectionID, code: UInt16?)
}

extension ServerDelegate {
    package func largestBody(of request: HTTPRequest) -> Int? { nil }
}

/// What became of a frame.
package enum SendOutcome: Sendable, Equatable {
    /// The system has it, at least in part, and libwebsockets has the rest.
    case written
    /// It waits in the connection's queue.
    case queued
    /// It was not taken: the connection can't keep up. `drained` will come.
    case behind
    /// It was not taken: there is no such connection any more, or it is closing.
    case gone
}
