import LabJournal
import Testing

@Suite("Chain verifier")
struct ChainVerifierTests {
    private let sealed: [SealedEvent]

    init() {
        var head = HashChain.start(lab: "lab")
        sealed = Sample.events(1...6).enumerated().map { index, event in
            let sealed = HashChain.seal(event, lab: "lab", revision: index + 1, after: head)
            head = sealed.hash
            return sealed
        }
    }

    private func verdict(_ events: [SealedEvent], revision: Int? = 6, head: [UInt8]? = nil) -> LabVerdict {
        var verifier = ChainVerifier(lab: "lab")
        for event in events { verifier.check(event, causedBy: nil) }
        return verifier.verdict(recordedRevision: revision, recordedHead: head ?? sealed[5].hash)
    }

    private func changed(_ change: (inout SealedEvent) -> Void) -> LabFault? {
        var events = sealed
        change(&events[3])
        return verdict(events).fault
    }

    @Test("an untouched chain has no fault")
    func sound() {
        let verdict = verdict(sealed)
        #expect(verdict.fault == nil)
        #expect(verdict.revision == 6)
        #expect(verdict.head == sealed[5].hash)
    }

    @Test("any change of an event is found, with its revision")
    func changes() {
        let expected = LabFault(revision: 4, reason: .changed)
        #expect(changed { $0.event.kind += "x" } == expected)
        #expect(changed { $0.event.version += 1 } == expected)
        #expect(changed { $0.event.time -= 1 } == expected)
        #expect(changed { $0.event.items.reverse() } == expected)
        #expect(changed { $0.event.items = ["item4åß\0漢"] } == expected)
        #expect(changed { $0.event.commandKey = "" } == expected)
        #expect(changed { $0.event.who?[0] ^= 1 } == expected)
        #expect(changed { $0.event.what?.append(0) } == expected)
        #expect(changed { swap(&$0.event.who, &$0.event.what) } == expected)
        #expect(changed { $0.what = .never } == expected)
        #expect(changed { $0.event.what = nil } == expected)
        #expect(changed { $0.hash[31] ^= 0x80 } == expected)
        #expect(
            changed {
                $0.event.what = nil
                $0.what = .never
            } == expected)
    }

    @Test("a part that is missing without an erasing event is found")
    func missingPart() {
        #expect(changed { $0.erase(.what) } == LabFault(revision: 4, reason: .partsMissing(.what)))
        #expect(changed { $0.erase(.both) } == LabFault(revision: 4, reason: .partsMissing(.both)))
    }

    @Test("a part that is there though an event says it was erased is found")
    func restoredPart() {
        let erasing = HashChain.seal(
            Erasure.event(erasing: [2: .both], by: Sample.erasing()), lab: "lab", revision: 7,
            after: sealed[5].hash)
        var events = sealed + [erasing]
        #expect(
            verdict(events, revision: 7, head: erasing.hash).fault
                == LabFault(revision: 2, reason: .partsNotErased(.both)))
        events[1].erase(.who)
        #expect(
            verdict(events, revision: 7, head: erasing.hash).fault
                == LabFault(revision: 2, reason: .partsNotErased(.what)))
        events[1].erase(.what)
        #expect(verdict(events, revision: 7, head: erasing.hash).fault == nil)
    }

    @Test("an event left out, doubled or out of order is found")
    func order() {
        var events = sealed
        events.remove(at: 2)
        #expect(verdict(events).fault == LabFault(revision: 3, reason: .missing))
        #expect(verdict([sealed[0]] + sealed).fault == LabFault(revision: 2, reason: .missing))
        events = sealed
        events.swapAt(1, 2)
        #expect(verdict(events).fault == LabFault(revision: 2, reason: .missing))
        for index in events.indices { events[index].revision = index + 1 }
        #expect(verdict(events).fault == LabFault(revision: 2, reason: .changed))
    }

    @Test("a record that promises more, less or other than the events is found")
    func record() {
        #expect(verdict(Array(sealed.prefix(4))).fault == LabFault(revision: 5, reason: .missing))
        #expect(verdict(sealed, revision: 5).fault == LabFault(revision: 6, reason: .recordDiffers))
        #expect(verdict(sealed, head: sealed[4].hash).fault == LabFault(revision: 6, reason: .recordDiffers))
    }

    @Test("against a noted head a cut or rewritten tail shows")
    func cutTail() {
        func found(_ events: [SealedEvent]) -> Int? {
            var verifier = ChainVerifier(lab: "lab", lookingFor: sealed[5].hash)
            for event in events { verifier.check(event, causedBy: nil) }
            return verifier.foundAt
        }
        #expect(found(sealed) == 6)
        #expect(found(Array(sealed.prefix(5))) == nil)
        let rewritten = HashChain.seal(Sample.event(6), lab: "lab", revision: 6, after: sealed[4].hash)
        #expect(found(sealed.prefix(5) + [rewritten]) == nil)
    }
}
