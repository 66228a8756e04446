import CoproductionLab
import LabJournal
import WebSockets

extension Hub {
    /// `GET /api/labs/{lab}/export/{format}`: a whole lab, for facilitators.
    func getExport(_ name: String, format: String, _ request: HTTPRequest, respond: HTTPResponder) {
        guard let exporter, exporter.formats.contains(format) else {
            let known = exporter?.formats.joined(separator: ", ") ?? ""
            return respond.send(
                .problem(
                    404, "Not found", "There is no export as “\(format)” here. There are: \(known).",
                    reason: "notFound"))
        }
        guard let purpose = Self.purpose(request) else { return respond.send(.noPurpose) }
        let wanted = Exporter.Request(
            format: format, purpose: purpose, table: Self.parameter("table", request))
        answer(
            request, name, needsSource: wanted.needsSource, respond: respond,
            refusal: .facilitatorsTokenNeeded
        ) { lab, person, _, source in
            guard lab.people[person]?.isFacilitator == true else { return nil }
            var wanted = wanted
            wanted.source = source
            return { [wanted] () throws(Exporter.Failure) in try exporter.lab(lab, wanted) }
        }
    }

    /// `GET /api/labs/{lab}/head`: the hash of the last event of a lab's journal, for its facilitators.
    func getHead(_ name: String, _ request: HTTPRequest, respond: HTTPResponder) {
        guard let token = Self.bearer(request) else { return respond.send(.facilitatorsTokenNeeded) }
        Task {
            do throws(JournalError) {
                guard let state = try await lab(named: name)?.state,
                    let person = state.person(token: Secrets.hash(token, as: .token)),
                    state.people[person]?.isFacilitator == true, let head = try await head(of: state.id)
                else { return respond.send(.facilitatorsTokenNeeded) }
                respond.send(.json(.object(head)))
            } catch {
                respond.send(Self.problem(.journal(error)))
            }
        }
    }

    /// How a lab's journal stands: whoever notes the head can hold the journal against it later.
    func head(of lab: ID) async throws(JournalError) -> [String: JSON]? {
        try await journal.labs().first { $0.lab == lab }.map {
            ["revision": .int($0.revision), "head": .string(Hexadecimal.text($0.head))]
        }
    }

    /// `GET /api/labs/{lab}/mine`: what a person gave, for them.
    func getMine(_ name: String, _ request: HTTPRequest, respond: HTTPResponder) {
        guard let exporter else { return respond.send(.ownTokenNeeded) }
        answer(request, name, respond: respond, refusal: .ownTokenNeeded) { lab, person, token, _ in
            let key = Secrets.pseudonymKey(token: token)
            return {
                exporter.own(lab, person) { activity in
                    lab.activities[activity]?.visibility.isAnonymous == true
                        ? Secrets.pseudonym(key: key, activity: activity) : person
                }
            }
        }
    }

    /// Finds the lab and whose token it is, and has the file made of a copy of the lab, off the loop. A lab that isn't
    /// there and a token that doesn't open it are answered alike.
    private func answer(
        _ request: HTTPRequest, _ name: String, needsSource: Bool = false, respond: HTTPResponder,
        refusal: HTTPResponse,
        _ file:
            @escaping @Sendable (Lab, ID, _ token: String, KeptDocument.Source?) -> (
                @Sendable () throws(Exporter.Failure) -> ExportFile
            )?
    ) {
        guard let token = Self.bearer(request) else { return respond.send(refusal) }
        Task {
            do throws(JournalError) {
                guard let live = try await lab(named: name),
                    let person = live.state.person(token: Secrets.hash(token, as: .token))
                else { return respond.send(refusal) }
                let (state, source) = needsSource ? try await withSource(live) : (live.state, nil)
                guard let make = file(state, person, token, source) else { return respond.send(refusal) }
                Task.detached { respond.send(Self.made(make)) }
            } catch {
                respond.send(Self.problem(.journal(error)))
            }
        }
    }

    private static func made(_ make: () throws(Exporter.Failure) -> ExportFile) -> HTTPResponse {
        do throws(Exporter.Failure) {
            return .attachment(try make())
        } catch {
            return .problem(error.status, error.title, error.words, reason: error.reason)
        }
    }

    /// The value of a parameter of the query, where it is given once.
    static func parameter(_ name: String, _ request: HTTPRequest) -> String? {
        let given = (request.query ?? "").split(separator: "&").filter { $0.hasPrefix("\(name)=") }
        return given.count == 1 ? String(given[0].dropFirst(name.utf8.count + 1)) : nil
    }

    static func purpose(_ request: HTTPRequest) -> Purpose? {
        let given = (request.query ?? "").split(separator: "&").filter { $0.hasPrefix("for=") }
        guard let value = given.first else { return .sharing }
        return given.count == 1 ? Purpose(rawValue: String(value.dropFirst(4))) : nil
    }

    /// An export for the operator, who has the data folder anyway.
    func export(_ name: String, _ request: Exporter.Request) async throws(LabAdministrationError)
        -> ExportFile
    {
        guard let exporter, exporter.formats.contains(request.format) else {
            let known = exporter?.formats.joined(separator: ", ") ?? ""
            throw .refused(
                Rejection(.invalid, "There is no export as “\(request.format)”. There are: \(known)."))
        }
        let live = try await known(name)
        var request = request
        let state: Lab
        do throws(JournalError) {
            (state, request.source) = request.needsSource ? try await withSource(live) : (live.state, nil)
        } catch {
            throw .journal(error)
        }
        let wanted = request
        return try await Self.apart { () throws(Exporter.Failure) in try exporter.lab(state, wanted) }
    }

    /// All of a file at once, for an answer that is JSON.
    func whole(_ file: ExportFile) async throws(LabAdministrationError) -> [UInt8] {
        try await Self.apart { () throws(Exporter.Failure) in try file.bytes() }
    }

    /// Makes something off the loop.
    private static func apart<Made: Sendable>(
        _ make: @escaping @Sendable () throws(Exporter.Failure) -> Made
    ) async throws(LabAdministrationError) -> Made {
        let made = await Task.detached { () -> Result<Made, Exporter.Failure> in
            Result { () throws(Exporter.Failure) in try make() }
        }.value
        do throws(Exporter.Failure) {
            return try made.get()
        } catch {
            throw .refused(Rejection(.invalid, error.words))
        }
    }
}

extension HTTPResponse {
    static let facilitatorsTokenNeeded = problem(
        401, "Facilitator's token needed",
        "Only the lab's facilitators can do this. Send a facilitator's token as Authorization: Bearer.",
        reason: "badToken", headers: [("WWW-Authenticate", "Bearer realm=\"facilitator\"")])

    static let noPurpose = problem(
        400, "Malformed", "“for” is sharing or keeping; left out, it is sharing.", reason: "malformed")

    fileprivate static let ownTokenNeeded = problem(
        401, "Your token needed",
        "What you gave is yours alone. Open this from your own place in the lab, or send your token as "
            + "Authorization: Bearer.",
        reason: "badToken", headers: [("WWW-Authenticate", "Bearer realm=\"participant\"")])

    static func attachment(_ file: ExportFile) -> HTTPResponse {
        HTTPResponse(
            status: 200,
            headers: [
                ("Content-Type", file.type), ("Cache-Control", "no-store"),
                ("Content-Disposition", "attachment; filename=\"\(file.name)\""),
            ],
            body: .stream { try file.next() })
    }
}
