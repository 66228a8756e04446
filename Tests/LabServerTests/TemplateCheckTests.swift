import CoproductionLab
import Testing

@testable import LabServer

@Suite("Checking templates")
struct TemplateCheckTests {
    private static let faulty = """
        id: T9
        nmae: Nine
        minutes: ten
        title: Nine
        welcome: Come in.
        activities:
          - id: ideas
            kind: gather
            title: Ideas
            prompt: What?
            reveal: sometimes
            settings:
              asksCos: perhaps
              asksWen: true
          - id: ideas
            kind: dance
            title: [a]
            prompt: Which?
            inputsFrom: [matrix]
            settings:
              budget: 3
          - id: look
            kind: info
            title: Look
            prompt: Look
            settings:
              resultsOf: nothing
              media:
                title: A
        """

    @Test("every mistake that can be told is told, with its line and key, and none that comes of another")
    func all() {
        let checked = TemplateLibrary.check(Self.faulty, file: "T9.yaml")
        #expect(
            checked.problems.map { "\($0.line ?? 0) \($0.path.joined(separator: "."))" } == [
                "1 name", "2 nmae", "3 minutes", "11 activities.0.reveal", "13 activities.0.settings.asksCos",
                "14 activities.0.settings.asksWen", "15 activities.1.id", "16 activities.1.kind",
                "17 activities.1.title", "19 activities.1.inputsFrom",
                "27 activities.2.settings.resultsOf", "28 activities.2.settings.media",
            ])
        #expect(!checked.isSound && checked.template == nil)
        #expect(checked.problems.first?.description == "T9.yaml:1: name: is missing “name”.")
        #expect(checked.json["problems"]?.array?.count == 12 && checked.json["sound"] == false)
    }

    @Test("the first mistake of a check is among those, and of a sound template there is none")
    func sound() throws {
        let found = TemplateLibrary.check(files: [Templates.folder + "/T2.yaml"])
        #expect(found.first?.isSound == true && found.first?.template?.id == "T2")
        #expect(found.first?.json["activities"] == 7 && found.first?.json["minutes"] == 45)
    }

    @Test("whatever a file holds, the check comes to an end and says something")
    func anything() {
        for text in [
            "", "- a", "just words", "id: &x T9\nname: *x", "id: T9\nid: T8", "activities: 4",
            "activities: []",
            "activities: [1, [], {}]", "{}", "id: {}\nminutes: []\nactivities: {a: 1}",
            "activities:\n  - settings: 4\n    kind: vote\n  - kind: info\n    settings: {media: {}}",
        ] {
            let checked = TemplateLibrary.check(text, file: "x.yaml")
            #expect(!checked.problems.isEmpty, "\(text)")
            #expect(Set(checked.problems.map(\.description)).count == checked.problems.count, "\(text)")
        }
    }

    @Test("two files of one id are a mistake of the second, and what can't be read is said so")
    func ids() throws {
        let folder = try TemporaryFolder()
        let good = """
            id: T9
            name: Nine
            minutes: 10
            title: Nine
            welcome: Come in.
            activities: [{id: tea, kind: break, title: Tea, prompt: Rest.}]
            """
        try folder.write(good, to: "a.yaml")
        try folder.write(good, to: "b.yaml")
        let checked = TemplateLibrary.check(
            files: [
                folder.file("a.yaml"), folder.file("b.yaml"), folder.file("a.yaml"), folder.file("c.yaml"),
            ])
        #expect(checked.map(\.isSound) == [true, false, true, false])
        #expect(checked[1].problems.first?.line == 1 && checked[1].problems.first?.path == ["id"])
        #expect(checked[3].problems.first?.message.contains("can't be read") == true)
    }
}
