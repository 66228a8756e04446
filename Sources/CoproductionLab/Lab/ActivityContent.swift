/// What a kind of activity adds to the frame that all share: its settings, its contributions, its rules, its
/// pictures. A new kind is one folder with a type of this protocol, and a line in `ActivityKinds`.
///
/// Contents are values. All that `decide` and the views need beside them comes in as a `Scene`; `evolve` gets
/// by with less.
package protocol ActivityContent: Sendable {
    static var kind: String { get }
    /// Whether people answer here at all: an `info` or a `break` hears nobody.
    static var takesAnswers: Bool { get }
    /// The commands that belong to this kind, and what each needs.
    static var commands: [String: CommandRule] { get }

    /// Reads the settings of a template. Unknown settings are an error that names them.
    init(settings: Settings) throws(TemplateProblem)

    func decide(_ command: Command, in scene: Scene, _ context: inout Context) throws(Rejection) -> [Event]
    /// Total: an event that makes no sense here, or has lost parts to erasure, changes nothing it can't.
    mutating func evolve(_ event: Event, in activity: Surroundings) -> Consequence
    /// The events that take `event` back, or `movedOn` where something later builds on it.
    func compensate(_ event: Event, in scene: Scene) throws(Rejection) -> [Event]
    /// The events that take out all that an author gave here, as far as it stands; `compensate` takes each of them back.
    func takeOut(_ author: Author, in scene: Scene) -> [Event]
    /// The kinds of events that come of facilitating, not of answering: facilitators alone take them back, and at
    /// any time.
    static var facilitation: Set<String> { get }
    /// The kinds of events that stand in the log of moderation where they come by a facilitator's hand.
    static var moderation: [String: Moderation.What] { get }
    /// Called as the activity enters a state: the place to fix a budget at opening, to rank at a reveal, and to keep
    /// what was seen as a round when a revealed activity is opened again (`scene.activity.round` counts reveals).
    mutating func entered(_ state: Activity.State, from earlier: Activity.State, in scene: Scene)

    /// The members of the activity's view that belong to this kind, without its collections.
    func frame(for audience: Audience, in scene: Scene) -> [String: JSON]
    /// The names of the collections in the view; they differ from the names of the frame's members.
    static var collections: [String] { get }
    /// Those of them that hold what people have written, which anybody may ask a facilitator to look at.
    static var flaggable: Set<String> { get }
    /// Whether an audience has a collection at all.
    func has(_ collection: String, for audience: Audience) -> Bool
    /// The ids of a collection's entries: every one that anyone could see.
    func ids(in collection: String, _ scene: Scene) -> [ID]
    func entry(_ id: ID, in collection: String, for audience: Audience, in scene: Scene) -> JSON?
    /// The entries that an author stands behind: they look different when a named author's name does.
    func entries(of author: Author) -> [(collection: String, id: ID)]
    /// What one author has given here, for their own eyes.
    func mine(_ author: Author, in scene: Scene) -> [String: JSON]

    /// What flows on to activities that take their inputs from here (S4), in order.
    func outputs(in scene: Scene) -> [Item]
    /// One of them, where it is among them.
    func output(_ id: ID, in scene: Scene) -> Item?
    /// The words of an item that comes up here.
    func text(of item: ID) -> String?
    /// The heading under which an item came up here, to stand beside it wherever it flows on to (S30).
    func heading(of item: ID) -> String?
    /// Whether somebody's contribution here rests on an item that flowed in.
    func builds(on item: ID) -> Bool
    /// The entries beside those of `inputCollection` that look different when an item that flows in comes, goes or
    /// changes, and the items that flow out and come or go with it.
    func resting(on item: ID, in scene: Scene) -> (entries: [(collection: String, id: ID)], outputs: [ID])
    /// What nobody has named here yet, for a gather that takes its inputs from here to ask about, by id (S23).
    func prompts(in scene: Scene) -> [ID: JSON]
    /// Whether items that are gone may come back, as far as the contributions made since then allow it.
    func canTakeBack(_ items: [ID], in scene: Scene) -> Bool
    /// The collection whose entries are the items that flow in, if this kind has one.
    static var inputCollection: String? { get }
    /// The settings that name other activities of the same template.
    static var references: [String] { get }
    /// Activities whose state shows in this one's view, beside those whose items flow in.
    var looksAt: [ID] { get }
    /// The settings as a new lab keeps them: the place to give ids to what flows on from them.
    static func settled(_ settings: JSON, _ ids: inout IDSource) -> JSON
    /// The settings of a lab as a template has them: the other way round.
    static func unsettled(_ settings: JSON) -> JSON
    /// How the answer to an accepted command names what it made: event kind → member, as `ideaAdded` → `idea`.
    static var results: [String: String] { get }

    /// Refuses a visibility or a reveal that this kind can't keep its word with.
    static func check(_ visibility: Activity.Visibility, _ reveal: Activity.Reveal) throws(TemplateProblem)
    /// Whether the items that flow in are weighed against each other here.
    static var weighsInputs: Bool { get }
    /// Whether what comes out of here may be voted on or averaged (S17).
    var canBeWeighed: Bool { get }
    /// Whether there is nothing to answer here unless something flows in.
    var needsInputs: Bool { get }
    /// Whether anything can flow on from here.
    var hasOutputs: Bool { get }
    /// Which words in the settings have none beside them for Easy Read.
    var lackingEasyWords: [TemplateProblem] { get }
    /// The kinds of events that their author takes back at any time, as they came at any time.
    static var undoneAnytime: Set<String> { get }
    /// The kinds of events whose actor goes by the name they have in the activity that the item came from, since only
    /// whoever gave it does this: under any other name it would join two names of one person.
    static var namedAtSource: Set<String> { get }
    /// Whether answers are taken after the lab has ended as well, for as long as it can be read (S43).
    var staysOpen: Bool { get }
    /// Whether what is written here is its owner's alone: no facilitator touches it either (S45).
    static var isPrivate: Bool { get }
    /// Somebody's own words, where they have said that these may be quoted (S56).
    func quotation(of item: ID) -> Quotation?

    /// What an export for keeping holds of it, piece by piece: nothing that is withdrawn, and no more than `share` says.
    func kept(_ share: KeptShare, in scene: Scene) -> [KeptPiece]
    /// Takes a piece in again, as `kept` made it. Total, as `evolve` is.
    mutating func restore(_ piece: String, _ event: Event, in scene: Scene)
}

extension ActivityContent {
    package static var takesAnswers: Bool { true }
    package static var commands: [String: CommandRule] { [:] }
    package func decide(
        _ command: Command, in scene: Scene, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        throw Rejection(.unknownCommand, "“\(command.name)” isn't for this activity.")
    }
    package mutating func evolve(_ event: Event, in activity: Surroundings) -> Consequence { Consequence() }
    package func compensate(_ event: Event, in scene: Scene) throws(Rejection) -> [Event] { throw .movedOn }
    package func takeOut(_ author: Author, in scene: Scene) -> [Event] { [] }
    package static var facilitation: Set<String> { [] }
    package static var moderation: [String: Moderation.What] { [:] }
    package mutating func entered(
        _ state: Activity.State, from earlier: Activity.State, in scene: Scene
    ) {}
    package static var collections: [String] { [] }
    package static var flaggable: Set<String> { [] }
    package func has(_ collection: String, for audience: Audience) -> Bool { true }
    package func ids(in collection: String, _ scene: Scene) -> [ID] { [] }
    package func entry(_ id: ID, in collection: String, for audience: Audience, in scene: Scene) -> JSON? {
        nil
    }
    package func entries(of author: Author) -> [(collection: String, id: ID)] { [] }
    package func mine(_ author: Author, in scene: Scene) -> [String: JSON] { [:] }
    package func outputs(in scene: Scene) -> [Item] { [] }
    package func output(_ id: ID, in scene: Scene) -> Item? {
        outputs(in: scene).first { $0.id == id }
    }
    package func text(of item: ID) -> String? { nil }
    package func heading(of item: ID) -> String? { nil }
    package func builds(on item: ID) -> Bool { false }
    package func resting(on item: ID, in scene: Scene) -> (
        entries: [(collection: String, id: ID)], outputs: [ID]
    ) { ([], []) }
    package func prompts(in scene: Scene) -> [ID: JSON] { [:] }
    package func canTakeBack(_ items: [ID], in scene: Scene) -> Bool { true }
    package static var inputCollection: String? { nil }
    package static var references: [String] { [] }
    package var looksAt: [ID] { [] }
    package static func settled(_ settings: JSON, _ ids: inout IDSource) -> JSON { settings }
    package static func unsettled(_ settings: JSON) -> JSON { settings }
    package static var results: [String: String] { [:] }
    package static func check(
        _ visibility: Activity.Visibility, _ reveal: Activity.Reveal
    ) throws(TemplateProblem) {}
    package static var weighsInputs: Bool { false }
    package var canBeWeighed: Bool { true }
    package var needsInputs: Bool { false }
    package var hasOutputs: Bool { false }
    package var lackingEasyWords: [TemplateProblem] { [] }
    package static var undoneAnytime: Set<String> { [] }
    package static var namedAtSource: Set<String> { [] }
    package var staysOpen: Bool { false }
    package static var isPrivate: Bool { false }
    package func quotation(of item: ID) -> Quotation? { nil }
    package func kept(_ share: KeptShare, in scene: Scene) -> [KeptPiece] { [] }
    package mutating func restore(_ piece: String, _ event: Event, in scene: Scene) {}
}

/// Words that may be quoted, and whose they are: `author` is the name behind which they stand where they were said.
package struct Quotation: Sendable, Equatable {
    package let text: String
    package let author: Author
    package let role: Role
}

/// An idea, or whatever else flows from activity to activity; `source` is the activity that holds its text.
package struct Item: Sendable, Equatable {
    package let id: ID
    package let source: ID
    package let order: String
}

/// Who may give a command, and in which state of its activity.
package struct CommandRule: Sendable {
    package enum Giver: Sendable { case anyone, facilitator }

    package let giver: Giver
    /// Whether the activity must be open. A facilitator's commands mostly need not.
    package let needsOpen: Bool
    /// Whether a late one may be offered to the facilitator, and which of its texts the facilitator then reads.
    package let lateText: String?
    package let canBeLate: Bool

    package var isContribution: Bool { giver == .anyone && needsOpen && canBeLate }

    /// A contribution: by anyone, while the activity is open; `lateText` names the member that is its text.
    package static func contribution(lateText: String? = nil) -> CommandRule {
        CommandRule(giver: .anyone, needsOpen: true, lateText: lateText, canBeLate: true)
    }
    /// Something about a contribution that only makes sense while the activity is open.
    package static let whileOpen = CommandRule(
        giver: .anyone, needsOpen: true, lateText: nil, canBeLate: false)
    /// By anyone at any time, such as accepting one's own pledge.
    package static let anytime = CommandRule(
        giver: .anyone, needsOpen: false, lateText: nil, canBeLate: false)
    package static let facilitating = CommandRule(
        giver: .facilitator, needsOpen: false, lateText: nil, canBeLate: false)
}

/// What an event changed for those who look on, and whom it heard.
package struct Consequence: Sendable {
    /// Entries of the activity's collections that look different now.
    package var entries: [(collection: String, id: ID)] = []
    /// The members of the kind's own frame look different.
    package var frame = false
    /// Every entry may look different, here and in the activities that take their inputs from here.
    package var everything = false
    /// Authors whose own part of the view looks different.
    package var mine: [Author] = []
    /// Contributions gained or lost: they count as heard.
    package var contributions: [(author: Author, role: Role, change: Int)] = []
    /// Items that came, went or changed places: whoever takes inputs from here must look again at these.
    package var outputs: [ID] = []

    package init() {}
}
