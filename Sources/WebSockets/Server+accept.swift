import CLibWebSockets
import Glibc

extension Server {
    /// How many connections are taken in before sockets that are being served have their turn again.
    private static let budget = 64

    func acceptReady(_ listener: Listener) {
        for _ in 0..<Self.budget {
            var address = SocketAddress()
            let descriptor = address.fill { coprolab_accept(listener.descriptor, $0, $1) }
            if descriptor >= 0 {
                if peers.count >= configuration.maximumConnections {
                    turnAway(
                        descriptor,
                        why: "the cap of \(configuration.maximumConnections) connections is reached")
                    shedPause()
                } else {
                    adopt(descriptor, from: address)
                }
                continue
            }
            switch errno {
            case EINTR, ECONNABORTED:
                continue
            case EMFILE, ENFILE:
                shedByReserve(listener)
                return shedPause()
            case ENOBUFS, ENOMEM:
                return shedPause()
            default:
                return
            }
        }
    }

    private func adopt(_ descriptor: Int32, from address: SocketAddress) {
        guard let virtualHost else {
            Glibc.close(descriptor)
            return
        }
        if address.family != AF_UNIX { sendAtOnce(descriptor) }
        // Where it fails it has closed the descriptor.
        guard let wsi = lws_adopt_socket_vhost(virtualHost, descriptor) else { return }
        let peer = peers.insert { id in
            Peer(
                id: id, wsi: wsi, remoteAddress: address.host,
                isLoopback: address.family != AF_UNIX && address.isLoopback, second: second)
        }
        lws_set_opaque_user_data(wsi, peer.id.opaque)
    }

    /// Tells a client that there is no room, as far as one can without waiting for it.
    private func turnAway(_ descriptor: Int32, why: String) {
        let answer = Array(
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                .utf8)
        _ = sendQuietly(descriptor, answer, answer.count)
        shutdown(descriptor, Int32(SHUT_WR))
        // What it has sent by now is read away, or the close would reset the connection before the answer is
        // read.
        var unread = [UInt8](repeating: 0, count: 4096)
        _ = recv(descriptor, &unread, unread.count, Int32(MSG_DONTWAIT))
        Glibc.close(descriptor)
        if let count = shedding.more() {
            logger.warning("Connections are turned away: \(why).", metadata: ["count": "\(count)"])
        }
    }

    /// Without descriptors accept fails while the newcomer stays in line, which would call us without end.
    private func shedByReserve(_ listener: Listener) {
        guard reserve >= 0 else { return }
        Glibc.close(reserve)
        let descriptor = coprolab_accept(listener.descriptor, nil, nil)
        if descriptor >= 0 { turnAway(descriptor, why: "the process has no file descriptors left") }
        reserve = open("/dev/null", O_RDONLY | O_CLOEXEC)
    }

    /// Newcomers wait a little in the system's line, so that a flood at the cap costs little.
    private func shedPause() {
        guard !acceptsPaused else { return }
        acceptsPaused = true
        for listener in listeners { listener.watcher?.watch([]) }
        loop.schedule(after: .milliseconds(100)) { [weak self] in
            guard let self else { return }
            acceptsPaused = false
            for listener in listeners { listener.watcher?.watch(.read) }
        }
    }
}
