import CoproductionLab
import LabJournal
import WebSockets

/// What is asked of a replay, as its address ends.
enum ReplayPart: String {
    case outline = ""
    case frames, file
}

extension Hub {
    /// `GET /api/labs/{lab}/replay`, `…/replay/frames` and `…/replay/file`: the lab as it went, for its facilitators.
    func getReplay(
        _ name: String, _ part: ReplayPart, _ request: HTTPRequest, _ front: WebFront,
        respond: HTTPResponder
    ) {
        guard let token = Self.bearer(request) else { return respond.send(.replayTokenNeeded) }
        guard let audience = Self.audience(request) else { return respond.send(.noAudience) }
        let moment: ReplayLibrary.Moment =
            Self.number("at", request).map { .at(Int64($0)) } ?? .revision(Self.number("after", request) ?? 0)
        let limit = Self.number("limit", request) ?? 500
        Task {
            do throws(JournalError) {
                guard let lab = try await facilitated(name, token: token) else {
                    return respond.send(.replayTokenNeeded)
                }
                switch part {
                case .outline:
                    respond.send(.json(try await replays.outline(of: lab, for: audience)))
                case .frames:
                    let frames = try await replays.frames(
                        of: lab, for: audience, from: moment, limit: limit)
                    Task.detached { respond.send(.json(frames)) }
                case .file: try await sendReplay(lab, for: audience, front, respond: respond)
                }
            } catch {
                respond.send(Self.problem(.journal(error)))
            }
        }
    }

    /// `GET /api/organiser/labs/{lab}/replay/file`: the same page for whoever holds the organiser key.
    func getOwnReplay(_ id: ID, _ request: HTTPRequest, _ front: WebFront, respond: HTTPResponder) {
        guard let audience = Self.audience(request) else { return respond.send(.noAudience) }
        guard cards[id] != nil else { return respond.send(Self.problem(.unknownLab(id))) }
        Task {
            do throws(JournalError) {
                try await sendReplay(id, for: audience, front, respond: respond)
            } catch {
                respond.send(Self.problem(.journal(error)))
            }
        }
    }

    private func sendReplay(
        _ lab: ID, for audience: Audience, _ front: WebFront, respond: HTTPResponder
    ) async throws(JournalError) {
        let replay = try await replays.carried(lab, for: audience)
        // Deleted while it was read: what there is of it then says nothing.
        guard cards[lab] != nil else { return respond.send(Self.problem(.unknownLab(lab))) }
        Task.detached { respond.send(Self.page(of: replay, front)) }
    }

    /// The lab of this name, if the token is of one of its facilitators. One that isn't in memory isn't read for that in full.
    private func facilitated(_ name: String, token: String) async throws(JournalError) -> ID? {
        let id = codes[name] ?? name
        guard cards[id] != nil else { return nil }
        let roster: Lab
        if let live = labs[id] { roster = live.state } else { roster = try await replays.roster(of: id) }
        guard let person = roster.person(token: Secrets.hash(token, as: .token)),
            roster.people[person]?.isFacilitator == true
        else { return nil }
        return id
    }

    private static func page(of replay: CarriedReplay, _ front: WebFront) -> HTTPResponse {
        do throws(ReplayFile.Failure) {
            return .attachment(
                ExportFile(
                    name: "replay.html", type: "text/html; charset=utf-8",
                    bytes: try ReplayFile(assets: front.assets, media: front.media).page(of: replay)))
        } catch {
            return .problem(503, "Not made", error.words, reason: "notSaved")
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
    fileprivate static let noAudience = problem(
        400, "Malformed", "“audience” is screen or facilitator; left out, it is screen.", reason: "malformed")
    fileprivate static let replayTokenNeeded = problem(
        401, "Facilitator's token needed",
        "Only the lab's facilitators can play it again. Send a facilitator's token as Authorization: Bearer.",
        reason: "badToken", headers: [("WWW-Authenticate", "Bearer realm=\"facilitator\"")])
}
