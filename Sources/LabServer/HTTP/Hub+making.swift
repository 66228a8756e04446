import CoproductionLab
import LabJournal
import WebSockets

extension Hub {
    func postLab(_ request: HTTPRequest, _ front: WebFront, respond: HTTPResponder) {
        guard front.visitors.allowsOrigin(of: request) else {
            return respond.send(
                .problem(
                    403, "Foreign page", "Labs are made from this server's own pages.", reason: "wrongOrigin")
            )
        }
        if let refusal = refusal(of: request, to: "Making a lab", front) { return respond.send(refusal) }
        let type = request.headers["content-type"]?.prefix { $0 != ";" }.lowercased()
        guard type == "application/json" else {
            return respond.send(
                .problem(415, "Not JSON", "Send the lab as application/json.", reason: "unsupportedMediaType")
            )
        }
        if request.path == Self.importPath { return postImport(request, respond: respond) }
        let copy = (try? JSON(parsing: request.body)).flatMap(CopyRequest.init)
        if let copy { return postCopy(copy, respond: respond) }
        guard let body = try? JSON(parsing: request.body), body.object != nil, body["from"] == nil,
            let template = body["template"]?.string, body["title"] == nil || body["title"]?.string != nil,
            body["language"] == nil || body["language"]?.string != nil,
            body["retentionDays"] == nil || body["retentionDays"]?.int != nil
        else {
            return respond.send(
                .problem(
                    400, "Malformed",
                    "A lab is an object with a title, a template, perhaps a language such as en and perhaps retentionDays; or "
                        + "with from, the id of a lab, and its facilitatorToken.",
                    reason: "malformed"))
        }
        Task {
            do throws(LabAdministrationError) {
                let made = try await makeLab(
                    title: body["title"]?.string ?? "", template: template,
                    language: body["language"]?.string, retentionDays: body["retentionDays"]?.int)
                respond.send(.json(made.json(links), status: 201))
            } catch {
                respond.send(Self.problem(error))
            }
        }
    }

    /// `POST /api/labs` with `from`: another lab like one that there is.
    private func postCopy(_ copy: CopyRequest, respond: HTTPResponder) {
        Task {
            do throws(LabAdministrationError) {
                let made = try await copyLab(
                    copy.from, token: copy.token, title: copy.title, isRehearsal: copy.isRehearsal)
                respond.send(.json(made.json(links), status: 201))
            } catch {
                respond.send(Self.problem(error))
            }
        }
    }

    /// `POST /api/labs/{lab}/screen`: another link for the screen.
    func postScreenLink(
        _ name: String, _ request: HTTPRequest, _ front: WebFront, respond: HTTPResponder
    ) {
        guard front.visitors.allowsOrigin(of: request) else {
            return respond.send(
                .problem(
                    403, "Foreign page", "This is done from this server's own pages.", reason: "wrongOrigin"))
        }
        guard let token = Self.bearer(request) else { return respond.send(.facilitatorsTokenNeeded) }
        Task {
            do throws(LabAdministrationError) {
                respond.send(.json(try await renewScreenLink(name, token: token), status: 201))
            } catch .notFacilitating {
                respond.send(.facilitatorsTokenNeeded)
            } catch {
                respond.send(Self.problem(error))
            }
        }
    }

    static func problem(_ error: LabAdministrationError) -> HTTPResponse {
        switch error {
        case .notFacilitating:
            .problem(
                403, "Not for you", error.description, reason: "notAllowed")
        case .unknownTemplate, .unknownLab, .putAway:
            .problem(404, "Not found", error.description, reason: "notFound")
        case .refused(let rejection) where rejection.reason == .notSaved:
            .problem(
                503, "Not saved", rejection.detail, reason: rejection.reason.rawValue,
                headers: [("Retry-After", "2")])
        case .refused(let rejection):
            .problem(
                422, "Refused", rejection.detail, reason: rejection.reason.rawValue,
                why: rejection.extra["why"]?.string)
        case .journal:
            .problem(503, "Not saved", error.description, reason: "notSaved", headers: [("Retry-After", "2")])
        }
    }

    func mayMakeLab(_ request: HTTPRequest, _ front: WebFront) -> Bool {
        front.visitors.isAtHome(request) || isOrganiser(request, front)
    }

    /// Why what an organiser may do is refused to whoever asks; nil where they may: at home, or with the key. Guesses at the
    /// key are limited as those at codes are.
    func refusal(of request: HTTPRequest, to what: String, _ front: WebFront) -> HTTPResponse? {
        if front.visitors.isAtHome(request) { return nil }
        let visitor = "organiser \(front.visitors.address(of: request))"
        if Self.bearer(request) != nil {
            do throws(ProtocolError) {
                try evaluateGuess(from: visitor)
            } catch {
                let seconds = String(((error.retryAfter ?? 1000) + 999) / 1000)
                return .problem(
                    429, "Too many tries",
                    "Many wrong keys came from your network. Wait a moment, then try again.",
                    reason: error.reason, headers: [("Retry-After", seconds)])
            }
            if isOrganiser(request, front) { return nil }
            guesses.wrong(from: visitor, now: clock.now)
        }
        return .problem(
            401, "Organiser key needed",
            "\(what) needs the organiser key. It stands in the file organiser-key in the server's data folder.",
            reason: "organiserKeyNeeded", headers: [("WWW-Authenticate", "Bearer realm=\"organiser\"")])
    }

    func isOrganiser(_ request: HTTPRequest, _ front: WebFront) -> Bool {
        guard let given = Self.bearer(request), let key = front.organiserKey(), !key.isEmpty else {
            return false
        }
        return Secrets.equal(Secrets.hash(given, as: .organiser), Secrets.hash(key, as: .organiser))
    }

    static func bearer(_ request: HTTPRequest) -> String? {
        guard let value = request.headers["authorization"], value.lowercased().hasPrefix("bearer ") else {
            return nil
        }
        return String(value.dropFirst(7))
    }
}

/// The body of a request for a lab that is made from another.
private struct CopyRequest {
    let from: String
    let token: String
    let title: String
    let isRehearsal: Bool

    init?(_ body: JSON) {
        guard let from = body["from"]?.string, let token = body["facilitatorToken"]?.string,
            body["template"] == nil,
            body["title"] == nil || body["title"]?.string != nil,
            body["rehearsal"] == nil || body["rehearsal"]?.bool != nil
        else { return nil }
        self.from = from
        self.token = token
        title = body["title"]?.string ?? ""
        isRehearsal = body["rehearsal"]?.bool ?? false
    }
}
