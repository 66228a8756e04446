import CoproductionLab
import LabJournal
import WebSockets

extension Hub {
    /// `GET /api/labs/{lab}/replay` and `…/replay/frames`: the lab as it went, for its facilitators.
    func getReplay(_ name: String, frames: Bool, _ request: HTTPRequest, respond: HTTPResponder) {
        guard let token = Self.bearer(request) else { return respond.send(.replayTokenNeeded) }
        guard let audience = Self.audience(request) else {
            return respond.send(
                .problem(
                    400, "Malformed", "“audience” is screen or facilitator; left out, it is screen.",
                    reason: "malformed"))
        }
        let moment: ReplayLibrary.Moment =
            Self.number("at", request).map { .at(Int64($0)) } ?? .revision(Self.number("after", request) ?? 0)
        let limit = Self.number("limit", request) ?? 500
        Task {
            do throws(JournalError) {
                guard let state = try await lab(named: name)?.state,
                    let person = state.person(token: Secrets.hash(token, as: .token)),
                    state.people[person]?.isFacilitator == true
                else { return respond.send(.replayTokenNeeded) }
                let answer =
                    frames
                    ? try await replays.frames(of: state.id, for: audience, from: moment, limit: limit)
                    : try await replays.outline(of: state.id, for: audience)
                respond.send(.json(answer))
            } catch {
                respond.send(Self.problem(.journal(error)))
            }
        }
    }

    private static func audience(_ request: HTTPRequest) -> Audience? {
        switch parameter("audience", request) {
        case nil, "screen": .screen
        case "facilitator": .facilitator
        default: nil
        }
    }

    private static func number(_ name: String, _ request: HTTPRequest) -> Int? {
        parameter(name, request).flatMap { Int($0) }.map { max(0, $0) }
    }
}

extension HTTPResponse {
    fileprivate static let replayTokenNeeded = problem(
        401, "Facilitator's token needed",
        "Only the lab's facilitators can play it again. Send a facilitator's token as Authorization: Bearer.",
        reason: "badToken", headers: [("WWW-Authenticate", "Bearer realm=\"facilitator\"")])
}
