/// One of the headings under which people put their ideas, as a template sets them (S30).
package struct Heading: Sendable, Equatable {
    package let id: String
    package let title: String
    let hint: String?

    static let most = 12

    static func list(_ settings: Settings) throws(TemplateProblem) -> [Heading] {
        var list: [Heading] = []
        for (index, heading) in try settings.mappings("groups", atMost: most).enumerated() {
            do throws(TemplateProblem) {
                try heading.allow("id", "title", "hint")
                let id = try heading.key("id")
                guard !list.contains(where: { $0.id == id }) else {
                    throw TemplateProblem("“\(id)” is taken; choose another id.", at: ["id"])
                }
                list.append(
                    Heading(
                        id: id, title: try heading.required("title", atMost: 80),
                        hint: try heading.text("hint", atMost: 200)))
            } catch {
                throw TemplateProblem(error.message, at: ["groups", String(index)] + error.path)
            }
        }
        guard list.count != 1 else {
            throw TemplateProblem(
                "needs two headings or more; leave it out where there is none.", at: ["groups"])
        }
        return list
    }

    static func view(of list: [Heading]) -> JSON {
        var views: [String: JSON] = [:]
        for (index, heading) in list.enumerated() {
            var members: [String: JSON] = [
                "title": .string(heading.title), "order": .string(Order.appended(index)),
            ]
            members.set("hint", heading.hint)
            views[heading.id] = .object(members)
        }
        return .object(views)
    }
}
