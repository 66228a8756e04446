import CoproductionLab
import LabJournal
import WebSockets

/// The organiser's desk over HTTP: all labs of this server, for whoever holds the organiser key.
extension Hub {
    /// What is done to one lab.
    private enum Act: String { case link, copy, archive, back, delete }

    /// Everything under `/api/organiser/`. What isn't there is said only to whoever holds the key.
    ///
    /// - Parameter parts: of the path, after that.
    func organise(
        _ parts: [String], _ request: HTTPRequest, _ front: WebFront, respond: HTTPResponder
    ) {
        guard front.visitors.allowsOrigin(of: request) else {
            return respond.send(
                .problem(
                    403, "Foreign page", "This is done from this server's own pages.", reason: "wrongOrigin"))
        }
        if let refusal = refusal(of: request, to: "The organiser's desk", front) {
            return respond.send(refusal)
        }
        if parts.count == 3, parts[0] == "labs", let act = Act(rawValue: parts[2]) {
            guard request.method == "POST" else { return respond.send(.noMethod("POST")) }
            return post(act, to: parts[1], request, respond: respond)
        }
        guard request.method == "GET" || request.method == "HEAD" else {
            return respond.send(.noMethod("GET"))
        }
        switch (parts.first, parts.count) {
        case ("labs", 1):
            let labs = cards.values.sorted { ($1.changedAt, $1.lab) < ($0.changedAt, $0.lab) }
            respond.send(.json(["time": .int(Int(Self.now)), "labs": .array(labs.map(\.json))]))
        case ("labs", 4) where parts[2] == "export":
            getOwnExport(parts[1], format: parts[3], request, respond: respond)
        case ("labs", 4) where parts[2] == "replay" && parts[3] == "file":
            getOwnReplay(parts[1], request, front, respond: respond)
        case ("reminders", 1): getReminders(respond: respond)
        case ("comparison", 1): getComparison(request, respond: respond)
        case ("stories", 1): getStories(respond: respond)
        case ("stories", 3): getStory(parts[1], format: parts[2], respond: respond)
        default: respond.send(.noPage)
        }
    }

    /// The lab of this id alone: a code would be another lab's after a while.
    func own(_ id: ID) async throws(LabAdministrationError) -> LiveLab {
        guard cards[id] != nil else { throw .unknownLab(id) }
        return try await known(id)
    }

    private func post(_ act: Act, to id: ID, _ request: HTTPRequest, respond: HTTPResponder) {
        let type = request.headers["content-type"]?.prefix { $0 != ";" }.lowercased()
        guard type == "application/json" else {
            return respond.send(
                .problem(415, "Not JSON", "Send this as application/json.", reason: "unsupportedMediaType"))
        }
        guard let body = try? JSON(parsing: request.body), body.object != nil,
            body["title"] == nil || body["title"]?.string != nil,
            body["rehearsal"] == nil || body["rehearsal"]?.bool != nil
        else {
            return respond.send(
                .problem(
                    400, "Malformed", "Send an object, with a title where one is asked for.",
                    reason: "malformed"))
        }
        Task {
            do throws(LabAdministrationError) {
                let lab = try await own(id)
                switch act {
                case .link: respond.send(.json(try await makeFacilitatorLink(lab), status: 201))
                case .copy:
                    let made = try await copy(
                        lab.state, title: body["title"]?.string ?? "",
                        isRehearsal: body["rehearsal"]?.bool ?? false)
                    respond.send(.json(made.json(links), status: 201))
                case .archive: respond.send(.json(try await administer(id, "archiveLab").json))
                case .back:
                    // One that wasn't put away would be opened by this.
                    guard lab.state.state.isPutAway else {
                        throw .refused(Rejection(.alreadyDone, "This lab isn't put away."))
                    }
                    respond.send(.json(try await administer(id, "openLab").json))
                case .delete:
                    // Nothing brings it back: whoever deletes it has read what it is called.
                    guard body["title"]?.string == lab.state.title else {
                        throw .refused(
                            Rejection(
                                .invalid,
                                "Nothing was deleted. To delete this lab, type its title just as it is: “\(lab.state.title)”."
                            ))
                    }
                    respond.send(.json(try await deleteLab(id).json))
                }
            } catch {
                respond.send(Self.problem(error))
            }
        }
    }

    /// A link for facilitators, told here once and never again; its making is in the lab's history.
    private func makeFacilitatorLink(_ lab: LiveLab) async throws(LabAdministrationError) -> JSON {
        let token = Secrets.token()
        let hash = Secrets.hash(token, as: .token)
        _ = try await perform(in: lab) { work throws(Rejection) in
            try work.state.decideOrganiserLink(hash)
        }
        return [
            "facilitatorToken": .string(token),
            "links": [
                "facilitate": .string(links.facilitate(lab: lab.id, token: token)),
                "replay": .string(links.replay(lab: lab.id, token: token)),
            ],
        ]
    }

    /// A lab as a file, as its facilitators get it.
    private func getOwnExport(
        _ id: ID, format: String, _ request: HTTPRequest, respond: HTTPResponder
    ) {
        guard let purpose = Self.purpose(request) else { return respond.send(.noPurpose) }
        let wanted = Exporter.Request(
            format: format, purpose: purpose, table: Self.parameter("table", request))
        Task {
            do throws(LabAdministrationError) {
                _ = try await own(id)
                respond.send(.attachment(try await export(id, wanted)))
            } catch {
                respond.send(Self.problem(error))
            }
        }
    }
}
