import CoproductionLab
import Foundation
import Histogram

/// What `load` found.
struct LoadReport {
    let people: Int
    let seconds: Double
    let acknowledged: Histogram<UInt32>
    let seen: Histogram<UInt32>
    let accepted: Int
    let rejected: [String: Int]
    let lost: Int
    let unanswered: Int
    /// Frames that the server sent while everybody acted.
    let frames: Int?
    let serverCPU: Double?
    let idleBytes: Int?
    let serverResident: Int?

    var microsecondsPerFrame: Double? {
        guard let serverCPU, let frames, frames > 0 else { return nil }
        return serverCPU * 1_000_000 / Double(frames)
    }

    private static let percentiles: [(String, Double)] = [
        ("p50", 50), ("p90", 90), ("p99", 99), ("p99.9", 99.9), ("max", 100),
    ]

    private func milliseconds(_ histogram: Histogram<UInt32>, _ percentile: Double) -> Double {
        Double(percentile == 100 ? histogram.max : histogram.valueAtPercentile(percentile)) / 1000
    }

    var json: JSON {
        func figures(_ histogram: Histogram<UInt32>) -> JSON {
            var members: [String: JSON] = ["count": .int(Int(histogram.totalCount))]
            guard histogram.totalCount > 0 else { return .object(members) }
            for (name, percentile) in Self.percentiles {
                members[name] = .figure(milliseconds(histogram, percentile))
            }
            return .object(members)
        }
        var members: [String: JSON] = [
            "people": .int(people), "seconds": .figure(seconds),
            "acknowledgedMilliseconds": figures(acknowledged),
            "seenMilliseconds": figures(seen), "accepted": .int(accepted),
            "rejected": .object(rejected.mapValues { .int($0) }),
            "connectionsLost": .int(lost), "unanswered": .int(unanswered),
        ]
        members.set("frames", frames)
        members["serverCPUSeconds"] = serverCPU.map { .figure($0) }
        members["serverMicrosecondsPerFrame"] = microsecondsPerFrame.map { .figure($0) }
        members.set("idleBytesPerConnection", idleBytes)
        members.set("serverResidentBytes", serverResident)
        return .object(members)
    }

    var text: String {
        func line(_ title: String, _ histogram: Histogram<UInt32>) -> String {
            guard histogram.totalCount > 0 else { return "\(title)  none" }
            let figures = Self.percentiles.map {
                "\($0.0) \(String(format: "%.1f", milliseconds(histogram, $0.1)))"
            }
            return "\(title)  \(figures.joined(separator: "  "))  ms   (\(histogram.totalCount))"
        }
        var lines = [
            "\(people) people for \(String(format: "%.0f", seconds)) s: \(accepted) commands accepted, \(rejected.values.reduce(0, +)) refused, "
                + "\(unanswered) unanswered, \(lost) connections lost",
            line("acknowledged", acknowledged), line("seen by others", seen),
        ]
        if let serverCPU, let frames, let microsecondsPerFrame {
            lines.append(
                "server  \(String(format: "%.1f", serverCPU / seconds * 100)) % of a core, \(frames) frames, "
                    + "\(String(format: "%.1f", microsecondsPerFrame)) µs of CPU a frame (everything counted)"
            )
        }
        if let idleBytes, let serverResident {
            lines.append(
                "memory  \(String(format: "%.1f", Double(idleBytes) / 1024)) KiB a person connected and idle, "
                    + "\(serverResident >> 20) MiB resident in the end")
        }
        for (reason, count) in rejected.sorted(by: { $0.value > $1.value }) {
            lines.append("refused  \(reason)  \(count)")
        }
        return lines.joined(separator: "\n")
    }
}
