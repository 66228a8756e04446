import Crypto

/// The chain that makes a lab's journal hold against later changes, and lets parts be erased without breaking it.
///
/// `h(n) = SHA-256(h(n−1) ‖ open part ‖ C(who) ‖ C(what))`. The open part is the length-prefixed lab, revision,
/// time, kind, version, items and command key. `C(part) = SHA-256(salt ‖ stored bytes)` with a random salt of its
/// own for each part; a part that was never there has 32 zero bytes. Erasing a part destroys bytes *and* salt and
/// keeps the commitment, so the chain still holds and nobody can find the bytes by trying.
package enum HashChain {
    /// Length of hashes and commitments, in bytes.
    package static let hashLength = 32
    /// The commitment of a part that was never there.
    package static let noPart = [UInt8](repeating: 0, count: hashLength)

    /// h(0): SHA-256 of a domain string and the lab's id.
    package static func start(lab: String) -> [UInt8] {
        var start = CanonicalBytes()
        start.put("coprolab journal 1")
        start.put(lab)
        return array(SHA256.hash(data: start.bytes))
    }

    package static func commitment(salt: Salt, bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        salt.withBytes { hash.update(bufferPointer: $0) }
        hash.update(data: bytes)
        return array(hash.finalize())
    }

    /// The open part's canonical bytes. They are what is hashed, so they never change for a stored event.
    package static func openPart(lab: String, revision: Int, event: JournalEvent) -> [UInt8] {
        var bytes = CanonicalBytes(capacity: 192)
        bytes.put(lab)
        bytes.put(Int64(revision))
        bytes.put(event.time)
        bytes.put(event.kind)
        bytes.put(Int64(event.version))
        bytes.put(event.items)
        bytes.put(event.commandKey)
        return bytes.bytes
    }

    package static func next(
        after previous: [UInt8], openPart: [UInt8], who: [UInt8], what: [UInt8]
    ) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: previous)
        hash.update(data: openPart)
        hash.update(data: who)
        hash.update(data: what)
        return array(hash.finalize())
    }

    /// Makes the event ready to be kept as the one after `previous`, with fresh salts.
    package static func seal(
        _ event: JournalEvent, lab: String, revision: Int, after previous: [UInt8]
    ) -> SealedEvent {
        let who = event.who.map { (bytes: $0, salt: Salt.random()) }
        let what = event.what.map { (bytes: $0, salt: Salt.random()) }
        let hash = next(
            after: previous, openPart: openPart(lab: lab, revision: revision, event: event),
            who: who.map { commitment(salt: $0.salt, bytes: $0.bytes) } ?? noPart,
            what: what.map { commitment(salt: $0.salt, bytes: $0.bytes) } ?? noPart)
        return SealedEvent(
            revision: revision, event: event, who: who.map { .kept(salt: $0.salt) } ?? .never,
            what: what.map { .kept(salt: $0.salt) } ?? .never, hash: hash)
    }

    /// Copied as a whole: as a sequence it would be copied byte by byte.
    private static func array(_ digest: SHA256Digest) -> [UInt8] {
        digest.withUnsafeBytes { Array($0) }
    }
}
