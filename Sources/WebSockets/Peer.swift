import DequeModule

/// What the server knows of one connection. Only the loop's thread sees it.
final class Peer {
    enum Phase {
        /// Speaking HTTP; an exchange may be under way.
        case http
        /// A WebSocket that the delegate was told of.
        case open
        /// A WebSocket of which we want no more: what waits is sent, then the close frame.
        case closing(code: UInt16, reason: String)
        /// Being killed without ceremony.
        case dead
    }

    let id: ConnectionID
    /// Valid until LWS_CALLBACK_WSI_DESTROY, which takes the peer out of the server's table.
    let wsi: OpaquePointer
    let remoteAddress: String
    let isLoopback: Bool
    var phase = Phase.http

    // MARK: HTTP

    /// What had been read from the socket when the last answer was out; nil before the first.
    var readAtLastAnswer: UInt64?
    var exchange: Exchange?
    /// The request of an accepted upgrade, until the delegate is told that it is open.
    var upgrading: HTTPRequest?

    // MARK: WebSocket

    /// Told `opened`, so `closed` must follow.
    var wasOpened = false
    /// The pieces of a message that isn't whole yet.
    var message: [UInt8] = []
    var queue = Deque<SharedBytes>()
    var queuedBytes = 0
    /// The second in which the queue was found full; nil while the connection keeps up.
    var behindSince: Int?
    /// The second of the last sign of life.
    var heard: Int
    var awaitsPong = false
    var closingSince: Int?
    var closeCode: UInt16?

    init(id: ConnectionID, wsi: OpaquePointer, remoteAddress: String, isLoopback: Bool, second: Int) {
        self.id = id
        self.wsi = wsi
        self.remoteAddress = remoteAddress
        self.isLoopback = isLoopback
        heard = second
    }
}

/// One request and its answer.
final class Exchange {
    enum Stage {
        /// The body is still coming in.
        case reading
        /// The delegate has it.
        case waiting
        /// The answer goes out.
        case answering
        /// The last answer of a connection is out.
        case answered
        /// The answer is out, and the rest of a body that nobody wants is read away before the connection
        /// closes.
        case lingering
    }

    /// Tells this exchange from a later one on the same connection.
    let serial: UInt64
    var request: HTTPRequest
    /// What the head announced, and how much of it has come.
    let bodyLength: Int
    var bodyRead = 0
    /// HTTP/1.0 knows no chunks.
    let isVersion11: Bool
    var stage = Stage.reading
    /// The second in which the body must be whole, or since the answer began the second of its last progress.
    var deadline: Int
    /// The connection closes after this answer.
    var closes = false

    // MARK: The answer

    var output = Deque<SharedBytes>()
    /// How much of the first of `output` has gone out.
    var sent = 0
    /// Where more of the answer comes from, until it has ended.
    var source: (@Sendable () async throws -> [UInt8]?)?
    var isChunked = false
    /// Tells when the socket takes more; nil while nothing waits for it.
    var writing: IOWatcher?
    var pulling: Task<Void, Never>?

    init(serial: UInt64, request: HTTPRequest, bodyLength: Int, isVersion11: Bool, deadline: Int) {
        self.serial = serial
        self.request = request
        self.bodyLength = bodyLength
        self.isVersion11 = isVersion11
        self.deadline = deadline
    }

    deinit { pulling?.cancel() }
}
