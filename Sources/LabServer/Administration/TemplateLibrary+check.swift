import CoproductionLab
import Yams

extension TemplateLibrary {
    /// What a check of one file found.
    package struct Checked: Sendable {
        package let file: String
        /// Nil where there is a mistake.
        package let template: Template?
        /// In the order of their lines.
        package let problems: [Problem]
        /// What is no mistake, but could be better: words without others beside them for Easy Read.
        package var warnings: [Problem] = []

        package var isSound: Bool { problems.isEmpty }

        package var json: JSON {
            var members: [String: JSON] = [
                "file": .string(file), "sound": .bool(isSound),
                "problems": .array(problems.map(\.json)), "warnings": .array(warnings.map(\.json)),
            ]
            if let template {
                members["id"] = .string(template.id)
                members["name"] = .string(template.name)
                members["activities"] = .int(template.steps.count)
                members["minutes"] = .int(template.minutes)
            }
            return .object(members)
        }
    }

    /// Checks files for every mistake that can be told, and whether two of them have one id.
    package static func check(files: [String]) -> [Checked] {
        var owners: [String: String] = [:]
        return files.map { file in
            let found: Checked
            do throws(Problem) {
                found = check(try text(of: file), file: file)
            } catch {
                found = Checked(file: file, template: nil, problems: [error])
            }
            guard let id = found.template?.id else { return found }
            guard let owner = owners[id] else {
                owners[id] = file
                return found
            }
            guard owner != file else { return found }
            let message = "“\(id)” is the id of \(owner) as well; choose another."
            return Checked(file: file, template: nil, problems: [problem(message, at: ["id"], of: file)])
        }
    }

    private static func problem(_ message: String, at path: [String], of file: String) -> Problem {
        guard let root = try? compose(try text(of: file), file: file) else {
            return Problem(file: file, line: nil, path: path, message: message)
        }
        return Problem(TemplateProblem(message, at: path), in: root, file: file)
    }

    package static func check(_ text: String, file: String) -> Checked {
        do throws(Problem) {
            let root = try compose(text, file: file)
            var mended: Mended
            do throws(TemplateProblem) {
                mended = Mended(try json(root, at: []))
            } catch {
                throw Problem(error, in: root, file: file)
            }
            var problems: [Problem] = []
            var template: Template?
            while template == nil {
                do throws(TemplateProblem) {
                    template = try Template(mended.json)
                } catch {
                    // What was taken out is missed then, which is no mistake of its own.
                    if !mended.paths.contains(error.path) {
                        problems.append(Problem(error, in: root, file: file))
                    }
                    guard mended.mend(error.path) else { break }
                }
            }
            problems.sort { ($0.line ?? 0) < ($1.line ?? 0) }
            guard problems.isEmpty, let template else {
                return Checked(file: file, template: nil, problems: problems)
            }
            return Checked(
                file: file, template: template, problems: [],
                warnings: template.lackingEasyWords.map { Problem($0, in: root, file: file) })
        } catch {
            return Checked(file: file, template: nil, problems: [error])
        }
    }
}

/// A template that is read on past its mistakes: each is taken out of a copy, so that the next one shows.
private struct Mended {
    private(set) var json: JSON
    /// Where something was mended already.
    private(set) var paths: Set<[String]> = []
    private var times = 0

    init(_ json: JSON) { self.json = json }

    /// Takes out what stands at a path, or puts something sound there if that has not helped. False where there is no
    /// going on.
    mutating func mend(_ path: [String]) -> Bool {
        times += 1
        guard let key = path.last, times <= 500 else { return false }
        let isNew = paths.insert(path).inserted
        let isStep = path.first == "activities" && path.count > 1
        if isStep, path.count == 3, key == "kind" { return rest(path) }
        if isNew, json.at(path[...]) != nil, path != ["activities"] {
            json.put(nil, at: path[...])
            return true
        }
        switch key {
        case "id" where path.count == 1 || isStep && path.count == 3:
            json.put(.string("mended\(times)"), at: path[...])
        case "name", "title", "prompt", "welcome": json.put("Mended", at: path[...])
        case "minutes" where path.count == 1: json.put(1, at: path[...])
        case "inputsFrom" where isStep: return rest(path)
        case "of" where isStep, "is" where isStep: json.put(nil, at: path.dropLast())
        // Something that is needed within a part of the settings: that part is left out, and the rest read on.
        case _ where isNew && isStep && path.count > 4 && Int(path[path.count - 2]) == nil:
            json.put(nil, at: path.dropLast())
            return true
        // A setting that is needed and not there: the rest of that activity can't be told.
        default: return isStep && path.count > 3 && rest(path)
        }
        return isNew || path.count <= 3
    }

    /// Makes the activity at a path a gather, which is sound without settings, and from which something flows on.
    private mutating func rest(_ path: [String]) -> Bool {
        let step = Array(path.prefix(2))
        guard json.at(step[...]) != nil, json.at((step + ["kind"])[...]) != "gather" else { return false }
        json.put("gather", at: (step + ["kind"])[...])
        json.put(nil, at: (step + ["settings"])[...])
        return true
    }
}

extension TemplateLibrary.Problem {
    fileprivate var json: JSON {
        var members: [String: JSON] = ["message": .string(message)]
        members.set("line", line)
        if !path.isEmpty { members["key"] = .string(path.joined(separator: ".")) }
        return .object(members)
    }
}

extension JSON {
    /// What stands at a path of keys and places.
    fileprivate func at(_ path: ArraySlice<String>) -> JSON? {
        guard let key = path.first else { return self }
        switch self {
        case .object(let members): return members[key]?.at(path.dropFirst())
        case .array(let values):
            guard let index = Int(key), values.indices.contains(index) else { return nil }
            return values[index].at(path.dropFirst())
        default: return nil
        }
    }

    /// Puts something at a path, or takes away what is there; nothing happens where the path leads nowhere.
    fileprivate mutating func put(_ value: JSON?, at path: ArraySlice<String>) {
        guard let key = path.first else { return }
        let isLast = path.count == 1
        switch self {
        case .object(var members):
            if isLast {
                members[key] = value
            } else {
                members[key]?.put(value, at: path.dropFirst())
            }
            self = .object(members)
        case .array(var values):
            guard let index = Int(key), values.indices.contains(index) else { return }
            if isLast {
                values[index] = value ?? .empty
            } else {
                values[index].put(value, at: path.dropFirst())
            }
            self = .array(values)
        default: return
        }
    }
}
