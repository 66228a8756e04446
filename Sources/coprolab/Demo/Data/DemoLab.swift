import CoproductionLab
import Foundation

/// A group of the demo: its people, all of them fictional, their ideas, and what they say.
struct DemoLab: Sendable {
    /// As `--group` has it.
    let id: String
    let title: String
    /// What the lab is about and where (S20).
    let context: String
    /// The set-up questions and who is paid (S15), for templates that need them said.
    let setUp: [String: String]
    let people: [Person]
    /// By number, from 1, as in the programme.
    let ideas: [Int: Idea]
    let questions: [Question]
    /// Themes by the step that asks for them, such as “T6/themes”; under "" those for ideas.
    let themes: [String: [Theme]]
    /// What people say, by what is asked: “step”, “step.part”, or “part” alone where it means the same everywhere.
    let words: [String: [String]]

    static let all = [dementia, playScheme, careLeavers]

    static func named(_ id: String) -> DemoLab? { all.first { $0.id == id } }

    /// The group that a template suits best.
    static func fitting(_ template: String) -> DemoLab {
        switch template {
        case "T4", "T6", "T8", "T9": playScheme
        case "T5", "T11": careLeavers
        default: dementia
        }
    }

    func idea(_ text: String) -> Idea? { ideas.values.first { $0.text == text } }

    /// A day from today on, or before it.
    static func day(in days: Int) -> String {
        let day = Date(timeIntervalSinceNow: Double(days) * 86_400)
        return day.formatted(.iso8601.year().month().day())
    }
}

extension DemoLab {
    struct Person: Sendable {
        let name: String
        let role: String
        var support = "self"
        /// The ideas that they bring, by number.
        var ideas: [Int] = []
        /// What they pledge, if anything.
        var pledge: Pledge?

        init(
            _ name: String, _ role: Role, support: String = "self", ideas: [Int] = [], pledge: Pledge? = nil
        ) {
            self.name = name
            self.role = role.rawValue
            self.support = support
            self.ideas = ideas
            self.pledge = pledge
        }

        var side: Side? { Role(rawValue: role)?.side }
    }

    struct Pledge: Sendable {
        let give: String
        var get: String?
        var firstStep: String?
        /// From today; less than none where it was promised earlier, and its day is past.
        let days: Int
        var help: String?
        var skills: String?
        var coach: String?
        /// The idea that it carries out, by number.
        var idea: Int?
        var isAccepted = true
        var checkIn: CheckIn?
        /// Its owner is at school, and a guardian has said yes.
        var isYoung = false
    }

    struct CheckIn: Sendable {
        let text: String
        var status: String?
        /// The day to look at it again, from today.
        var days: Int?
    }

    struct Idea: Sendable {
        enum When: String { case now, couldBe }

        let text: String
        let when: String
        /// C commission, D design, L deliver, A assess.
        let cos: [String]
        let reach: String?
        /// What the room tends to say: impact, effort. Illustrations, no findings.
        let rating: (impact: Int, effort: Int)
        /// How far staff see it differently from all others, on each axis.
        let staffSee: (impact: Int, effort: Int)
        /// Whether the room is of two minds, whoever they are.
        let isSplit: Bool

        init(
            _ text: String, _ when: When, _ cos: [String], reach: String? = "community", _ rating: (Int, Int),
            staffSee: (Int, Int) = (0, 0), isSplit: Bool = false
        ) {
            self.text = text
            self.when = when.rawValue
            self.cos = cos
            self.reach = reach
            self.rating = rating
            self.staffSee = staffSee
            self.isSplit = isSplit
        }
    }

    struct Question: Sendable {
        let text: String
        /// Which of the panel it is for, by place; nil for all of them.
        var to: Int?
        var isNamed = false
        /// What the chair notes as the answer.
        let answer: String
    }

    struct Theme: Sendable {
        let name: String
        /// Words by which an item is known to belong here, in small letters.
        let signs: [String]
    }
}
