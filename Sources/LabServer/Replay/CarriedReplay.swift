import CoproductionLab
import LabJournal

/// All that plays a lab again for some audiences, to be carried in a file: nothing that none of them saw.
package struct CarriedReplay: Sendable {
    let lab: ID
    let audiences: [Audience]
    /// As the screen has it, and so for everybody who is given the file.
    package let title: String
    let language: String
    /// The paths of the pictures, sounds and films that it shows.
    let media: [String]
    /// JSON: `outlines` as the server answers them, and `tracks`, the first view and all patches; each by audience.
    let data: String

    /// Those whom a file for one audience plays it for: whoever had the desk saw the screen as well.
    static func audiences(_ audience: Audience) -> [Audience] {
        audience == .facilitator ? [.screen, .facilitator] : [.screen]
    }

    var json: JSON {
        [
            "lab": .string(lab), "audiences": .array(audiences.map { .string($0.rawValue) }),
            "title": .string(title), "language": .string(language),
            "media": .array(media.map { .string($0) }), "data": .string(data),
        ]
    }

    fileprivate init(
        lab: ID, audiences: [Audience], title: String, language: String, media: [String], data: String
    ) {
        self.lab = lab
        self.audiences = audiences
        self.title = title
        self.language = language
        self.media = media
        self.data = data
    }

    /// As `json` says it; nil where that is something else.
    package init?(_ json: JSON) {
        guard let lab = json["lab"]?.string, let audiences = json["audiences"]?.strings,
            let title = json["title"]?.string, let language = json["language"]?.string,
            let media = json["media"]?.strings, let data = json["data"]?.string
        else { return nil }
        self.init(
            lab: lab, audiences: audiences.compactMap(Audience.init), title: title, language: language,
            media: media, data: data)
    }
}

extension ReplayLibrary {
    /// The whole replay of a lab as far as its journal goes now.
    func carried(_ lab: ID, for audience: Audience) async throws(JournalError) -> CarriedReplay {
        let audiences = CarriedReplay.audiences(audience)
        while true {
            let age = ages[lab, default: 0]
            let replay = try await replay(lab, upTo: .max)
            var outlines: [String] = []
            var tracks: [String] = []
            for audience in audiences {
                let outline = try await outline(of: lab, for: audience)
                let track = try await track(lab, for: audience, upTo: outline["revision"]?.int ?? 0)
                outlines.append("\"\(audience.rawValue)\":\(outline.text)")
                tracks.append("\"\(audience.rawValue)\":\(track)")
            }
            // Somebody was erased while it was read: what was read before may hold their words.
            guard age == ages[lab, default: 0] else { continue }
            return CarriedReplay(
                lab: lab, audiences: audiences, title: replay.last.lab.title,
                language: replay.last.lab.language, media: replay.last.lab.mediaPaths,
                data: "{\"outlines\":{\(outlines.joined(separator: ","))},"
                    + "\"tracks\":{\(tracks.joined(separator: ","))}}")
        }
    }

    private func track(_ lab: ID, for audience: Audience, upTo revision: Int) async throws(JournalError)
        -> String
    {
        var text = ""
        var reached = 0
        repeat {
            let part = try await frames(
                of: lab, for: audience, from: .revision(reached), limit: Self.mostFrames)
            if reached == 0 {
                let first = JSON.object(
                    (part.object ?? [:]).filter { !["frames", "reached"].contains($0.key) })
                text = "{\"first\":\(first.text),\"frames\":["
            }
            for frame in part["frames"]?.array ?? [] where (frame["version"]?.int ?? 0) <= revision {
                text += text.hasSuffix("[") ? frame.text : ",\(frame.text)"
            }
            let before = reached
            reached = part["reached"]?.int ?? reached
            if reached == before { break }
        } while reached < revision
        return text + "]}"
    }
}

extension Lab {
    /// The paths of all that its steps show beside words.
    fileprivate var mediaPaths: [String] {
        activities.values.compactMap { ($0.content as? Info)?.media }
            .flatMap { [$0.url] + ($0.captions.map { [$0] } ?? []) }.sorted()
    }
}
