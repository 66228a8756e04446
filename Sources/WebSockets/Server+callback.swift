import CLibWebSockets

/// libwebsockets' one callback for a connection's life. On the loop's thread, never to trap.
///
/// It answers 0 to go on, and -1 to end the connection.
func serverCallback(
    _ wsi: OpaquePointer?, _ reason: lws_callback_reasons, _ user: UnsafeMutableRawPointer?,
    _ input: UnsafeMutableRawPointer?, _ length: Int
) -> Int32 {
    guard let wsi, let context = lws_get_context(wsi), let user = lws_context_user(context) else { return 0 }
    switch reason {
    case LWS_CALLBACK_RAW_ADOPT, LWS_CALLBACK_RAW_RX:
        // A CONNECT would turn the connection into a raw one.
        return -1
    default:
        break
    }
    guard let id = ConnectionID(opaque: lws_get_opaque_user_data(wsi)) else { return 0 }
    let server = Unmanaged<Server>.fromOpaque(user).takeUnretainedValue()
    guard let peer = server.peers[id], peer.wsi == wsi else { return 0 }
    // Held for the call: the delegate may end what it is called about.
    return withExtendedLifetime((server, peer)) {
        server.dispatch(reason, peer, UnsafeRawBufferPointer(start: input, count: input == nil ? 0 : length))
    }
}

extension Server {
    fileprivate func dispatch(_ reason: lws_callback_reasons, _ peer: Peer, _ input: UnsafeRawBufferPointer)
        -> Int32
    {
        if case .dead = peer.phase, reason != LWS_CALLBACK_WSI_DESTROY, reason != LWS_CALLBACK_CLOSED_HTTP {
            return 0
        }
        switch reason {
        case LWS_CALLBACK_FILTER_HTTP_CONNECTION: return filterRequest(peer)
        case LWS_CALLBACK_HTTP: return requestBegan(peer)
        case LWS_CALLBACK_HTTP_BODY: return bodyCame(peer, input)
        case LWS_CALLBACK_HTTP_BODY_COMPLETION: return bodyEnded(peer)
        case LWS_CALLBACK_HTTP_WRITEABLE: return answerWriteable(peer)
        case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE: return confirmUpgrade(peer)
        case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION: return peer.upgrading == nil ? -1 : 0
        case LWS_CALLBACK_ESTABLISHED: return socketOpened(peer)
        case LWS_CALLBACK_RECEIVE: return socketReceived(peer, input)
        case LWS_CALLBACK_RECEIVE_PONG:
            peer.heard = second
            peer.awaitsPong = false
            return 0
        case LWS_CALLBACK_SERVER_WRITEABLE: return socketWriteable(peer)
        case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
            if peer.closeCode == nil, input.count >= 2 {
                peer.closeCode = UInt16(input[0]) << 8 | UInt16(input[1])
            }
            return 0
        case LWS_CALLBACK_CLOSED_HTTP:
            // Its watcher goes before the descriptor does.
            peer.exchange = nil
            return 0
        case LWS_CALLBACK_WSI_DESTROY:
            ended(peer)
            return 0
        default:
            return 0
        }
    }

    private func ended(_ peer: Peer) {
        peers.remove(peer.id)
        peer.phase = .dead
        peer.exchange = nil
        if peer.wasOpened {
            peer.wasOpened = false
            delegate?.closed(peer.id, code: peer.closeCode)
        }
        finishDrainIfEmpty()
    }
}
