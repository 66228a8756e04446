import CoproductionLab
import Foundation

/// A lab's story as plain text: a line a moment, with what belongs to it below.
package struct StoryText {
    private let story: JSON
    private let words: ReportWords
    private let zone: TimeZone
    private let isBold: Bool
    private var lines: [String] = []

    /// - Parameters:
    ///   - story: moments as `coprolab replay --json` has them.
    ///   - zone: whose clock tells the times.
    ///   - isBold: whether the title and the days stand out, as on a terminal.
    package static func text(
        of story: JSON, in words: ReportWords, zone: TimeZone = .current, isBold: Bool = false
    ) -> String {
        var text = StoryText(story: story, words: words, zone: zone, isBold: isBold)
        text.compose()
        return text.lines.joined(separator: "\n") + "\n"
    }

    private init(story: JSON, words: ReportWords, zone: TimeZone, isBold: Bool) {
        self.story = story
        self.words = words
        self.zone = zone
        self.isBold = isBold
    }

    private mutating func compose() {
        lines.append(bold(plain(story["title"])))
        let audience = story["audience"]?.string ?? ""
        lines.append(words("report.story.seen", ["where": words("replay.as.\(audience)")]))
        let moments = story["moments"]?.array ?? []
        var day = ""
        for moment in moments {
            let (date, time) = clock(moment["time"]?.int ?? 0)
            if date != day {
                lines += ["", bold(date)]
                day = date
            }
            lines.append("\(time)  \(headline(moment))")
            for line in below(moment) { lines.append("       \(line)") }
        }
        if moments.isEmpty { lines += ["", words("replay.noMoments")] }
        lines += ["", summary(moments)]
    }

    /// How many there were, what was decided and what was pledged, in the end.
    private func summary(_ moments: [JSON]) -> String {
        var decided = Set<String>()
        var pledged = 0
        for moment in moments {
            switch moment["kind"] {
            case "itemDecided":
                let item = "\(moment["activity"]?.string ?? "") \(moment["item"]?.string ?? "")"
                if moment["decision"] == nil { decided.remove(item) } else { decided.insert(item) }
            case "pledgeOffered": pledged += 1
            default: break
            }
        }
        var parts = [words("report.people", n: story["people"]?.int ?? 0)]
        if !decided.isEmpty { parts.append(words("report.decided", n: decided.count)) }
        if pledged > 0 { parts.append(words("report.pledged", n: pledged)) }
        return parts.joined(separator: " ")
    }

    // MARK: - A moment

    private func headline(_ moment: JSON) -> String {
        let kind = moment["kind"]?.string ?? ""
        let text = plain(moment["text"])
        var values = [
            "title": plain(moment["title"]), "text": text, "item": text, "date": plain(moment["from"]),
        ]
        switch kind {
        case "itemDecided":
            guard moment["text"] != nil else { return words("replay.mark.itemDecided", values) }
            return words("replay.mark.itemDecided.\(moment["decision"]?.string ?? "none")", values)
        case "pledgeOffered":
            values["name"] = plain(moment["by"])
            return words(moment["by"] == nil ? "report.story.offered" : "report.story.offeredBy", values)
        case "pledgeAccepted": return words("report.story.accepted", values)
        case "checkInAdded":
            values["status"] = words("pledge.\(moment["status"]?.string ?? "")")
            return words("report.story.checked", values)
        case "activityStateRestored":
            values["state"] = words("state.\(moment["state"]?.string ?? "")")
            return words("report.story.back", values)
        case "labStateRestored":
            values["state"] = words("report.value.\(moment["state"]?.string ?? "")")
            return words("report.story.labBack", values)
        default:
            let mark = "replay.mark.\(kind)"
            return words(words.has(mark) ? mark : "report.story.\(kind)", values)
        }
    }

    private func below(_ moment: JSON) -> [String] {
        var lines: [String] = []
        if moment["prompt"] != nil { lines.append(plain(moment["prompt"])) }
        if moment["reason"] != nil {
            lines.append(words("report.story.reason", ["reason": plain(moment["reason"])]))
        }
        if moment["who"] != nil { lines.append(words("decision.by", ["who": plain(moment["who"])])) }
        if moment["note"] != nil { lines.append(plain(moment["note"])) }
        let counts = counts(moment)
        if !counts.isEmpty { lines.append(counts) }
        for item in moment["items"]?.array ?? [] { lines.append("- " + told(item)) }
        if let more = moment["more"]?.int { lines.append("- " + words("report.story.more", n: more)) }
        return lines.filter { !$0.isEmpty }
    }

    /// How many were heard, and what they gave.
    private func counts(_ moment: JSON) -> String {
        var parts: [String] = []
        if let heard = moment["heard"], let n = heard["n"]?.int, n > 0 {
            parts.append(words("report.heard", ["of": String(heard["of"]?.int ?? n)], n: n))
        }
        if let count = moment["count"]?.int { parts.append(counted(moment["counted"]?.string ?? "", count)) }
        return parts.joined(separator: words("list.comma"))
    }

    private func counted(_ what: String, _ count: Int) -> String {
        switch what {
        case "ideas": words("report.ideas", n: count)
        case "pledges": words("report.story.offers", n: count)
        default: words("report.story.\(what)", n: count)
        }
    }

    /// An item of a result: its place, its words, and what the result says of it.
    private func told(_ item: JSON) -> String {
        var said: [String] = []
        if let votes = item["votes"]?.int { said.append(words("report.story.dots", n: votes)) }
        if let count = item["count"]?.int { said.append(words("report.ideas", n: count)) }
        if let quadrant = item["quadrant"]?.string { said.append(words("quadrant.\(quadrant)")) }
        for flag in item["flags"]?.array ?? [] { said.append(words("flag.\(flag.string ?? "")")) }
        if let status = item["status"]?.string { said.append(words("pledge.\(status)")) }
        let rank = item["rank"].map { "\(plain($0)) " } ?? ""
        let text = rank + plain(item["text"])
        return said.isEmpty ? text : "\(text): \(said.joined(separator: words("list.comma")))"
    }

    // MARK: - Letters

    private func clock(_ time: Int) -> (day: String, time: String) {
        var style = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
        style = style.time(includingFractionalSeconds: false)
        let text = Date(timeIntervalSince1970: Double(time) / 1_000).formatted(style)
        return (String(text.prefix(10)), String(text.dropFirst(11).prefix(5)))
    }

    private func bold(_ text: String) -> String { isBold ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    /// People's words on one line, with nothing in them that a terminal would obey or that turns a line round.
    private func plain(_ value: JSON?) -> String { Self.plain(value?.string ?? "") }

    static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: plain.append(" ")
            // C0, DEL and C1.
            case 0..<0x20, 0x7F..<0xA0: plain.append("\u{FFFD}")
            // What sets the direction of all that follows.
            case 0x202A...0x202E, 0x2066...0x2069: break
            default: plain.append(scalar)
            }
        }
        return String(plain).split(separator: " ").joined(separator: " ")
    }
}
