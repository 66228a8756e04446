import CoproductionLab
import WebSockets

extension Hub {
    /// `POST /api/labs/{lab}/erase`: somebody erases themself, by their own token. A lab that isn't there and a token that
    /// doesn't open it are answered alike.
    func postErasure(_ name: String, _ request: HTTPRequest, _ front: WebFront, respond: HTTPResponder) {
        guard front.visitors.allowsOrigin(of: request) else {
            return respond.send(
                .problem(
                    403, "Foreign page", "This is done from this server's own pages.", reason: "wrongOrigin"))
        }
        guard let token = Self.bearer(request) else { return respond.send(.tokenToEraseNeeded) }
        let type = request.headers["content-type"]?.prefix { $0 != ";" }.lowercased()
        guard type == "application/json" else {
            return respond.send(
                .problem(
                    415, "Not JSON", "Send the choice as application/json.", reason: "unsupportedMediaType"))
        }
        guard let body = try? JSON(parsing: request.body),
            let contributions = body["contributions"]?.string.flatMap(Erasing.Contributions.init)
        else {
            return respond.send(
                .problem(
                    400, "Malformed", "“contributions” is go or stay: what becomes of what you gave.",
                    reason: "malformed"))
        }
        Task {
            do throws(LabAdministrationError) {
                guard let erased = try await erase(token: token, in: name, contributions) else {
                    return respond.send(.tokenToEraseNeeded)
                }
                respond.send(.json(erased.json))
            } catch {
                respond.send(Self.problem(error))
            }
        }
    }
}

extension HTTPResponse {
    fileprivate static let tokenToEraseNeeded = problem(
        401, "Your token needed",
        "Only you can erase yourself. Do it from your own place in the lab, or send your token as Authorization: Bearer.",
        reason: "badToken", headers: [("WWW-Authenticate", "Bearer realm=\"participant\"")])
}
