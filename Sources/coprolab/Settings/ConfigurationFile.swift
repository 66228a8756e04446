import ArgumentParser
import Foundation
import LabServer
import Yams

/// Checks a configuration file before it is read: a misspelt key or a broken line is named with its number.
enum ConfigurationFile {
    /// - Returns: the line of each key.
    static func check(_ file: String, known: Set<String>) throws -> [String: Int] {
        let text: String
        do {
            text = try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw ValidationError(
                "\(file): this configuration file can't be read. Check its path and its permissions.")
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            let (line, words) = YAMLProblem.describe(error)
            throw ValidationError("\(file)\(line.map { ":\($0)" } ?? ""): this isn't YAML: \(words)")
        }
        guard let root else { return [:] }
        guard let mapping = root.mapping else {
            throw ValidationError("\(file):\(root.mark?.line ?? 1): the file must be a list of `key: value`.")
        }
        var lines: [String: Int] = [:]
        for (key, value) in mapping {
            let line = key.mark?.line ?? 1
            guard let name = key.string, known.contains(name) else {
                throw ValidationError(
                    "\(file):\(line): “\(key.string ?? "?")” isn't a key."
                        + SettingNames.meant(key.string ?? "", among: Array(known))
                )
            }
            guard lines.updateValue(line, forKey: name) == nil else {
                throw ValidationError("\(file):\(line): “\(name)” is there twice.")
            }
            guard value.mapping == nil else {
                throw ValidationError("\(file):\(line): “\(name)” must be a value or a list of values.")
            }
        }
        return lines
    }
}
