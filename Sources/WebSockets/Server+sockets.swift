import CLibWebSockets

// WebSockets once they are open: messages in, frames out, the queue between, and the end.
extension Server {
    // MARK: In

    func socketOpened(_ peer: Peer) -> Int32 {
        guard let request = peer.upgrading else { return -1 }
        peer.upgrading = nil
        peer.phase = .open
        peer.heard = second
        peer.wasOpened = true
        delegate?.opened(peer.id, request: request)
        return 0
    }

    func socketReceived(_ peer: Peer, _ input: UnsafeRawBufferPointer) -> Int32 {
        peer.heard = second
        peer.awaitsPong = false
        // Who is being closed has nothing more to say.
        guard case .open = peer.phase else { return 0 }
        // Closed in its turn: ended from here, the rest of a frame would meet a closed socket, whose reset
        // often overtakes the close frame.
        if lws_frame_is_binary(peer.wsi) != 0 {
            close(peer.id, code: 1003, reason: "text only")
            return 0
        }
        let isFirst = lws_is_first_fragment(peer.wsi) != 0
        let isFinal = lws_is_final_fragment(peer.wsi) != 0
        // What the frame still owes counts, so that a long one is refused at its first bytes.
        let owed = lws_remaining_packet_payload(peer.wsi)
        guard owed <= configuration.maximumMessage,
            peer.message.count + input.count + owed <= configuration.maximumMessage
        else {
            close(peer.id, code: 1009, reason: "message too long")
            return 0
        }
        if isFirst && isFinal && peer.message.isEmpty {
            delegate?.received([UInt8](input), from: peer.id)
            return 0
        }
        peer.message.append(contentsOf: input)
        guard isFinal else { return 0 }
        let message = peer.message
        peer.message = []
        delegate?.received(message, from: peer.id)
        return 0
    }

    private func giveReason(_ peer: Peer, _ code: UInt16, _ reason: String) {
        // At most 123 bytes fit into a close frame beside the code, and they must be whole characters.
        var bytes = Array(reason.utf8.prefix(123))
        while String(validating: bytes, as: UTF8.self) == nil { bytes.removeLast() }
        lws_close_reason(peer.wsi, lws_close_status(UInt32(code)), &bytes, bytes.count)
    }

    // MARK: Out

    /// Sends a message: at once where nothing of the connection waits, else after what does.
    @discardableResult
    package func send(_ frame: Frame, to connection: ConnectionID) -> SendOutcome {
        loop.checkIsolated()
        guard let peer = peers[connection], case .open = peer.phase else { return .gone }
        if peer.behindSince != nil { return .behind }
        if peer.queue.isEmpty, lws_partial_buffered(peer.wsi) == 0 {
            guard put(frame.bytes, to: peer) else { return .gone }
            return .written
        }
        guard peer.queue.count < configuration.maximumQueuedFrames,
            peer.queuedBytes + frame.count <= configuration.maximumQueuedBytes
        else {
            peer.behindSince = second
            return .behind
        }
        peer.queue.append(frame.bytes)
        peer.queuedBytes += frame.count
        lws_callback_on_writable(peer.wsi)
        return .queued
    }

    /// Writes one frame; lws keeps what the socket doesn't take. False where the connection has broken.
    private func put(_ bytes: SharedBytes, to peer: Peer) -> Bool {
        if lws_write(peer.wsi, bytes.storage.payload, bytes.count, LWS_WRITE_TEXT) >= 0 { return true }
        kill(peer)
        return false
    }

    func socketWriteable(_ peer: Peer) -> Int32 {
        while let bytes = peer.queue.first {
            // lws calls again when what it holds has gone out; until then there is no use in writing.
            guard lws_partial_buffered(peer.wsi) == 0 else { return 0 }
            peer.queue.removeFirst()
            peer.queuedBytes -= bytes.count
            guard put(bytes, to: peer) else { return -1 }
        }
        guard lws_partial_buffered(peer.wsi) == 0 else { return 0 }
        if case .closing(let code, let reason) = peer.phase {
            giveReason(peer, code, reason)
            return -1
        }
        if peer.behindSince != nil {
            peer.behindSince = nil
            delegate?.drained(peer.id)
        }
        return 0
    }

    // MARK: The end

    /// Closes a connection after what waits for it. Whatever it sends from now on is ignored.
    package func close(_ connection: ConnectionID, code: UInt16, reason: String) {
        loop.checkIsolated()
        guard let peer = peers[connection], case .open = peer.phase else { return }
        peer.phase = .closing(code: code, reason: reason)
        peer.closingSince = second
        peer.closeCode = code
        peer.message = []
        lws_callback_on_writable(peer.wsi)
    }

    func sweepSocket(_ peer: Peer) {
        if let since = peer.closingSince {
            // lws has its own five seconds for the close frame and for its answer; this is for what waited
            // before.
            if second - since > 12 { kill(peer) }
            return
        }
        if let since = peer.behindSince, second - since > seconds(configuration.behindLimit) {
            // It reads nothing, so there is no use in waiting until a close frame has its turn.
            peer.closeCode = 1008
            return kill(peer)
        }
        let silent = second - peer.heard
        if silent >= seconds(configuration.hangUpAfter) { return kill(peer) }
        if silent >= seconds(configuration.pingAfter), !peer.awaitsPong, lws_partial_buffered(peer.wsi) == 0 {
            peer.awaitsPong = true
            // Not empty, because lws tells of a pong only where it holds something.
            let payload = SharedBytes([0x6B])
            if lws_write(peer.wsi, payload.storage.payload, payload.count, LWS_WRITE_PING) < 0 { kill(peer) }
        }
    }
}
