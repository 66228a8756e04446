/// How an erasable part of a stored event stands.
package enum Seal: Sendable, Equatable {
    /// The event never had it.
    case never
    /// The bytes are in the event; this is the salt of their commitment.
    case kept(salt: Salt)
    /// Bytes and salt are gone; the commitment is left.
    case erased(commitment: [UInt8])
}

/// A stored event with all that is needed to hold it against the chain. Journals keep these.
package struct SealedEvent: Sendable, Equatable {
    package var revision: Int
    package var event: JournalEvent
    package var who: Seal
    package var what: Seal
    package var hash: [UInt8]

    package init(revision: Int, event: JournalEvent, who: Seal, what: Seal, hash: [UInt8]) {
        self.revision = revision
        self.event = event
        self.who = who
        self.what = what
        self.hash = hash
    }

    /// The parts that have been erased.
    package var erased: Parts {
        var parts: Parts = []
        if case .erased = who { parts.insert(.who) }
        if case .erased = what { parts.insert(.what) }
        return parts
    }

    /// The parts whose bytes are there.
    package var kept: Parts {
        var parts: Parts = []
        if case .kept = who { parts.insert(.who) }
        if case .kept = what { parts.insert(.what) }
        return parts
    }

    /// Removes bytes and salt of these parts and leaves the commitments. Parts that aren't there stay as they are.
    package mutating func erase(_ parts: Parts) {
        if parts.contains(.who), case .kept = who, let commitment = Self.commitment(who, event.who) {
            who = .erased(commitment: commitment)
            event.who = nil
        }
        if parts.contains(.what), case .kept = what, let commitment = Self.commitment(what, event.what) {
            what = .erased(commitment: commitment)
            event.what = nil
        }
    }

    /// Whether the event stands in the chain of `lab` directly after `previous`.
    package func follows(_ previous: [UInt8], in lab: String) -> Bool {
        guard let who = Self.commitment(who, event.who), let what = Self.commitment(what, event.what) else {
            return false
        }
        let open = HashChain.openPart(lab: lab, revision: revision, event: event)
        return hash == HashChain.next(after: previous, openPart: open, who: who, what: what)
    }

    package func stored(in lab: String) -> StoredEvent {
        StoredEvent(lab: lab, revision: revision, event: event, erased: erased, hash: hash)
    }

    /// Nil where seal and bytes don't belong together.
    private static func commitment(_ seal: Seal, _ bytes: [UInt8]?) -> [UInt8]? {
        switch (seal, bytes) {
        case (.never, nil):
            HashChain.noPart
        case (.kept(let salt), .some(let bytes)):
            HashChain.commitment(salt: salt, bytes: bytes)
        case (.erased(let commitment), nil) where commitment.count == HashChain.hashLength:
            commitment
        default:
            nil
        }
    }
}
