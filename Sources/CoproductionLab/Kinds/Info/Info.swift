/// `info`: people read, watch or listen; or the group looks at another activity's results and decides (S24).
package struct Info: ActivityContent {
    package static let kind = "info"
    package static let takesAnswers = false
    package static let references = ["resultsOf", "decidesOn"]

    let text: String?
    let media: Media?
    /// The activity whose results are shown beside.
    let resultsOf: ID?
    /// The activity whose items are decided here.
    let decidesOn: ID?

    /// S47: media needs a transcript before it can be shown.
    struct Media: Sendable {
        let title: String
        let url: String
        let transcript: String
    }

    package init(settings: Settings) throws(TemplateProblem) {
        try settings.allow("text", "media", "resultsOf", "decidesOn")
        text = try settings.text("text", atMost: 5000)
        resultsOf = try settings.text("resultsOf", atMost: 64)
        decidesOn = try settings.text("decidesOn", atMost: 64)
        guard settings.json["media"] != nil else {
            media = nil
            return
        }
        let below = try settings.below("media")
        try below.allow("title", "url", "transcript")
        guard let title = try below.text("title"), let url = try below.text("url") else {
            throw TemplateProblem("needs a title and a url.", at: ["media"])
        }
        guard url.hasPrefix("/") || url.hasPrefix("https://") else {
            throw TemplateProblem("must start with / or https://", at: ["media", "url"])
        }
        guard let transcript = try below.text("transcript", atMost: 50_000) else {
            throw TemplateProblem("needs a transcript, so that everybody can follow.", at: ["media"])
        }
        media = Media(title: title, url: url, transcript: transcript)
    }

    package func frame(for audience: Audience, in scene: Scene) -> [String: JSON] {
        var members: [String: JSON] = [:]
        members.set("text", text)
        members.set("resultsOf", resultsOf)
        members.set("decidesOn", decidesOn)
        if let media {
            members["media"] = [
                "title": .string(media.title), "url": .string(media.url),
                "transcript": .string(media.transcript),
            ]
        }
        return members
    }
}
