extension Lab {
    /// Takes one event in and says which parts of which views it may have changed.
    ///
    /// Total: whatever is in the journal can be folded, by this version and by later ones. An event that lost its
    /// contents to erasure counts as withdrawn.
    package mutating func evolve(_ event: Event, at time: Int64) -> Touched {
        revision += 1
        changedAt = max(changedAt, time)
        keepRemoval(event)
        guard event.what != nil else { return Touched() }
        guard !Self.mayBeModeration(event) else {
            let old = self
            var touched = take(event, at: time)
            touched.formUnion(log(event, since: old, at: time))
            return touched
        }
        return take(event, at: time)
    }

    private mutating func take(_ event: Event, at time: Int64) -> Touched {
        // Asked for by keys, since an activity is copied out with all it holds.
        if let activity = event.activity,
            activities.keys.contains(activity) || event.kind == "activityAdded"
        {
            return evolveActivity(activity, event, at: time)
        }
        return evolveLab(event, at: time)
    }

    private mutating func evolveLab(_ event: Event, at time: Int64) -> Touched {
        var touched = Touched()
        switch event.kind {
        case "labCreated":
            let hidNames = details.hidesNames
            create(event, at: time)
            touched.keys = [.lab, .people]
            // A journal that was tampered with may say it twice.
            if details.hidesNames != hidNames { touched.formUnion(touchedByNames) }
        case "labImported":
            create(event, at: time)
            beImported(event, at: time)
            touched.keys = [.lab, .people]
        case "labOpened":
            touched = enter(.open)
            isTogether = false
            endedAt = nil
        case "sittingEnded":
            touched = enter(.betweenSittings)
            touched.formUnion(changeRoom(to: sitting + 1))
        case "labEnded":
            touched = enter(.ended)
            endedAt = time
        case "labArchived": touched = enter(.archived)
        case "labUnarchived":
            touched = enter(.ended)
            code = event["code"]?.string ?? code
        case "screenLinkRenewed": screenTokenHash = event["screenToken"]?.string ?? screenTokenHash
        case "facilitatorLinkMade": touched = takeOrganiserLink(event, at: time)
        case "labStateRestored":
            touched = enter(event["state"]?.string.flatMap(State.init) ?? state)
            if let number = event["sitting"]?.int { touched.formUnion(changeRoom(to: number)) }
        case "participantJoined", "participantReturned", "participantChanged", "personImported":
            touched = evolvePerson(event)
        case "detailsChanged", "sittingPlanned", "signalsSettled", "signalsReturned":
            touched = evolveFrame(event)
        case "languageChanged": touched = changeLanguage(event, at: time)
        case "retentionChanged": touched = changeRetention(event, at: time)
        case "changeImported": touched = takeInChange(of: nil, event, at: time)
        case "doorSet", "doorAnswered": touched = evolveDoor(event)
        case "personTakenBack": touched = takeBackPerson(event)
        case "signalled": touched = evolveSignal(event)
        case "personRemoved", "personReturned": touched = evolveRemoval(event)
        case "needChanged": touched = evolveNeed(event)
        case "everyoneBrought", "screenChosen": touched = evolveGuidance(event)
        case "lateDismissed", "lateAccepted", "lateReturned":
            if let item = event.item {
                late[item]?.isWaiting = event.kind == "lateReturned"
                touched.keys.insert(.late(item))
            }
        default: break
        }
        return touched
    }

    private mutating func enter(_ next: State) -> Touched {
        state = next
        var touched = Touched()
        touched.keys = [.lab, .people]
        return touched
    }

    private mutating func create(_ event: Event, at time: Int64) {
        code = event["code"]?.string ?? code
        title = event["title"]?.string ?? title
        welcome = event["welcome"]?.string ?? welcome
        language = event["language"]?.string ?? language
        template = event["template"]?.string ?? template
        safeguarding = event["safeguarding"]?.string
        details = Details(members: event["details"] ?? .empty)
        setUpNeeds = event["setUpNeeds"]?.strings.compactMap(Details.Question.init) ?? []
        retentionDays = Self.keptDays(event["retentionDays"]) ?? retentionDays
        isRehearsal = event["rehearsal"]?.bool ?? false
        smallNumbers = event["smallNumbers"]?.int ?? smallNumbers
        maximumPeople = event["maximumPeople"]?.int ?? maximumPeople
        screenTokenHash = event["screenToken"]?.string ?? ""
        invite = event["invite"]?.string ?? ""
        recoveryHash = event["recoveryCode"]?.string ?? ""
        createdAt = time
    }

    // MARK: - Activities

    private mutating func evolveActivity(_ id: ID, _ event: Event, at time: Int64) -> Touched {
        var touched = Touched()
        let earlier = event.kind.hasPrefix("activity") ? activities[id]?.state : nil
        switch event.kind {
        case "activityAdded":
            if activities[id] == nil, var activity = Activity(id: id, added: event) {
                // Inputs come from what was there before, so they can't run in a circle.
                activity.inputsFrom.removeAll { activities[$0] == nil }
                activities[id] = activity
                agenda.append(id)
                sortAgenda()
                touched.whole.insert(id)
                touched.keys = touchedVote(of: id)
                if event["byHand"] == true { touched.formUnion(record(.added, of: id, event, at: time)) }
            }
        case "activityEdited", "activityMoved", "activitySkipped":
            touched = evolveAgenda(id, event, at: time)
        case "activityOpened", "activityResumed", "activityReopened":
            let (shown, revision) = (current, revision)
            touched = setState(of: id, .open) { activity in
                if event.kind == "activityOpened" { activity.openedAt = time }
                if event.kind == "activityReopened", activity.state == .revealed { activity.round += 1 }
                if event.kind != "activityResumed" { activity.enteredAt = revision }
            }
            // Of parallel tracks the one that was chosen leads.
            if event["beside"] == true { current = shown }
        case "activityPaused": touched = setState(of: id, .paused)
        case "activityClosed": touched = setState(of: id, .closed)
        case "activityRevealed": touched = setState(of: id, .revealed)
        case "activityStateRestored":
            let shown = current
            touched = setState(of: id, event["state"]?.string.flatMap(Activity.State.init)) { activity in
                activity.wasSeen = activity.wasSeen || event["seen"]?.bool == true
                if event["sameRound"] == true { activity.round = max(0, activity.round - 1) }
            }
            // Back to what was shown before, but not away from what has been shown since.
            current = shown == id ? event["current"]?.string : shown
        case "passed", "passTakenBack":
            let revision = revision
            update(id) { activity in
                let role = event.role
                activity.heard.pass(event.actor ?? "", as: role, event.kind == "passed")
                activity.answeredAt = revision
            }
            touched.keys = [.frame(id)]
            touched.mine.insert(.contributions(activity: id, author: event.actor ?? ""))
        case "lateOffered": touched = evolveLateOffer(id, event)
        case "activityImported", "heardImported", "pieceImported": touched = takeIn(id, event, at: time)
        case "changeImported": touched = takeInChange(of: id, event, at: time)
        case "flagChanged", "flagsSettled", "flagsReturned": touched = evolveFlags(id, event)
        case "timeSet":
            update(id) { $0.until = event["until"]?.int.map { Int64($0) } }
            touched.keys = [.frame(id)]
        default: return evolveContent(id, event)
        }
        if let earlier, earlier != activities[id]?.state {
            update(id) { $0.keepTime(from: earlier, by: event, at: time) }
        }
        return touched
    }

    private mutating func evolveLateOffer(_ id: ID, _ event: Event) -> Touched {
        guard let item = event.item, let name = event["name"]?.string, let author = event.actor else {
            return Touched()
        }
        late[item] = LateOffer(
            id: item, activity: id, command: Command(name, event["body"] ?? .empty), author: author,
            role: event.role,
            support: event.support)
        var touched = Touched()
        touched.keys.insert(.late(item))
        return touched
    }

    private mutating func evolveContent(_ id: ID, _ event: Event) -> Touched {
        guard let (consequence, isChoose) = activities[id]?.evolve(event, at: revision) else {
            return Touched()
        }
        var touched = Touched()
        for heard in consequence.contributions {
            touched.mine.insert(.contributions(activity: id, author: heard.author))
        }
        if !consequence.contributions.isEmpty { touched.keys.formUnion([.frame(id), .people]) }
        if consequence.frame { touched.keys.insert(.frame(id)) }
        if isChoose { touched.keys.formUnion(stepsOfTracks(of: id)) }
        for author in consequence.mine { touched.mine.insert(.contributions(activity: id, author: author)) }
        for entry in consequence.entries {
            touched.keys.insert(.entry(id, collection: entry.collection, id: entry.id))
        }
        if consequence.everything {
            touched.whole.insert(id)
            touched.whole.formUnion(downstream(of: id))
        } else if !consequence.outputs.isEmpty {
            touched.formUnion(touchedDownstream(of: id, by: consequence.outputs))
        }
        return touched
    }

    /// What looks different in the activities that take their inputs, straight or through others, from `id`.
    private func touchedDownstream(of id: ID, by outputs: [ID]) -> Touched {
        var touched = Touched()
        var items = outputs
        let found = Set(downstream(of: id))
        // Inputs come from what was there before, so what rests on an item is met after it.
        for other in agenda where found.contains(other) {
            guard let receiver = activities[other] else { continue }
            touched.keys.insert(.frame(other))
            let scene = Scene(lab: self, activity: receiver)
            for item in items {
                if let collection = type(of: receiver.content).inputCollection {
                    touched.keys.insert(.entry(other, collection: collection, id: item))
                }
                let resting = receiver.content.resting(on: item, in: scene)
                for entry in resting.entries {
                    touched.keys.insert(.entry(other, collection: entry.collection, id: entry.id))
                }
                items.append(contentsOf: resting.outputs)
            }
        }
        return touched
    }

    private mutating func update(_ id: ID, _ change: (inout Activity) -> Void) {
        activities[id]?.change(change)
    }

    private mutating func setState(
        of id: ID, _ state: Activity.State?, _ change: (inout Activity) -> Void = { _ in }
    ) -> Touched {
        let lab = self
        update(id) { activity in
            change(&activity)
            let earlier = activity.state
            activity.state = state ?? activity.state
            let scene = Scene(lab: lab, activity: activity)
            activity.content.entered(activity.state, from: earlier, in: scene)
        }
        if state == .open || state == .revealed { current = id }
        var touched = Touched()
        touched.keys = touchedLog(of: id).union([.lab, .people])
        // What flows out of an activity may hang on its state.
        touched.whole = Set([id] + downstream(of: id))
        for vote in settleTies(from: id) where vote != id {
            touched.whole.formUnion([vote] + downstream(of: vote))
        }
        for (other, activity) in activities where activity.content.looksAt.contains(id) {
            touched.whole.insert(other)
        }
        return touched
    }
}

extension Activity {
    /// Takes in an event of its own kind, in place: what a copy of it shared would have to be copied.
    fileprivate mutating func evolve(_ event: Event, at revision: Int) -> (Consequence, isChoose: Bool) {
        let surroundings = Surroundings(id: id, showsAnswers: showsAnswers)
        let consequence = content.evolve(event, in: surroundings)
        if !type(of: content).facilitation.contains(event.kind) { answeredAt = revision }
        for contribution in consequence.contributions {
            heard.contribute(contribution.author, as: contribution.role, contribution.change)
        }
        return (consequence, content is Choose)
    }

    fileprivate mutating func change(_ change: (inout Activity) -> Void) { change(&self) }

    /// The activity that an `activityAdded` event describes; nil for a kind this version doesn't know.
    init?(id: ID, added event: Event) {
        guard let name = event["kind"]?.string, let kind = ActivityKinds.named(name),
            let content = try? kind.init(settings: Settings(event["settings"] ?? .empty))
        else { return nil }
        self.init(
            id: id, title: event["title"]?.string ?? "", prompt: event["prompt"]?.string ?? "",
            easyPrompt: event["easyPrompt"]?.string, guideMinutes: event["guideMinutes"]?.int ?? 0,
            order: event["order"]?.string ?? "",
            visibility: event["visibility"]?.string.flatMap(Visibility.init) ?? .anonymous,
            reveal: event["reveal"]?.string.flatMap(Reveal.init) ?? .onReveal,
            inputsFrom: event["inputsFrom"]?.strings ?? [], content: content)
        settings = event["settings"] ?? .empty
        commentary = event["commentary"]?.string
        if let track = event["track"], let choice = track["choice"]?.string, let name = track["track"]?.string
        {
            self.track = Track(choice: choice, track: name)
        }
        sitting = event["sitting"]?.int
        contributors = Set(event["contributors"]?.strings.compactMap(Role.init) ?? [])
        quorum = Quorum(members: event["quorum"])
    }
}
