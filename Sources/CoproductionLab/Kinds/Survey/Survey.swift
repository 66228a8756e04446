import HashTreeCollections

/// `survey`: typed questions, or one question of each item that flows in (S25, S26, S38, S49, S52, S60). Each person
/// owns their answers, and says yes to each reuse of them by itself.
package struct Survey: ActivityContent {
    package static let kind = "survey"
    package static let collections = ["results", "items", "texts", "directory", "waiting"]
    package static let flaggable: Set<String> = ["texts"]
    package static let moderation: [String: Moderation.What] = [
        "textApproved": .approved, "textDeclined": .declined, "textUnread": .unread,
    ]
    package static let inputCollection: String? = "items"
    package static let references = ["before"]
    package static let results = ["textWritten": "entry"]
    package static let commands: [String: CommandRule] = [
        // Of a late one the facilitator reads words alone; what was chosen stays hidden.
        "answerQuestion": .contribution(lateText: "text"),
        // Taken back at any time, after the close too.
        "setConsent": .anytime,
        "acceptMatch": .anytime,
        "suggestMatches": .facilitating,
        "approve": .facilitating,
        "decline": .facilitating,
    ]
    package static let facilitation: Set<String> = [
        "matchSuggested", "matchWithdrawn", "textApproved", "textDeclined",
    ]
    /// A yes was given at any time, and is taken back at any time.
    package static let undoneAnytime: Set<String> = ["consentSet", "matchAnswered"]

    struct Consent: Sendable {
        let id: String
        let title: String
    }
    struct Own: Sendable {
        /// Role and support at the first answer.
        var role: Role
        var support: Support
        var answers: [ID: SurveyAnswer] = [:]
        /// Texts by question, evidence included, those that were taken back too.
        var texts: [ID: [ID]] = [:]
        var consents: [String: SurveyConsent] = [:]
        /// The entry in the directory, once there was one.
        var listing: ID?
        var matches: [ID] = []
    }

    package let questions: [SurveyQuestion]
    package let itemQuestion: SurveyQuestion?
    /// As the frame of every view has them: made once, since they never change.
    let questionsView: JSON
    let consents: [Consent]
    let directory: (shows: [ID], consent: String)?
    /// What somebody has and what somebody would like, out of the same options (S26).
    let matching: (has: ID, wants: ID)?
    /// The survey from before, with which scales of the same id are compared (S16).
    let before: ID?
    /// The consent without which a text is in no export for sharing (S56).
    package let quotes: String?
    /// Whether a facilitator reads what people write before it is shown (S43).
    package let isModerated: Bool
    package let staysOpen: Bool

    var owns = TreeDictionary<Author, Own>()
    var tallies = TreeDictionary<ID, QuestionTally>()
    package internal(set) var texts = TreeDictionary<ID, SurveyText>()
    /// How many texts stand in answer to each question.
    var written: [ID: Int] = [:]
    var listings = TreeDictionary<ID, Author>()
    /// Entries that came with a lab that was taken in: they stand by themselves, and nothing else leads to them.
    var importedListings = TreeDictionary<ID, [String: JSON]>()
    var matches = TreeDictionary<ID, SurveyMatch>()
    var consenting: [String: Int] = [:]
    /// What earlier reveals showed, by round.
    var rounds: [Int: TreeDictionary<ID, QuestionTally>] = [:]
    /// What the survey from before had shown when this one was revealed.
    var earlier: TreeDictionary<ID, QuestionTally>?

    package mutating func entered(_ state: Activity.State, from earlier: Activity.State, in scene: Scene) {
        if earlier == .revealed, state == .open, scene.activity.round > 0, rounds[scene.activity.round] == nil
        {
            rounds[scene.activity.round] = tallies
        }
        // Where opening it again was undone, that round has not been.
        if state == .revealed { rounds = rounds.filter { $0.key <= scene.activity.round } }
        guard state == .revealed, let before, let activity = scene.lab.activities[before],
            let survey = activity.content as? Survey
        else { return }
        self.earlier = survey.lastShown(in: activity)
    }

    /// What the last reveal of this survey showed; nil before the first.
    private func lastShown(in activity: Activity) -> TreeDictionary<ID, QuestionTally>? {
        if activity.state == .revealed { return tallies }
        return rounds.max { $0.key < $1.key }?.value
    }

    package var looksAt: [ID] { before.map { [$0] } ?? [] }

    /// The question of that id: one of the template's, or the one that is asked of an item.
    package func question(_ id: ID) -> SurveyQuestion? {
        questions.first { $0.id == id } ?? itemQuestion
    }

    func isOfItem(_ id: ID) -> Bool { !questions.contains { $0.id == id } }

    /// What people wrote in answer to a question, in an order that says nothing: whoever wrote two of them can't be
    /// found by their places.
    package func shownTexts(of question: ID? = nil) -> [SurveyText] {
        texts.values.filter { $0.isShown && (question == nil || $0.question == question) }
            .sorted { $0.id < $1.id }
    }
}
