import CoproductionLab
import Foundation
import Yams

/// The templates of a folder of YAML files.
package enum TemplateLibrary {
    /// A mistake in a file, with the line and the key.
    package struct Problem: Error, CustomStringConvertible, Sendable {
        package let file: String
        package let line: Int?
        package let path: [String]
        package let message: String

        package var description: String {
            let place = line.map { "\(file):\($0)" } ?? file
            let key = path.isEmpty ? "" : " \(path.joined(separator: ".")):"
            return "\(place):\(key) \(message)"
        }
    }

    /// Reads every `.yaml` of a folder, in the order of their names.
    package static func read(folder: String) throws(Problem) -> [Template] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Problem(
                file: folder, line: nil, path: [],
                message: "this folder of templates can't be read. Set `templates` in the configuration.")
        }
        var templates: [Template] = []
        for name in names.sorted() where name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
            let file = folder + "/" + name
            let template = try read(file: file)
            if templates.contains(where: { $0.id == template.id }) {
                throw Problem(
                    file: file, line: nil, path: ["id"],
                    message: "“\(template.id)” is the id of another template in this folder; choose another.")
            }
            templates.append(template)
        }
        // T2 before T10.
        return templates.sorted { ($0.id.count, $0.id) < ($1.id.count, $1.id) }
    }

    package static func read(file: String) throws(Problem) -> Template {
        try parse(try text(of: file), file: file)
    }

    static func text(of file: String) throws(Problem) -> String {
        do {
            return try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw Problem(
                file: file, line: nil, path: [],
                message: "this file can't be read: \(error.localizedDescription)")
        }
    }

    package static func parse(_ text: String, file: String) throws(Problem) -> Template {
        let root = try compose(text, file: file)
        do throws(TemplateProblem) {
            return try Template(try json(root, at: []))
        } catch {
            throw Problem(error, in: root, file: file)
        }
    }

    /// The file as YAML.
    static func compose(_ text: String, file: String) throws(Problem) -> Node {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw Problem(file: file, line: 1, path: [], message: "this file is empty.")
            }
            return node
        } catch let problem as Problem {
            throw problem
        } catch {
            let (line, words) = YAMLProblem.describe(error)
            throw Problem(file: file, line: line, path: [], message: "this isn't YAML: \(words)")
        }
    }

    static func json(_ node: Node, at path: [String]) throws(TemplateProblem) -> JSON {
        switch node {
        case .mapping(let mapping):
            var members: [String: JSON] = [:]
            for (key, value) in mapping {
                guard let name = key.string else { throw TemplateProblem("a key must be a text.", at: path) }
                guard members[name] == nil else {
                    throw TemplateProblem("this key is there twice.", at: path + [name])
                }
                members[name] = try json(value, at: path + [name])
            }
            return .object(members)
        case .sequence(let sequence):
            var values: [JSON] = []
            for (index, value) in sequence.enumerated() {
                values.append(try json(value, at: path + [String(index)]))
            }
            return .array(values)
        case .scalar(let scalar):
            // In quotes, a number is a text.
            if scalar.style == .singleQuoted || scalar.style == .doubleQuoted {
                return .string(scalar.string)
            }
            if let flag = node.bool { return .bool(flag) }
            if let whole = node.int { return .int(whole) }
            return .string(node.string ?? "")
        case .alias:
            throw TemplateProblem("aliases (*name) aren't understood here; write it out.", at: path)
        }
    }

    /// The line of the node at a path, or of the nearest one above it that there is.
    fileprivate static func line(of path: [String], in root: Node) -> Int? {
        var node = root
        var line = root.mark?.line
        for key in path {
            switch node {
            case .mapping(let mapping):
                guard let entry = mapping.first(where: { $0.key.string == key }) else { return line }
                line = entry.key.mark?.line ?? line
                node = entry.value
            case .sequence(let sequence):
                guard let index = Int(key), sequence.indices.contains(index) else { return line }
                node = sequence[index]
                line = node.mark?.line ?? line
            default: return line
            }
        }
        return line
    }
}

extension TemplateLibrary.Problem {
    /// A mistake in what the file says, at its line.
    init(_ problem: TemplateProblem, in root: Node, file: String) {
        self.init(
            file: file, line: TemplateLibrary.line(of: problem.path, in: root), path: problem.path,
            message: problem.message)
    }
}

/// What is wrong with a file that can't be read as YAML: its line and a sentence, without the file's text.
package enum YAMLProblem {
    package static func describe(_ error: any Error) -> (line: Int?, words: String) {
        guard let error = error as? YamlError else { return (nil, String(describing: error)) }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return (mark.line, problem)
        case .duplicatedKeysInMapping(let keys, let context):
            return (
                context.mark.line, "a key is there twice: \(keys.map { "\($0)" }.joined(separator: ", "))."
            )
        default: return (nil, "it can't be read.")
        }
    }
}
