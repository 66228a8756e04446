/// A name under which ideas stand together (S4). It belongs to the group: whoever may sort may reword it.
package struct Theme: Sendable, Equatable {
    /// Who made it: nobody, where the template brought it.
    let author: Author?
    let role: Role
    let order: String
    package internal(set) var text: String
    var version = 1
    var absence: Absence?

    /// Taken back by whoever made it, or removed by somebody else: that one stays a contribution.
    enum Absence: Sendable { case withdrawn, removed }

    package var stands: Bool { absence == nil }

    static let limit = 120
    /// As many as anybody can look through.
    static let most = 60
}

/// The themes that one template brings, each with the id that its lab gives it.
struct GivenThemes: Sendable {
    let list: [(id: ID, text: String)]

    init(_ settings: Settings) throws(TemplateProblem) {
        guard let given = settings.json["themes"] else {
            list = []
            return
        }
        guard let themes = given.array, themes.count <= Theme.most else {
            throw TemplateProblem("must be a list of at most \(Theme.most) texts.", at: ["themes"])
        }
        var list: [(id: ID, text: String)] = []
        for (index, theme) in themes.enumerated() {
            guard let text = theme.string ?? theme["text"]?.string, !text.isEmpty, text.count <= Theme.limit
            else {
                throw TemplateProblem(
                    "must be a text of at most \(Theme.limit) characters.", at: ["themes", String(index)])
            }
            list.append((theme["id"]?.string ?? "theme\(index + 1)", text))
        }
        self.list = list
    }
}
