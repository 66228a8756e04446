// Ties at the cut are never broken by the time of a vote or by anything else: all that tie go on, or everybody votes once
// more on these alone (`statistics.md` §6). A run-off is a step of its own, so that both results stay.
extension Vote {
    /// The vote that a chain of run-offs began with; nil where there is none, or where it runs in a circle.
    func root(_ scene: Scene) -> (vote: Vote, scene: Scene)? {
        var (vote, found) = (self, scene)
        for _ in 0..<Lab.mostActivities {
            guard let id = vote.runOffOf else { return (vote, found) }
            guard let activity = scene.lab.activities[id], let content = activity.content as? Vote else {
                return nil
            }
            (vote, found) = (content, Scene(lab: scene.lab, activity: activity))
        }
        return nil
    }

    /// A new step on those alone that tie at the cut, opened at once. Its words come with the command, in the language of
    /// whoever gives it.
    func runOff(_ body: Fields, _ scene: Scene, _ context: inout Context) throws(Rejection) -> [Event] {
        let (lab, activity) = (scene.lab, scene.activity)
        let title = try body.text("title", atMost: 120)
        let prompt = try body.text("prompt", atMost: 1000)
        guard lab.takesAnswers(in: activity) else { throw .labEnded }
        guard activity.state == .revealed, let cut, !cut.tied.isEmpty else {
            throw Rejection(.notAllowed, "“\(activity.title)” has no tie at its cut to vote on once more.")
        }
        guard lab.runOff(of: activity.id) == nil else {
            throw Rejection(.alreadyDone, "There is a run-off of “\(activity.title)” already.")
        }
        guard lab.activities.count < Lab.mostActivities else {
            throw Rejection(.tooLong, "A lab has \(Lab.mostActivities) activities at most.")
        }
        let id = context.ids.next()
        let next = lab.agenda.firstIndex(of: activity.id).flatMap { index in
            index + 1 < lab.agenda.count ? lab.order(of: lab.agenda[index + 1]) : nil
        }
        var what = activity.asStep
        what["id"] = nil
        what["title"] = .string(title)
        what["prompt"] = .string(prompt)
        what["guideMinutes"] = .int(Self.runOffMinutes)
        what["inputsFrom"] = [.string(activity.id)]
        what["order"] = .string(Order.between(activity.order, next))
        what["settings"] = [
            "runOffOf": .string(activity.id), "only": .array(cut.tied.map { .string($0) }),
            "take": .int(places(cut)),
        ]
        what.set("easyPrompt", try body.optionalText("easyPrompt", atMost: 1000))
        what.set("sitting", activity.sitting)
        if let track = activity.track {
            what["track"] = ["choice": .string(track.choice), "track": .string(track.track)]
        }
        if !activity.contributors.isEmpty {
            what["contributors"] = .array(activity.contributors.map(\.rawValue).sorted().map { .string($0) })
        }
        what["byHand"] = true
        var opened: [String: JSON] = ["was": .string(Activity.State.draft.rawValue)]
        opened.set("current", lab.current)
        let by = [scene.author ?? ""]
        return [
            Event("activityAdded", activity: id, by: by, .object(what)),
            Event("activityOpened", activity: id, by: by, .object(opened)),
        ]
    }

    private static let runOffMinutes = 3

    /// For how many of those that tie there is a place.
    func places(_ cut: Ranking<ID>.CutOff) -> Int { max(1, (take ?? 0) - cut.clear.count) }

    /// Takes over what a run-off has decided; nil where none has, and then all that tie go on.
    mutating func settle(by runOff: Vote?) {
        guard let cut else { return }
        let winners = runOff.map { Set($0.outcome).intersection(cut.tied) } ?? Set(cut.tied)
        taken = winners.union(cut.clear)
    }

    /// The items that go on from here, among those that could be voted on.
    private var outcome: [ID] { taken.map(Array.init) ?? only }

    /// Whether this is a run-off of just that tie.
    func settles(_ vote: Vote) -> Bool { vote.cut.map { Set($0.tied) == Set(only) } ?? false }
}

extension Activity {
    var isRunOff: Bool { (content as? Vote)?.runOffOf != nil }
}

extension Lab {
    /// The run-off that there is of a vote's tie, whatever its state; nil where none is, or where it was left out.
    func runOff(of id: ID) -> Activity? {
        guard let vote = activities[id]?.content as? Vote else { return nil }
        return agenda.last { other in
            guard let activity = activities[other], !activity.isSkipped,
                let runOff = activity.content as? Vote
            else { return false }
            return runOff.runOffOf == id && runOff.settles(vote)
        }.flatMap { activities[$0] }
    }

    /// A vote says that there is a run-off of it: that looks different when the run-off comes, goes or changes.
    func touchedVote(of id: ID) -> Set<ViewKey> {
        (activities[id]?.content as? Vote)?.runOffOf.map { [.frame($0)] } ?? []
    }

    /// The vote that each run-off began with.
    var runOffs: [ID: ID] {
        var found: [ID: ID] = [:]
        for id in agenda {
            guard let activity = activities[id], activity.isRunOff, let vote = activity.content as? Vote,
                let root = vote.root(Scene(lab: self, activity: activity))
            else { continue }
            found[id] = root.scene.activity.id
        }
        return found
    }

    /// What flows on from a vote is decided by its run-off, and from that by one of its own: looked at again from the
    /// activity that has just changed its state upwards. Answers whose outcome may be another now.
    mutating func settleTies(from id: ID) -> [ID] {
        var settled: [ID] = []
        var next: ID? = id
        while let id = next, settled.count < Self.mostActivities, var vote = activities[id]?.content as? Vote
        {
            let runOff = runOff(of: id).flatMap { $0.state == .revealed ? $0.content as? Vote : nil }
            vote.settle(by: runOff)
            activities[id]?.content = vote
            settled.append(id)
            next = vote.runOffOf
        }
        return settled
    }
}
