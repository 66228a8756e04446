import CoproductionLab
import Foundation
import Testing

@testable import LabServer

@Suite("Templates in YAML")
struct TemplateTests {
    private static let good = """
        id: T9
        name: Nine
        minutes: 10
        language: en
        title: Nine
        welcome: Come in.
        activities:
          - id: ideas
            kind: gather
            title: Ideas
            prompt: What?
          - id: dots
            kind: vote
            title: Dots
            prompt: Which?
            inputsFrom: [ideas]
            settings:
              budget: 3
        """

    private static func problem(_ text: String) -> TemplateLibrary.Problem? {
        do throws(TemplateLibrary.Problem) {
            _ = try TemplateLibrary.parse(text, file: "T9.yaml")
            return nil
        } catch {
            return error
        }
    }

    @Test("one without a mistake is read")
    func read() throws {
        let template = try TemplateLibrary.parse(Self.good, file: "T9.yaml")
        #expect(template.id == "T9" && template.steps.map(\.kind) == ["gather", "vote"])
    }

    /// What is changed in the good one, and the line and key that must be named.
    static let mistakes: [(was: String, is: String, line: Int, key: String)] = [
        ("name: Nine", "nmae: Nine", 2, "nmae"),
        ("minutes: 10", "minutes: ten", 3, "minutes"),
        ("kind: vote", "kind: dance", 13, "activities.1.kind"),
        ("id: dots", "id: ideas", 12, "activities.1.id"),
        ("inputsFrom: [ideas]", "inputsFrom: [matrix]", 16, "activities.1.inputsFrom"),
        ("inputsFrom: [ideas]", "inputsFrom: ideas", 16, "activities.1.inputsFrom"),
        ("budget: 3", "budget: 0", 18, "activities.1.settings.budget"),
        ("budget: 3", "budgte: 3", 18, "activities.1.settings.budgte"),
        ("prompt: What?", "prompt: What?\n    reveal: sometimes", 12, "activities.0.reveal"),
        ("prompt: What?", "prompt: What?\n    visibility: seen", 12, "activities.0.visibility"),
        ("prompt: What?", "promtp: What?", 11, "activities.0.promtp"),
        ("title: Ideas", "title: [a]", 10, "activities.0.title"),
        ("welcome: Come in.", "welcome: Come in.\nextra: 1", 7, "extra"),
    ]

    @Test("a mistake is named with its file, its line and its key", arguments: mistakes)
    func mistake(_ was: String, _ is: String, _ line: Int, _ key: String) throws {
        let text = Self.good.replacing(was, with: `is`, maxReplacements: 1)
        let problem = try #require(Self.problem(text))
        #expect(problem.line == line && problem.path.joined(separator: ".") == key, "\(problem)")
        #expect(problem.description.hasPrefix("T9.yaml:\(line): \(key): "))
        #expect(problem.message.hasSuffix(".") && problem.message.utf8.count > 10)
    }

    @Test("what is no YAML, is empty or goes in circles is refused with its line")
    func noYAML() throws {
        #expect(try #require(Self.problem("")).description.contains("empty"))
        let broken = try #require(Self.problem("id: T9\nname: [1, 2\ntitle: x"))
        #expect(broken.line == 3 && broken.message.contains("YAML"))
        #expect(try #require(Self.problem("id: T9\nid: T8\n")).message.contains("twice"))
        #expect(Self.problem("- a\n- b") != nil)
        #expect(Self.problem("id: &x T9\nname: *x") != nil)
        #expect(Self.problem("just words") != nil)
    }

    @Test("a folder is read in the order of its ids, and two of one id are refused")
    func folder() throws {
        let folder = try TemporaryFolder()
        for id in ["T10", "T9", "T2"] {
            try folder.write(Self.good.replacing("T9", with: id), to: "\(id).yaml")
        }
        try folder.write("no template", to: "notes.txt")
        #expect(try TemplateLibrary.read(folder: folder.path).map(\.id) == ["T2", "T9", "T10"])
        try folder.write(Self.good, to: "copy.yaml")
        let error = #expect(throws: TemplateLibrary.Problem.self) {
            try TemplateLibrary.read(folder: folder.path)
        }
        #expect(error?.path == ["id"] && error?.message.contains("T9") == true)
        let none = #expect(throws: TemplateLibrary.Problem.self) {
            try TemplateLibrary.read(folder: folder.file("none"))
        }
        #expect(none?.description.contains("templates") == true)
    }

    @Test("those that come with coprolab have no mistake")
    func ours() throws {
        #expect(try TemplateLibrary.read(folder: Templates.folder).contains { $0.id == "T2" })
    }
}
