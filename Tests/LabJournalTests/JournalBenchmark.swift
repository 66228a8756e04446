import Foundation
import LabJournal
import SQLiteJournal
import Testing

/// How much the journal bears. Run it in a release build, with COPROLAB_BENCHMARK set to a folder on the disk to be
/// measured; it prints and judges nothing.
@Suite("Benchmark", .enabled(if: benchmarkFolder != nil), .serialized)
struct JournalBenchmark {
    private let folder = benchmarkFolder ?? "."

    @Test(
        "durable events per second, one event a command, many labs, batches as they gather in one commit",
        arguments: [10, 100, 300, 1_000])
    func append(_ commandsPerCommit: Int) async throws {
        let path = "\(folder)/coprolab-benchmark"
        try? FileManager.default.removeItem(atPath: path)
        let journal = try await SQLiteJournal.open(in: DataFolder(path: path))
        let labs = 100
        let peoplePerLab = 30
        var revisions = [Int](repeating: 0, count: labs)
        var numbers = [Int](repeating: 0, count: labs * peoplePerLab)
        var random = SplitMix(state: 1)
        let total = 100_000
        var latencies: [Duration] = []
        let clock = ContinuousClock()
        let processor = Self.processorTime()
        let start = clock.now
        for _ in 0..<(total / commandsPerCommit) {
            var batches: [Int: LabBatch] = [:]
            for _ in 0..<commandsPerCommit {
                let person = Int.random(in: 0..<(labs * peoplePerLab), using: &random)
                let lab = person % labs
                numbers[person] += 1
                revisions[lab] += 1
                let record = CommandRecord(
                    client: "client-key-of-22-chr\(person)", number: numbers[person],
                    firstRevision: revisions[lab], count: 1)
                let event = JournalEvent(
                    kind: "rated", time: 1_790_000_000_000, items: ["activity0001", "item00000001"],
                    commandKey: record.key, who: Array("{\"by\":\"participant-0000-\(person)\"}".utf8),
                    what: Array("{\"impact\":4,\"effort\":2}".utf8))
                let expecting = revisions[lab] - 1
                var batch = batches[lab] ?? LabBatch(lab: "lab\(lab)", expecting: expecting, events: [])
                batch.events.append(event)
                batch.commands.append(record)
                batches[lab] = batch
            }
            let before = clock.now
            for result in try await journal.append(Array(batches.values)) {
                guard case .committed = result else { throw NotCommitted() }
            }
            latencies.append(before.duration(to: clock.now))
        }
        let elapsed = start.duration(to: clock.now) / .seconds(1)
        let used = Self.processorTime() - processor
        latencies.sort()
        print(
            "\(commandsPerCommit) commands a commit: \(Int(Double(total) / elapsed)) durable events/s,",
            "\(Int(Double(total) / used)) per CPU second; commit p50 \(latencies[latencies.count / 2]),",
            "p99 \(latencies[latencies.count * 99 / 100]), worst \(latencies.last ?? .zero)")
        let reading = clock.now
        for lab in 0..<labs { _ = try await journal.all(of: "lab\(lab)") }
        let verifying = clock.now
        #expect(try await journal.verify(lab: nil, head: nil).isSound)
        let deleting = clock.now
        try await journal.deleteLab("lab1")
        let closing = clock.now
        await journal.close()
        let opening = clock.now
        let again = try await SQLiteJournal.open(path: "\(path)/coprolab.sqlite")
        let end = clock.now
        await again.close()
        let size = try FileManager.default.attributesOfItem(atPath: "\(path)/coprolab.sqlite")[.size] ?? 0
        print(
            "  reading all \(reading.duration(to: verifying)), verifying \(verifying.duration(to: deleting)),",
            "deleting a lab \(deleting.duration(to: closing)), closing \(closing.duration(to: opening)),",
            "opening \(opening.duration(to: end)), \(size) bytes")
        try FileManager.default.removeItem(atPath: path)
    }

    /// Seconds of CPU that this process has used.
    private static func processorTime() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}

private let benchmarkFolder = ProcessInfo.processInfo.environment["COPROLAB_BENCHMARK"]
