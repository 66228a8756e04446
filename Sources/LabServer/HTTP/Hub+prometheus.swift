import Foundation

extension Hub {
    /// The counters in the Prometheus text format, version 0.0.4.
    var prometheus: String {
        var lines: [String] = []
        func put(_ name: String, _ type: String, _ help: String, _ values: [(labels: String, value: String)])
        {
            lines.append("# HELP coprolab_\(name) \(help)")
            lines.append("# TYPE coprolab_\(name) \(type)")
            for (labels, value) in values { lines.append("coprolab_\(name)\(labels) \(value)") }
        }
        func put(_ name: String, _ type: String, _ help: String, _ value: some CustomStringConvertible) {
            put(name, type, help, [("", value.description)])
        }
        put("connections", "gauge", "Open WebSocket connections.", sessions.count)
        put("labs", "gauge", "Labs in the journal.", cards.count)
        put("labs_in_memory", "gauge", "Labs in memory.", labs.count)
        put("joins_total", "counter", "New participants.", metrics.joins)
        put("commands_accepted_total", "counter", "Commands answered with accepted.", metrics.accepted)
        put(
            "commands_rejected_total", "counter", "Commands answered with rejected, by reason.",
            metrics.rejected.sorted { $0.key < $1.key }.map { ("{reason=\"\($0.key)\"}", String($0.value)) })
        put("protocol_errors_total", "counter", "Messages answered with error.", metrics.protocolErrors)
        put("events_total", "counter", "Events committed.", metrics.events)
        put("commits_total", "counter", "Transactions committed.", metrics.commits)
        put("commits_failed_total", "counter", "Transactions that failed.", metrics.failedCommits)
        put("commit_seconds_total", "counter", "Time spent waiting for commits.", metrics.commitTime.seconds)
        put("ticks_total", "counter", "Rounds of patches.", metrics.ticks)
        put("frames_sent_total", "counter", "Frames given to connections.", metrics.framesSent)
        put("frames_received_total", "counter", "Messages taken from connections.", metrics.framesReceived)
        let usage = ProcessUsage.now
        put("process_cpu_seconds_total", "counter", "CPU time of the process.", usage.cpuSeconds)
        put("process_resident_memory_bytes", "gauge", "Resident memory of the process.", usage.residentBytes)
        return lines.joined(separator: "\n") + "\n"
    }
}

/// What the operating system says of this process.
package struct ProcessUsage: Sendable {
    package let cpuSeconds: Double
    package let residentBytes: Int

    package static var now: ProcessUsage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        let statm = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = statm.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return ProcessUsage(
            cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            residentBytes: pages * Int(sysconf(Int32(_SC_PAGESIZE))))
    }
}
