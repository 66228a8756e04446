/// Everything that can go wrong in starting to serve or to connect, with what was tried.
///
/// Once a server runs, a failure concerns one connection and ends that one; it is never an error of a call.
package enum WebSocketsError: Error, Equatable, Sendable {
    /// The event loop could not be made (libev found no epoll, or there are no descriptors left).
    case loop(tried: String, errno: Int32)
    /// Another process listens there already.
    case addressInUse(host: String, port: Int)
    /// The host is no address of this machine, or its name isn't known.
    case badAddress(host: String, reason: String)
    /// A call of the system failed.
    case system(tried: String, errno: Int32)
    /// libwebsockets could not be set up; its own words, if it had any, are in the log.
    case library(tried: String)
}

extension WebSocketsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .loop(let tried, let code):
            "The event loop could not be started: \(tried) failed (\(systemMessage(code)))."
        case .addressInUse(let host, let port):
            "Port \(port) on \(host) is in use. Stop the program that uses it, or choose another port."
        case .badAddress(let host, let reason):
            "\(host) is not an address to listen on (\(reason)). Use one of this machine's addresses, or 0.0.0.0 for all."
        case .system(let tried, let code):
            "\(tried) failed (\(systemMessage(code)))."
        case .library(let tried):
            "libwebsockets could not be started: \(tried) failed. Is libwebsockets-evlib-ev installed?"
        }
    }
}
