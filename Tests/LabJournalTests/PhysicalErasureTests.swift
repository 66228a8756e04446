import Foundation
import LabJournal
import SQLiteJournal
import Testing

/// The bytes of an erased person are nowhere in the data folder.
@Suite("Physical erasure")
struct PhysicalErasureTests {
    private let folder = try? TemporaryFolder()

    /// The numbers `<mark …>` that occur in any file of the folder, and how often.
    private func marks() throws -> [Int: Int] {
        var marks: [Int: Int] = [:]
        for data in try #require(folder).contents().values {
            var rest = data[...]
            while let start = rest.range(of: Data("<mark ".utf8)) {
                rest = rest[start.upperBound...]
                let number = Int(String(decoding: rest.prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self))
                if let number { marks[number, default: 0] += 1 }
            }
        }
        return marks
    }

    @Test("after erasing and deleting, in any order, no byte is left and nobody else's is copied")
    func residue() async throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix(state: seed)
        let journal = try await SQLiteJournal.open(path: #require(folder).file("coprolab.sqlite"))
        var revisions: [String: Int] = [:]
        var alive: [Int: (lab: String, revision: Int)] = [:]
        var number = 0
        for round in 0..<150 {
            var batches: [LabBatch] = []
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let lab = "lab\(Int.random(in: 0..<8, using: &random))"
                let events = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                    number += 1
                    var event = Sample.event(number)
                    let length = [0, 0, 0, 30, 100, 300, 3_000, 9_000].randomElement(using: &random) ?? 0
                    event.what?.append(contentsOf: [UInt8](repeating: 46, count: length))
                    return event
                }
                let before = revisions[lab] ?? 0
                for (index, n) in ((number - events.count + 1)...number).enumerated() {
                    alive[n] = (lab, before + index + 1)
                }
                batches.append(LabBatch(lab: lab, expecting: before, events: events))
                revisions[lab] = before + events.count
            }
            #expect(try await journal.append(batches).allSatisfy(\.isCommitted))
            if round % 10 == 7, let lab = alive.values.randomElement(using: &random)?.lab {
                let gone = alive.filter { $0.value.lab == lab }.shuffled(using: &random).prefix(20)
                let parts = Dictionary(uniqueKeysWithValues: gone.map { ($0.value.revision, Parts.both) })
                let result = try await journal.erase(
                    lab: lab, expecting: revisions[lab] ?? 0, parts: parts, by: Sample.erasing())
                #expect(result.isCommitted)
                revisions[lab, default: 0] += 1
                for mark in gone.map(\.key) { alive[mark] = nil }
                #expect(Set(try marks().keys).subtracting(alive.keys) == [], "seed \(seed)")
            }
            if round % 12 == 11, let lab = revisions.keys.sorted().randomElement(using: &random) {
                try await journal.deleteLab(lab)
                revisions[lab] = nil
                alive = alive.filter { $0.value.lab != lab }
                let marks = try marks()
                #expect(Set(marks.keys).symmetricDifference(alive.keys) == [], "seed \(seed)")
                #expect(marks.values.allSatisfy { $0 == 2 }, "one in who, one in what; seed \(seed)")
            }
        }
        #expect(try await journal.verify(lab: nil, head: nil).isSound)
        await journal.close()
        #expect(Set(try marks().keys).symmetricDifference(alive.keys) == [], "seed \(seed)")
    }
}
