/// The four Co's of the Governance International Co-Production Star (S21).
package enum Co: String, Sendable, CaseIterable {
    case commission = "C"
    case design = "D"
    case deliver = "L"
    case assess = "A"
}

/// A short text that somebody put in, with what it is tagged with.
package struct Idea: Sendable, Equatable {
    package enum Time: String, Sendable, CaseIterable { case now, couldBe }
    /// S6: for one person, or a collective approach.
    package enum Reach: String, Sendable, CaseIterable { case person, community }

    package struct Words: Sendable, Equatable {
        package var text: String
        package var cos: [Co] = []
        package var time: Time?
        package var reach: Reach?
        /// The heading that it stands under (S30).
        package var group: String?
    }

    package let id: ID
    package let author: Author
    /// S1: the role at the time.
    package let role: Role
    package let support: Support
    package let order: String
    package var words: Words
    package var version = 1
    package var isEdited = false
    /// Its author agrees to be quoted in their own words: a consent of its own (S56).
    package var isQuotable = false
    /// From a list that a facilitator brought: nobody in the room stands behind it.
    package var isBroughtIn = false
    /// Where ideas are read before they are shown, what was said of this one in its present words.
    package var review = Review.approved
    /// Hidden by a facilitator, withdrawn by its author, or merged into another.
    package var absence: Absence?
    /// The ideas that were merged into this one.
    package var merged: [ID] = []

    /// Its author's own words, where a facilitator has put others in their place.
    package internal(set) var original: String?
    /// The words before and after each merge into this one.
    var merges: [Merge] = []
    /// The idea that this one was merged into, or is a part of.
    var mergedInto: ID?
    var splitFrom: ID?

    struct Merge: Sendable, Equatable {
        let was: Idea.Words
        let to: Idea.Words
    }

    package enum Absence: String, Sendable { case withdrawn, hidden, merged, split }

    package var stands: Bool { absence == nil }
    /// Whether a facilitator took it off the view.
    var isHidden: Bool {
        switch absence {
        case .hidden, .merged, .split: true
        case .withdrawn: false
        case nil: if case .declined = review { true } else { false }
        }
    }
    /// Whether others may see it once answers are shown: it stands, and has been read where that comes first (S43).
    package var isShown: Bool { stands && review == .approved }
}

extension Idea.Words {
    static let limit = 500

    /// What a command says of the words: all of it for a new idea, the given members for an edit of `earlier`.
    init(_ body: Fields, editing earlier: Idea.Words? = nil, allowing settings: Gather) throws(Rejection) {
        self = earlier ?? Idea.Words(text: "")
        if earlier == nil || body.has("text") { text = try body.text("text", atMost: Self.limit) }
        if let given = body.json["cos"] {
            guard settings.asksCos else {
                throw Rejection(.invalid, "This activity doesn't ask for the Co's.")
            }
            let letters = given.strings
            cos = Co.allCases.filter { letters.contains($0.rawValue) }
            guard given.array?.count == letters.count, cos.count == Set(letters).count else {
                throw Rejection(.invalid, "“cos” must be a list of C, D, L or A.")
            }
        }
        if body.has("when") {
            guard settings.asksTime else {
                throw Rejection(.invalid, "This activity doesn't ask for now or could be.")
            }
            time = body.json["when"] == "" ? nil : try body.choice("when", Idea.Time.self)
        }
        if body.has("for") {
            guard settings.asksReach else {
                throw Rejection(.invalid, "This activity doesn't ask for whom ideas are.")
            }
            reach = body.json["for"] == "" ? nil : try body.choice("for", Idea.Reach.self)
        }
        try readGroup(body, allowing: settings)
    }

    /// Where there are headings an idea stands under one of them.
    private mutating func readGroup(_ body: Fields, allowing settings: Gather) throws(Rejection) {
        let known = settings.headings.map(\.id)
        if let given = body.json["group"] {
            guard !known.isEmpty else {
                throw Rejection(.invalid, "There are no headings here to choose from. Leave “group” out.")
            }
            group = given.string
        }
        guard !known.isEmpty, !known.contains(group ?? "") else { return }
        let titles = settings.headings.map { "“\($0.title)”" }.joined(separator: ", ")
        throw Rejection(.invalid, "Choose what your idea belongs under: \(titles).")
    }

    /// As the journal and the views have it.
    var members: [String: JSON] {
        var members: [String: JSON] = ["text": .string(text)]
        if !cos.isEmpty { members["cos"] = .array(cos.map { .string($0.rawValue) }) }
        members.set("when", time?.rawValue)
        members.set("for", reach?.rawValue)
        members.set("group", group)
        return members
    }

    init(members json: JSON) {
        text = json["text"]?.string ?? ""
        cos = json["cos"]?.strings.compactMap(Co.init) ?? []
        time = json["when"]?.string.flatMap(Idea.Time.init)
        reach = json["for"]?.string.flatMap(Idea.Reach.init)
        group = json["group"]?.string
    }
}
