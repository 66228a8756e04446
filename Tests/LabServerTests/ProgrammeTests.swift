import Testing

@testable import CoproductionLab
@testable import LabServer

/// The templates that come with coprolab keep the programme: its minutes, its order, its values.
@Suite("The programme in templates")
struct ProgrammeTests {
    private static let all = (try? TemplateLibrary.read(folder: Templates.folder)) ?? []
    /// Kinds in order. A template may take two steps where the programme has one.
    private static let kinds: [String: (minutes: Int, kinds: String)] = [
        "T1": (205, "info grid gather cluster break rate survey gather break form pledge reflect"),
        "T2": (45, "info gather vote rate info pledge"),
        "T3": (90, "info survey gather cluster break grid pledge reflect"),
        "T4": (210, "info questions choose break choose gather reflect survey"),
        "T5": (540, "form grid gather vote form survey rate pledge"),
        "T6": (90, "gather cluster vote form break survey form"),
        "T7": (60, "gather form vote break"),
        "T8": (60, "gather grid pledge"),
        "T9": (60, "form survey pledge"),
        "T10": (60, "gather form vote"),
        "T11": (60, "gather vote survey form"),
        "T12": (30, "survey reflect form"),
    ]

    @Test("all twelve are read, in their order")
    func twelve() throws {
        #expect(try TemplateLibrary.read(folder: Templates.folder).map(\.id) == (1...12).map { "T\($0)" })
    }

    @Test("[S46] guide minutes add up, tracks that run side by side counting once", arguments: all.map(\.id))
    func minutes(_ id: String) throws {
        let template = try #require(Self.all.first { $0.id == id })
        let plan = try #require(Self.kinds[id])
        var tracks: [String: [String: Int]] = [:]
        var sum = 0
        for step in template.steps {
            if let track = step.track {
                tracks[track.choice, default: [:]][track.id, default: 0] += step.guideMinutes
            } else {
                sum += step.guideMinutes
            }
        }
        for lengths in tracks.values { sum += lengths.values.max() ?? 0 }
        #expect(template.minutes == plan.minutes)
        #expect(sum == plan.minutes)
    }

    @Test("kinds come in the programme's order", arguments: all.map(\.id))
    func order(_ id: String) throws {
        let template = try #require(Self.all.first { $0.id == id })
        var wanted = try #require(Self.kinds[id]).kinds.split(separator: " ").map(String.init)
        for step in template.steps where step.kind == wanted.first { wanted.removeFirst() }
        #expect(wanted.isEmpty)
    }

    @Test("every step can be read in easy words", arguments: all.map(\.id))
    func easy(_ id: String) throws {
        let template = try #require(Self.all.first { $0.id == id })
        #expect(template.lackingEasyWords.isEmpty)
    }

    @Test("[S9] six sittings of ninety minutes")
    func sittings() throws {
        let template = try #require(Self.all.first { $0.id == "T5" })
        var minutes: [Int?: Int] = [:]
        for step in template.steps { minutes[step.sitting, default: 0] += step.guideMinutes }
        #expect(minutes == [1: 90, 2: 90, 3: 90, 4: 90, 5: 90, 6: 90, nil: 0])
    }

    @Test("[S15] care leavers' times and pay are answered before the lab opens")
    func setUp() throws {
        #expect(try #require(Self.all.first { $0.id == "T5" }).setUpNeeds == [.times, .pay])
    }

    @Test(
        "[S30] what helps people join and stay is gathered by role, then voted on", arguments: ["T1", "T4"])
    func joining(_ id: String) throws {
        let steps = try #require(Self.all.first { $0.id == id }).steps
        let joining = try #require(steps.first { $0.key == (id == "T1" ? "staying" : "joining") })
        #expect(joining.kind == "gather" && joining.visibility == .role)
        guard id == "T4" else { return }
        #expect(steps.contains { $0.kind == "vote" && $0.inputsFrom == [joining.key] })
    }

    @Test("[S17] nothing flows out of a record of disagreement")
    func disagreement() throws {
        let records = Self.all.flatMap { template in
            template.steps.filter { $0.settings["kindOfForm"] == "disagreement" }.map { (template, $0.key) }
        }
        #expect(!records.isEmpty)
        for (template, key) in records {
            #expect(template.steps.allSatisfy { !$0.inputsFrom.contains(key) })
        }
    }

    @Test(
        "[S8] in every charter the agency promises its support, and in every pledge people say what they get")
    func reciprocal() {
        let steps = Self.all.flatMap(\.steps)
        let charters = steps.filter { $0.settings["kindOfForm"] == "charter" }
        #expect(charters.count == 3)
        for charter in charters {
            let support = charter.settings["sections"]?.array?.first { $0["id"] == "support" }
            #expect(support?["side"] == "professional")
            for id in ["support", "conflict", "review"] {
                #expect(
                    charter.settings["sections"]?.array?.first { $0["id"]?.string == id }?["required"] == true
                )
            }
        }
        #expect(steps.filter { $0.kind == "pledge" }.allSatisfy { $0.settings["asksGet"] == true })
    }
}
