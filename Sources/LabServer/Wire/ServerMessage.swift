import CoproductionLab
import WebSockets

/// The messages to clients, each laid out once as a frame.
enum ServerMessage {
    static func joined(_ members: [String: JSON]) -> Frame { frame("joined", members) }

    static func view(_ view: JSON, audience: Audience, version: Int, have: String) -> Frame {
        frame(
            "view",
            [
                "audience": .string(audience.rawValue), "version": .int(version), "have": .string(have),
                "view": view,
            ])
    }

    static func patch(_ patch: JSON, from: Int, version: Int, have: String) -> Frame {
        frame("patch", ["from": .int(from), "version": .int(version), "have": .string(have), "view": patch])
    }

    static func mine(_ mine: JSON, version: Int) -> Frame {
        frame("mine", ["version": .int(version), "mine": mine])
    }

    static func accepted(_ id: CommandID, version: Int, result: JSON) -> Frame {
        frame("accepted", ["id": .string(id.text), "version": .int(version), "result": result])
    }

    static func rejected(_ id: CommandID, _ rejection: Rejection) -> Frame {
        var members = rejection.extra
        members["id"] = .string(id.text)
        members["reason"] = .string(rejection.reason.rawValue)
        members["detail"] = .string(rejection.detail)
        return frame("rejected", members)
    }

    static func error(_ error: ProtocolError) -> Frame {
        var members: [String: JSON] = ["reason": .string(error.reason), "detail": .string(error.detail)]
        members.set("retryAfter", error.retryAfter)
        return frame("error", members)
    }

    static func presence(connected: Int) -> Frame { frame("presence", ["connected": .int(connected)]) }

    static func people(_ people: [JSON], next: String?, waiting: Bool = false) -> Frame {
        var members: [String: JSON] = ["people": .array(people)]
        members.flag("waiting", waiting)
        members.set("next", next)
        return frame("people", members)
    }

    static func closing(reason: String, retryAfter: Int? = nil) -> Frame {
        var members: [String: JSON] = ["reason": .string(reason)]
        members.set("retryAfter", retryAfter)
        return frame("closing", members)
    }

    private static func frame(_ type: String, _ members: [String: JSON]) -> Frame {
        var members = members
        members["type"] = .string(type)
        return Frame(text: JSON.object(members).bytes)
    }
}
