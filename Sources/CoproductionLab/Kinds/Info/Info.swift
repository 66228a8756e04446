/// `info`: people read, watch or listen; or the group looks at another activity's results and decides (S24).
package struct Info: ActivityContent {
    package static let kind = "info"
    package static let takesAnswers = false
    package static let references = ["resultsOf", "decidesOn"]

    let text: String?
    package let media: Media?
    /// The activity whose results are shown beside.
    let resultsOf: ID?
    /// The activity whose items are decided here.
    let decidesOn: ID?

    package init(settings: Settings) throws(TemplateProblem) {
        try settings.allow("text", "media", "resultsOf", "decidesOn")
        text = try settings.text("text", atMost: 5000)
        resultsOf = try settings.text("resultsOf", atMost: 64)
        decidesOn = try settings.text("decidesOn", atMost: 64)
        guard settings.json["media"] != nil else {
            media = nil
            return
        }
        do throws(TemplateProblem) {
            media = try Media(try settings.below("media"))
        } catch {
            throw TemplateProblem(
                error.message, at: error.path.first == "media" ? error.path : ["media"] + error.path)
        }
    }

    package func frame(for audience: Audience, in scene: Scene) -> [String: JSON] {
        var members: [String: JSON] = [:]
        members.set("text", text)
        members.set("resultsOf", resultsOf)
        members.set("decidesOn", decidesOn)
        members["media"] = media?.view
        return members
    }
}
