/// `break`: people rest (S54: breaks are items of the programme like any other).
package struct Break: ActivityContent {
    package static let kind = "break"
    package static let takesAnswers = false

    let purpose: String?

    package init(settings: Settings) throws(TemplateProblem) {
        try settings.allow("purpose")
        purpose = try settings.text("purpose")
    }

    package func frame(for audience: Audience, in scene: Scene) -> [String: JSON] {
        var members: [String: JSON] = [:]
        members.set("purpose", purpose)
        return members
    }
}
