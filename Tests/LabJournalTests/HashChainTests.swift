import LabJournal
import Testing

/// The format of what is hashed. The hashes here were computed apart from this code, from the description in
/// `HashChain`; they must never change.
@Suite("Hash chain")
struct HashChainTests {
    private let start = "1895bf3bf22dce6075066a262cfba6d689c350032db8543b7e29997d8a2d16ac"
    private let first = "134a19e5cfa95d7d9f829aa970896a26f6b850cea66f909e96bfd89fd9ce9f30"
    private let second = "c1414dc5bb4067fd4f5365c9d6dfa264c9b14321c62ad02100acfe59755ad4c8"

    private let full = JournalEvent(
        kind: "ideaAdded", version: 2, time: 1_790_000_000_123, items: ["item1", ""], commandKey: "phone.7",
        who: Array("who \0 bytes".utf8))
    private let bare = JournalEvent(kind: "", version: 1, time: -5)
    private let salt: Salt

    init() throws { salt = try #require(Salt([UInt8](0..<16)[...])) }

    @Test("a chain begins with a hash of the lab's id")
    func begins() {
        #expect(hex(HashChain.start(lab: "lab-é")) == start)
        #expect(HashChain.start(lab: "lab-e") != HashChain.start(lab: "lab-é"))
    }

    @Test("a part's commitment is the hash of salt and bytes")
    func commits() {
        let commitment = HashChain.commitment(salt: salt, bytes: Array("who \0 bytes".utf8))
        #expect(hex(commitment) == "6a3266aa2f597a775c179fee97f19deb00c71058e9011cef14887f4185342c02")
    }

    @Test("the open part is length-prefixed")
    func openPart() {
        let open = HashChain.openPart(lab: "lab-é", revision: 1, event: full)
        #expect(
            hex(open) == """
                00000000000000066c61622dc3a90000000000000001000001a0c4506c7b0000000000000009696465614164646564\
                0000000000000002000000000000000200000000000000056974656d31000000000000000001000000000000000770\
                686f6e652e37
                """)
    }

    @Test("each hash covers the one before, the open part and both commitments")
    func chains() {
        let one = HashChain.next(
            after: HashChain.start(lab: "lab-é"),
            openPart: HashChain.openPart(lab: "lab-é", revision: 1, event: full),
            who: HashChain.commitment(salt: salt, bytes: full.who ?? []), what: HashChain.noPart)
        #expect(hex(one) == first)
        let two = HashChain.next(
            after: one, openPart: HashChain.openPart(lab: "lab-é", revision: 2, event: bare),
            who: HashChain.noPart, what: HashChain.noPart)
        #expect(hex(two) == second)
    }

    @Test("a stored event with known hashes stands in the chain, erased or not")
    func follows() {
        var sealed = SealedEvent(
            revision: 1, event: full, who: .kept(salt: salt), what: .never, hash: bytes(first))
        #expect(sealed.follows(bytes(start), in: "lab-é"))
        #expect(!sealed.follows(bytes(start), in: "lab-e"))
        #expect(!sealed.follows(bytes(second), in: "lab-é"))
        sealed.erase(.both)
        #expect(sealed.event.who == nil)
        #expect(sealed.erased == .who)
        #expect(sealed.follows(bytes(start), in: "lab-é"))
    }

    @Test("equal events get different salts, so that equal parts can't be told")
    func salts() {
        let previous = HashChain.start(lab: "lab")
        let one = HashChain.seal(full, lab: "lab", revision: 1, after: previous)
        let two = HashChain.seal(full, lab: "lab", revision: 1, after: previous)
        #expect(one.who != two.who)
        #expect(one.hash != two.hash)
        #expect(one.follows(previous, in: "lab") && two.follows(previous, in: "lab"))
    }

    @Test("a salt has 16 bytes, so that bytes can't move between salt and part")
    func saltLength() {
        #expect(salt.withBytes { Array($0) } == Array(0..<16))
        #expect(Salt([UInt8](0..<15)[...]) == nil && Salt([UInt8](0..<17)[...]) == nil)
        #expect(Salt.random() != Salt.random())
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
    }
}

@Suite("Canonical bytes")
struct CanonicalBytesTests {
    @Test("what was written is read back", arguments: [[], [""], ["a", "", "é\0", "\u{FFFD}"]])
    func roundTrip(_ texts: [String]) {
        var bytes = CanonicalBytes()
        bytes.put(texts)
        bytes.put(Int64.min)
        var reader = CanonicalReader(bytes.bytes)
        #expect(reader.texts() == texts)
        #expect(reader.number() == .min)
        #expect(reader.isAtEnd)
    }

    @Test("different values never give the same bytes")
    func unambiguous() {
        let values: [[String]] = [
            [], [""], ["", ""], ["ab"], ["a", "b"], ["a\0b"], ["", "ab"], ["ab", ""],
        ]
        let written = values.map { value in
            var bytes = CanonicalBytes()
            bytes.put(value)
            return bytes.bytes
        }
        #expect(Set(written).count == values.count)
        var absent = CanonicalBytes()
        absent.put(nil as String?)
        var empty = CanonicalBytes()
        empty.put("" as String?)
        #expect(absent.bytes != empty.bytes)
    }

    @Test("bytes that weren't written so are refused, whatever they are")
    func refuses() {
        var good = CanonicalBytes()
        good.put(["abc", "d"])
        for count in 0..<good.bytes.count {
            var reader = CanonicalReader(Array(good.bytes.prefix(count)))
            #expect(reader.texts() == nil)
        }
        var huge = CanonicalReader([0x7F] + [UInt8](repeating: 0xFF, count: 30))
        #expect(huge.texts() == nil)
        var negative = CanonicalReader([UInt8](repeating: 0xFF, count: 30))
        #expect(negative.text() == nil)
        var notUTF8 = CanonicalReader([0, 0, 0, 0, 0, 0, 0, 1, 0xC3])
        #expect(notUTF8.text() == nil)
    }

    @Test("a command's key gives back client and number")
    func commandKey() {
        let record = CommandRecord(client: "a.b", number: 12, firstRevision: 1, count: 1)
        #expect(record.key == "a.b.12")
        let parsed = CommandRecord.parse(key: record.key)
        #expect(parsed?.client == "a.b" && parsed?.number == 12)
        #expect(CommandRecord.parse(key: "nothing") == nil)
        #expect(CommandRecord.parse(key: "a.b") == nil)
    }

    @Test("an erasing event names its parts in order, and other events name none")
    func erasureNames() {
        let event = Erasure.event(erasing: [10: .who, 2: .both, 3: []], by: Sample.erasing())
        #expect(event.items == ["person1", "2 who+what", "10 who"])
        #expect(Erasure.parts(namedBy: event) == [2: .both, 10: .who])
        var other = event
        other.kind = "ideaAdded"
        #expect(Erasure.parts(namedBy: other).isEmpty)
    }
}
