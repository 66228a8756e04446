import CoproductionLab
import Yams

extension TemplateLibrary {
    /// A template as the text of a file that reads as itself again.
    package static func yaml(_ template: JSON) throws -> String {
        try Yams.serialize(node: node(template), width: 110, allowUnicode: true)
    }

    /// What people look for first comes first.
    private static let order = [
        "id", "kind", "type", "name", "minutes", "language", "credit", "title", "easyTitle", "text", "prompt",
        "easyPrompt", "hint", "easyHint", "guideMinutes", "visibility", "reveal", "inputsFrom", "commentary",
        "track", "sitting", "contributors", "quorum", "welcome", "setUpNeeds", "details", "settings",
        "activities",
    ]
    private static let ranks = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })

    private static func node(_ json: JSON) -> Node {
        switch json {
        case .object(let members):
            let sorted = members.sorted {
                let (first, second) = (ranks[$0.key] ?? .max, ranks[$1.key] ?? .max)
                return first == second ? $0.key < $1.key : first < second
            }
            return Node(sorted.map { (Node($0.key), node($0.value)) })
        case .array(let values): return Node(values.map { node($0) })
        case .bool(let flag): return Node(flag ? "true" : "false")
        case .string(let text):
            // A text that reads as something else without its quotes.
            let plain = Node(text)
            let isText = plain.bool == nil && plain.int == nil && !text.isEmpty
            return isText ? plain : Node(text, Tag(.str), .doubleQuoted)
        default: return Node(json.int.map(String.init) ?? "")
        }
    }
}

extension Hub {
    /// A lab's programme as a template's file, which is read once more before it is handed out: what comes from here is
    /// sound.
    func template(of name: String, id: String) async throws(LabAdministrationError) -> String {
        let state = try await known(name).state
        let problem: String
        do {
            let text = try TemplateLibrary.yaml(state.template(id: id))
            _ = try TemplateLibrary.parse(text, file: id)
            return text
        } catch let error as TemplateLibrary.Problem {
            problem = error.description
        } catch {
            problem = "\(error)"
        }
        throw .refused(
            Rejection(.invalid, "This lab's programme can't be a template as it stands: \(problem)"))
    }
}
