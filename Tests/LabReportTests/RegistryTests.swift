import CoproductionLab
import Foundation
import LabReport
import Testing

/// A kind of activity is a folder and a line in each registry: whatever one of them has, all have.
@Suite("What belongs to each kind, with nothing left out")
struct RegistryTests {
    private static let top: URL = {
        var folder = URL(fileURLWithPath: "\(#filePath)")
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder
    }()
    private static let kinds = ActivityKinds.all.map { $0.kind }

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: top.appending(path: path), encoding: .utf8)
    }

    /// The files of a folder, all in one.
    private static func texts(_ folder: String, _ suffix: String) throws -> String {
        try FileManager.default.contentsOfDirectory(atPath: top.appending(path: folder).path).sorted()
            .filter { $0.hasSuffix(suffix) }.map { try text("\(folder)/\($0)") }.joined(separator: "\n")
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: top.appending(path: path).path)
    }

    @Test("There are thirteen, and each has a report")
    func reports() {
        #expect(Self.kinds.count == 13 && Set(Self.kinds).count == 13)
        #expect(ActivityReports.kinds.sorted() == Self.kinds.sorted())
    }

    @Test(
        "A client shows each: its elements are registered, and what people answer has a model",
        arguments: kinds)
    func client(kind: String) throws {
        let registry = try Self.text("web/activities/kinds.js")
        let line = try #require(registry.firstRange(of: "\n  \(kind): {"), "no line in kinds.js")
        let entry = registry[line.upperBound...].prefix(300)
        let element = try #require(entry.firstMatch(of: /answer: "(lab-[a-z]+)"/)).1
        let folder = kind == "break" ? "info" : kind
        #expect(try Self.text("web/activities/\(folder)/\(folder).js").contains("define(\"\(element)\""))
        guard ActivityKinds.named(kind)?.commands.isEmpty == false else { return }
        #expect(Self.exists("web/activities/\(kind)/model.js"))
        #expect(try Self.text("web/activities/models.js").contains("from \"./\(kind)/model.js\""))
        #expect(entry.contains("screen: \"lab-\(kind)-screen\""))
    }

    @Test("Each has words of its own, in every language's files", arguments: kinds)
    func words(kind: String) throws {
        let words = try Self.texts("web/locales", ".json")
        #expect(words.contains("\"\(kind).") || words.contains("\"kind.\(kind)\""))
    }

    @Test("Each stands in the published document, and so does every command of it", arguments: kinds)
    func document(kind: String) throws {
        let document = try Self.text("web/api/asyncapi.yaml")
        #expect(document.contains("kind: {const: \(kind)}"))
        for command in ActivityKinds.named(kind)?.commands.keys.sorted() ?? [] {
            #expect(document.contains("name: {const: \(command)}"), "\(command)")
        }
    }

    @Test("Each is a step of some template, and driven over a real socket", arguments: kinds)
    func used(kind: String) throws {
        #expect(try Self.texts("config/templates", ".yaml").contains("\n    kind: \(kind)\n"))
        let driven = try Self.texts("Tests/api", ".py")
        for command in ActivityKinds.named(kind)?.commands.keys.sorted() ?? [] {
            #expect(driven.contains("\"\(command)\""), "\(command)")
        }
    }
}
