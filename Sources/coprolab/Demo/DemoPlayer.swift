import CoproductionLab

/// How simulated people take part in one kind of activity. It keeps nothing: what somebody does next follows from what
/// they see and from what they have given already, so that it goes on after a lost connection or a step opened again.
protocol DemoPlayer: SendableMetatype {
    static var kind: String { get }
    /// What somebody does next while it is open.
    static func next(_ scene: DemoScene) -> DemoTurn
    /// What is still to be done once it has closed.
    static func afterwards(_ scene: DemoScene) -> DemoTurn
}

extension DemoPlayer {
    static func afterwards(_ scene: DemoScene) -> DemoTurn { .done }
}

enum DemoTurn {
    case act(DemoAct)
    /// Others have to do something first.
    case wait
    case done
}

/// A command, and how long somebody thinks and types before it.
struct DemoAct {
    let name: String
    let body: [String: JSON]
    /// Seconds at a human pace.
    let thinking: ClosedRange<Double>
    /// What it is done upon: the same command is given twice upon something else alone.
    let occasion: String

    init(
        _ name: String, _ body: [String: JSON], thinking: ClosedRange<Double>, upon occasion: String = ""
    ) {
        self.name = name
        self.body = body
        self.thinking = thinking
        self.occasion = occasion
    }

    var key: String { name + occasion + String(decoding: JSON.object(body).bytes, as: UTF8.self) }
}

enum DemoPlayers {
    static let all: [any DemoPlayer.Type] = [
        InfoPlayer.self, BreakPlayer.self, ChoosePlayer.self, GatherPlayer.self, ClusterPlayer.self,
        VotePlayer.self, RatePlayer.self, GridPlayer.self, SurveyPlayer.self, QuestionsPlayer.self,
        PledgePlayer.self, FormPlayer.self, ReflectPlayer.self,
    ]

    static func named(_ kind: String) -> (any DemoPlayer.Type)? { all.first { $0.kind == kind } }
}
