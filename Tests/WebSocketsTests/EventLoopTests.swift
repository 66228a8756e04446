import Synchronization
import Testing

@testable import WebSockets

@Suite("The event loop", .timeLimit(.minutes(10)))
struct EventLoopTests {
    private actor Counter {
        let loop: EventLoop
        private(set) var count = 0

        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

        init(loop: EventLoop) { self.loop = loop }

        func increment() {
            #expect(loop.isCurrent)
            count += 1
        }
    }

    private static func run(_ body: (EventLoop) async throws -> Void) async throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        do {
            try await body(loop)
        } catch {
            await loop.stop()
            throw error
        }
        await loop.stop()
    }

    @Test("an actor on it runs on its thread, and a plain callback there enters it by assumeIsolated")
    func actor() async throws {
        try await Self.run { loop in
            let counter = Counter(loop: loop)
            await withTaskGroup { group in
                for _ in 0..<1000 { group.addTask { await counter.increment() } }
            }
            #expect(await counter.count == 1000)
            try await loop.run { counter.assumeIsolated { $0.increment() } }
            #expect(await counter.count == 1001)
            #expect(!loop.isCurrent)
        }
    }

    @Test("timers go off in the order of their time, not before it, and not when cancelled")
    func timers() async throws {
        try await Self.run { loop in
            let fired = Recorder<Int>()
            let start = ContinuousClock.now
            for delay in [30, 10, 20, 0] {
                loop.schedule(after: .milliseconds(delay)) {
                    #expect(loop.isCurrent && ContinuousClock.now - start >= .milliseconds(delay))
                    fired.add(delay)
                }
            }
            let never = loop.schedule(after: .milliseconds(5)) { fired.add(5) }
            loop.cancel(never)
            #expect(await fired.until { $0.count == 4 } == [0, 10, 20, 30])
        }
    }

    @Test("a timer set by a timer, and one set on the loop, go off too")
    func nested() async throws {
        try await Self.run { loop in
            let fired = Recorder<Int>()
            loop.execute {
                loop.schedule(after: .milliseconds(2)) {
                    fired.add(1)
                    loop.schedule(after: .zero) { fired.add(2) }
                }
            }
            #expect(await fired.until { $0.count == 2 } == [1, 2])
        }
    }

    @Test("actions from many threads all run, those of one thread in order, and stopping waits for them")
    func many() async throws {
        let seen = Recorder<[Int]>()
        try await Self.run { loop in
            await withTaskGroup { group in
                for thread in 0..<8 {
                    group.addTask {
                        for number in 0..<2000 {
                            loop.execute { seen.add([thread, number]) }
                        }
                    }
                }
            }
        }
        for thread in 0..<8 {
            #expect(seen.all.filter { $0[0] == thread }.map { $0[1] } == Array(0..<2000))
        }
    }

    @Test("the heap of timers agrees with a sorted list, whatever is set and cancelled")
    func heap() {
        var generator = SeededGenerator(seed: 7)
        var heap = TimerHeap()
        let fired = Mutex<[UInt64]>([])
        var expected: [UInt64] = []
        var live: [(TimerID, UInt64)] = []
        for _ in 0..<2000 {
            let deadline = UInt64.random(in: 1...500, using: &generator)
            live.append((heap.add(deadline: deadline) { fired.withLock { $0.append(deadline) } }, deadline))
            if Bool.random(using: &generator), let victim = live.indices.randomElement(using: &generator) {
                heap.cancel(live.remove(at: victim).0)
            }
        }
        expected = live.map(\.1).sorted()
        #expect(heap.popDue(at: 0) == nil)
        while let action = heap.popDue(at: 500) { action() }
        #expect(fired.withLock { $0 } == expected)
        #expect(heap.earliest == nil)
    }

    @Test("a slot that is given away again has another name")
    func slots() {
        var table = SlotTable<String>()
        var first: ConnectionID?
        _ = table.insert { id in
            first = id
            return "first"
        }
        guard let first else { return }
        #expect(table[first] == "first" && ConnectionID(opaque: first.opaque) == first)
        table.remove(first)
        var second: ConnectionID?
        _ = table.insert { id in
            second = id
            return "second"
        }
        #expect(second?.slot == first.slot && second != first)
        #expect(table[first] == nil && table.remove(first) == nil && table.count == 1)
    }
}

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
