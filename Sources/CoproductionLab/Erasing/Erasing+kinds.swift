/// What the kinds of events mean for an erasure.
extension Erasing {
    /// About the person that is their item: who they are, how they came and went, what they signal and need.
    static let ofPeople: Set<String> = [
        "participantJoined", "participantReturned", "participantChanged", "personTakenBack", "personRemoved",
        "personReturned", "signalled", "needChanged", "personImported",
    ]

    /// What only makes sense for whoever did it, and goes with them in any case: notes for oneself, a place in a track, a
    /// name given to somebody.
    static let theirsAlone: Set<String> = [
        "noteWritten", "noteEdited", "noteRemoved", "noteReturned", "trackChosen", "trackLeft",
        "matchAnswered",
    ]

    /// By which somebody's own thing comes to be; its items are new.
    static let making: Set<String> = [
        "ideaAdded", "entryAdded", "themeAdded", "pledgeOffered", "questionAsked", "noteWritten",
        "textWritten",
        "lateOffered",
    ]

    /// The course of the lab, which facilitators see to.
    static let facilitating: Set<String> = Set([
        "labCreated", "labImported", "activityImported", "changeImported", "labOpened", "sittingEnded",
        "labEnded", "labArchived", "labUnarchived", "labStateRestored", "screenLinkRenewed",
        "facilitatorLinkMade", "languageChanged", "retentionChanged",
        "activityAdded",
        "activityEdited", "activityMoved", "activitySkipped", "activityOpened", "activityPaused",
        "activityResumed", "activityClosed", "activityRevealed", "activityReopened", "activityStateRestored",
        "timeSet", "everyoneBrought", "screenChosen", "detailsChanged", "sittingPlanned", "signalsSettled",
        "signalsReturned", "doorSet", "doorAnswered", "lateDismissed", "lateAccepted", "lateReturned",
        "flagsSettled", "flagsReturned", "ideaHidden", "ideasMerged", "ideaReworded", "ideaSplit",
        "ideaSplitAgain", "ideasJoined", "ideasBroughtIn", "ideasTakenOut", "ideasReturned", "ideaApproved",
        "ideaDeclined", "ideaUnread", "entryHidden", "firstRolesWrite", "textUnread", "matchSuggested",
        "matchWithdrawn",
    ]).union(ActivityKinds.all.flatMap { $0.facilitation })

    /// In which `to` and `was` are words and not the name of something.
    static let wording: Set<String> = [
        "sectionWritten", "quoteEdited", "themeEdited", "entryEdited", "noteEdited", "noteRemoved",
        "textWritten",
        "textChanged",
    ]

    /// The members that hold what people write.
    static let textMembers: Set<String> = [
        "text", "texts", "original", "wasOriginal", "reason", "answer", "who", "give", "get", "firstStep",
        "help",
        "skills", "coach", "title", "prompt", "easyPrompt", "easyTitle", "hint", "easyHint", "commentary",
        "welcome",
        "safeguarding", "context", "owner", "host", "times", "pay", "expenses", "access", "low", "high",
        "unit",
        "themes", "options", "transcript", "glossary",
    ]
}

extension Event {
    /// What somebody wrote in it.
    var texts: [String] {
        var texts: [String] = []
        _ = what?.mappingTexts(of: kind) { text in
            texts.append(text)
            return text
        }
        return texts
    }
}

extension JSON {
    /// The part *what* of a kind of event with each text put through `change`; a text that comes to nil is left out.
    func mappingTexts(of kind: String, _ change: (String) -> String?) -> JSON {
        mappingTexts(under: "", isWording: Erasing.wording.contains(kind), change) ?? .empty
    }

    private func mappingTexts(under key: String, isWording: Bool, _ change: (String) -> String?) -> JSON? {
        switch self {
        case .string(let text):
            let isText =
                Erasing.textMembers.contains(key) || (isWording && (key == "to" || key == "was"))
            return isText && !text.isEmpty ? change(text).map { .string($0) } : self
        case .array(let values):
            return .array(values.compactMap { $0.mappingTexts(under: key, isWording: isWording, change) })
        case .object(let members):
            var left: [String: JSON] = [:]
            for (name, value) in members {
                left[name] = value.mappingTexts(
                    under: key == "glossary" ? key : name, isWording: isWording, change)
            }
            return .object(left)
        default: return self
        }
    }

    /// With another name in the place of an id; members of that name are left out.
    func withoutID(_ id: ID, for alias: Author) -> JSON {
        switch self {
        case .string(let text): text == id ? .string(alias) : self
        case .array(let values): .array(values.map { $0.withoutID(id, for: alias) })
        case .object(let members):
            .object(members.filter { $0.key != id }.mapValues { $0.withoutID(id, for: alias) })
        default: self
        }
    }

    /// Without the names that people put beside what they gave.
    func withoutNameMembers() -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { $0.key != "name" }.mapValues { $0.withoutNameMembers() })
    }
}
