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
                "27 activities.2.settings.resultsOf", "28 activities.2.settings.media.file",
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

    private static func template(_ activities: String) -> TemplateLibrary.Checked {
        let head = "id: T9\nname: Nine\nminutes: 10\ntitle: Nine\nwelcome: Come in.\nactivities:\n"
        return TemplateLibrary.check(head + activities, file: "T9.yaml")
    }

    private static func told(_ problems: [TemplateLibrary.Problem]) -> [String] {
        problems.map { "\($0.line ?? 0) \($0.path.joined(separator: ".")): \($0.message.prefix(24))" }
    }

    @Test(
        "what has nothing to start from is noticed, with its line and key, and so is what comes too late or isn't there"
    )
    func flow() {
        let checked = Self.template(
            """
              - {id: sort, kind: cluster, title: A, prompt: B, inputsFrom: [ideas]}
              - {id: rest, kind: break, title: A, prompt: B}
              - id: dots
                kind: vote
                title: A
                prompt: B
                inputsFrom: [rest]
              - {id: weigh, kind: rate, title: A, prompt: B}
              - id: map
                kind: grid
                title: A
                prompt: B
                settings: {rows: inputs, columns: [{id: a, title: A}]}
              - {id: ideas, kind: gather, title: A, prompt: B, inputsFrom: [nowhere]}
              - {id: budget, kind: vote, title: A, prompt: B, settings: {options: [C, D]}}
              - {id: track, kind: gather, title: A, prompt: B, track: {of: ideas, is: a}}
            """)
        #expect(
            Self.told(checked.problems) == [
                "7 activities.0.inputsFrom: “ideas” comes later; inp",
                "13 activities.2.inputsFrom: nothing flows in from th",
                "14 activities.3.inputsFrom: has nothing to start fro",
                "15 activities.4.inputsFrom: has nothing to start fro",
                "20 activities.5.inputsFrom: “nowhere” isn't an earli",
                "22 activities.7.track.of: “ideas” isn't a choice o",
            ])
    }

    @Test(
        "[S47] a template shows no media without what is in it in words; the mistake is told with its line and key"
    )
    func media() {
        let checked = Self.template(
            """
              - id: film
                kind: info
                title: A
                prompt: B
                settings:
                  media:
                    title: A walk
                    file: walk.mp4
            """)
        #expect(
            Self.told(checked.problems) == [
                "12 activities.0.settings.media.transcript: is missing “transcript”:"
            ])
    }

    @Test("words that have none beside them for Easy Read are told, but a lab can be made all the same")
    func easyWords() {
        let checked = Self.template(
            """
              - {id: rest, kind: break, title: A, prompt: B}
              - id: ask
                kind: survey
                title: A
                prompt: B
                easyPrompt: C
                settings:
                  questions:
                    - {id: a, type: text, title: A, easyTitle: A}
                    - id: b
                      type: text
                      title: B
                      easyTitle: B
                      hint: C
                  bands:
                    - {id: c, title: C}
              - id: fill
                kind: form
                title: A
                prompt: B
                easyPrompt: C
                settings:
                  sections:
                    - {id: a, title: A}
            """)
        #expect(checked.isSound && checked.template != nil)
        #expect(
            checked.warnings.map { "\($0.line ?? 0) \($0.path.joined(separator: "."))" } == [
                "7 activities.0.prompt", "20 activities.1.settings.questions.1.hint",
                "22 activities.1.settings.bands.0.title", "30 activities.2.settings.sections.0.title",
            ])
        #expect(checked.json["warnings"]?.array?.count == 4 && checked.json["sound"] == true)
    }

    @Test("a template that is written out reads as itself again, whatever its texts look like")
    func written() throws {
        for id in ["T1", "T4", "T5", "T6"] {
            let file = Templates.folder + "/\(id).yaml"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let json = try TemplateLibrary.json(TemplateLibrary.compose(text, file: file), at: [])
            let again = try TemplateLibrary.yaml(json)
            #expect(try TemplateLibrary.json(TemplateLibrary.compose(again, file: file), at: []) == json)
        }
        let texts: [JSON] = [
            "12", "yes", "no", "true", "- a", "a: b", "#c", "", " x ", "~", "\"q\"", "é\nü", "0x1F", "it's",
        ]
        let odd: JSON = ["name": .array(texts), "minutes": 12, "on": true]
        let again = try TemplateLibrary.yaml(odd)
        #expect(try TemplateLibrary.json(TemplateLibrary.compose(again, file: "x"), at: []) == odd)
    }
}
