import CoproductionLab
import Foundation
import Histogram
import WebSockets

/// One run of simulated load against one lab.
actor LoadRun {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    struct Settings: Sendable {
        let people: Int
        let every: Double
        let seconds: Double
        let joining: Int
        let log: AcknowledgementLog?
    }

    private let settings: Settings
    private let server: PlainHTTP
    private let made: JSON
    private lazy var people = People(
        loop: loop, host: host, port: port, lab: made["id"]?.string ?? "", invite: made["inviteKey"]?.string,
        tell: { index, news in self.assumeIsolated { $0.take(news, of: index) } })
    private var isActing = false
    private var acknowledged = Histogram<UInt32>(
        highestTrackableValue: 120_000_000, numberOfSignificantValueDigits: .three)
    private var seen = Histogram<UInt32>(
        highestTrackableValue: 120_000_000, numberOfSignificantValueDigits: .three)
    private var accepted = 0
    private var rejected: [String: Int] = [:]
    private var lost = 0
    private var failure: String?
    /// When each idea of this run was sent, by its number.
    private var ideasSent: [ContinuousClock.Instant] = []
    private var facilitatorView = JSON.empty
    private var activities: [String: String] = [:]
    private var items: [String] = []
    private var dots: [Int: Set<Int>] = [:]
    private let host: String
    private let port: Int

    init(loop: EventLoop, host: String, port: Int, server: PlainHTTP, made: JSON, settings: Settings) {
        self.loop = loop
        self.host = host
        self.port = port
        self.server = server
        self.made = made
        self.settings = settings
    }

    private static let items = 40

    func run() async throws -> LoadReport {
        let before = metrics()
        try await prepare()
        let idleBefore = metrics()?.resident ?? before?.resident
        try await letIn()
        // Whoever is in sits still for a moment, so that what an idle person costs can be read.
        try await Task.sleep(for: .seconds(1))
        let idle = metrics()?.resident
        let start = metrics()
        let began = ContinuousClock.now
        isActing = true
        for index in 1...settings.people { act(index, after: Double.random(in: 0...settings.every)) }
        try await wait(settings.seconds, "acting")
        isActing = false
        let elapsed = ContinuousClock.now - began
        let end = metrics()
        for _ in 0..<100 where await people.unanswered > 0 { try await Task.sleep(for: .milliseconds(100)) }
        Progress.clear()
        return LoadReport(
            people: settings.people, seconds: elapsed.inSeconds, acknowledged: acknowledged, seen: seen,
            accepted: accepted,
            rejected: rejected, lost: lost, unanswered: await people.unanswered,
            frames: start.flatMap { start in end.map { $0.frames - start.frames } },
            serverCPU: start.flatMap { start in end.map { $0.cpu - start.cpu } },
            idleBytes: idleBefore.flatMap { before in idle.map { max(0, $0 - before) / settings.people } },
            serverResident: end?.resident)
    }

    // MARK: - Getting ready

    /// The facilitator opens everything and puts forty ideas in.
    private func prepare() async throws {
        var facilitator = People.Person(name: "", role: "", token: made["facilitatorToken"]?.string)
        facilitator.audience = "facilitator"
        await people.add(facilitator)
        try await until("the facilitator is in") {
            self.facilitatorView["activities"]?.object?.isEmpty == false
        }
        for (id, activity) in facilitatorView["activities"]?.object ?? [:] {
            if let kind = activity["kind"]?.string { activities[kind] = id }
        }
        await command(0, "openLab", .empty)
        await command(0, "openActivity", ["activity": .string(activities["gather"] ?? "")])
        for index in 0..<Self.items {
            await command(
                0, "addIdea",
                [
                    "activity": .string(activities["gather"] ?? ""),
                    "text": .string("Something to do together, \(index)"),
                ])
        }
        try await until("forty ideas are there") { self.items.count >= Self.items }
        for kind in ["vote", "rate"] {
            await command(0, "openActivity", ["activity": .string(activities[kind] ?? "")])
        }
        try await until("votes and ratings are open") {
            self.state(of: "vote") == "open" && self.state(of: "rate") == "open"
        }
        accepted = 0
        acknowledged.reset()
    }

    private func state(of kind: String) -> String? {
        facilitatorView["activities"]?[activities[kind] ?? ""]?["state"]?.string
    }

    private func letIn() async throws {
        let roles = ["usesServices", "family", "neighbour", "staff", "manager", "elected"]
        for index in 0..<settings.people {
            await people.add(People.Person(name: "Person \(index + 1)", role: roles[index % roles.count]))
            if index % max(1, settings.joining / 50) == 0 { try await Task.sleep(for: .milliseconds(20)) }
            if index % 50 == 0 { Progress.show("joining \(index)/\(settings.people)") }
        }
        try await until("everybody is in") { [people] in await people.isIn > self.settings.people }
    }

    private func until(_ what: String, _ condition: @escaping () async -> Bool) async throws {
        for _ in 0..<1_200 {
            if await condition() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failure("Waited a minute until \(what), in vain. \(failure ?? "")")
    }

    private func wait(_ seconds: Double, _ what: String) async throws {
        let start = ContinuousClock.now
        while true {
            let elapsed = (ContinuousClock.now - start).inSeconds
            if elapsed >= seconds { return }
            Progress.show("\(what) \(Int(elapsed))/\(Int(seconds)) s, \(accepted) accepted")
            try await Task.sleep(for: .milliseconds(min(250, max(1, Int((seconds - elapsed) * 1000)))))
        }
    }

    // MARK: - Acting

    private func command(_ index: Int, _ name: String, _ body: JSON) async {
        await people.command(index, name, body)
    }

    private func act(_ index: Int, after seconds: Double) {
        _ = loop.schedule(after: .milliseconds(Int(seconds * 1000))) {
            self.assumeIsolated { run in
                guard run.isActing else { return }
                let (name, body) = run.next(for: index)
                run.people.assumeIsolated { _ = $0.command(index, name, body) }
                run.act(index, after: run.settings.every * Double.random(in: 0.8...1.2))
            }
        }
    }

    private func next(for index: Int) -> (String, JSON) {
        if Int.random(in: 0..<100) == 0 {
            ideasSent.append(.now)
            return (
                "addIdea",
                [
                    "activity": .string(activities["gather"] ?? ""),
                    "text": .string("idea=\(ideasSent.count - 1)="),
                ]
            )
        }
        let item = Int.random(in: 0..<Self.items)
        if Bool.random() {
            let axis = Bool.random() ? "impact" : "effort"
            return (
                "rate",
                [
                    "activity": .string(activities["rate"] ?? ""), "item": .string(items[item]),
                    axis: .int(Int.random(in: 1...5)),
                ]
            )
        }
        // A dot more where there is one left, else one is taken back.
        let own = dots[index] ?? []
        let target = own.contains(item) || own.count < 5 ? item : own.randomElement() ?? item
        let takesBack = own.contains(target)
        if takesBack { dots[index]?.remove(target) } else { dots[index, default: []].insert(target) }
        return (
            "vote",
            [
                "activity": .string(activities["vote"] ?? ""), "item": .string(items[target]),
                "dots": .int(takesBack ? 0 : 1),
            ]
        )
    }

    // MARK: - Listening

    private func take(_ news: People.News, of index: Int) {
        switch news {
        case .joined: break
        case .accepted(let number, let name, let version, let result, let after):
            if index == 0 {
                if name == "addIdea", let id = result["idea"]?.string { items.append(id) }
                return
            }
            accepted += 1
            acknowledged.record(after.inMicroseconds)
            if let log = settings.log {
                let client = people.assumeIsolated { $0.people[index].client }
                let kind = name == "addIdea" ? "gather" : name
                log.write(
                    client: client, number: number, version: version, name: name,
                    activity: activities[kind] ?? "")
            }
        case .rejected(_, _, let reason, let detail):
            rejected[reason, default: 0] += 1
            failure = detail
        case .lost: lost += 1
        case .failed(let why): failure = why
        case .frame(let bytes):
            if index == 0 { takeFacilitatorFrame(bytes) } else { lookForIdeas(bytes) }
        }
    }

    private func takeFacilitatorFrame(_ bytes: [UInt8]) {
        // Once all is open, the facilitator's frames are somebody's like any other.
        guard !isActing, let message = try? JSON(parsing: bytes) else { return }
        switch message["type"]?.string {
        case "view": facilitatorView = message["view"] ?? .empty
        case "patch": facilitatorView = facilitatorView.merging(message["view"] ?? .empty)
        default: break
        }
    }

    /// Finds `idea=N=` in a patch, and takes the time it took to get here.
    private func lookForIdeas(_ bytes: [UInt8]) {
        guard isActing else { return }
        let now = ContinuousClock.now
        let marker = Array("idea=".utf8)
        var at = 0
        while let equals = bytes[at...].firstIndex(of: UInt8(ascii: "=")) {
            at = equals + 1
            guard equals >= 4, bytes[(equals - 4)...equals].elementsEqual(marker) else { continue }
            var number = 0
            while at < bytes.count, (0x30...0x39).contains(bytes[at]) {
                number = number * 10 + Int(bytes[at] - 0x30)
                at += 1
            }
            if number < ideasSent.count { seen.record((now - ideasSent[number]).inMicroseconds) }
        }
    }

    // MARK: - The server's own figures

    private struct Metrics {
        let cpu: Double
        let resident: Int
        let frames: Int
    }

    private nonisolated func metrics() -> Metrics? {
        guard let answer = try? server.send("GET", "/metrics"), answer.status == 200 else { return nil }
        var values: [Substring: Double] = [:]
        for line in String(decoding: answer.body, as: UTF8.self).split(separator: "\n")
        where !line.hasPrefix("#") {
            let parts = line.split(separator: " ")
            if parts.count == 2, let value = Double(parts[1]) { values[parts[0]] = value }
        }
        guard let cpu = values["coprolab_process_cpu_seconds_total"],
            let resident = values["coprolab_process_resident_memory_bytes"],
            let frames = values["coprolab_frames_sent_total"]
        else { return nil }
        return Metrics(cpu: cpu, resident: Int(resident), frames: Int(frames))
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
    var inMicroseconds: UInt64 { UInt64(max(0, inSeconds * 1_000_000)) }
}

/// A line that says how far things are: on a terminal alone.
enum Progress {
    private static let isTerminal = isatty(2) == 1

    static func show(_ text: String) {
        if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8)) }
    }

    static func clear() {
        if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
