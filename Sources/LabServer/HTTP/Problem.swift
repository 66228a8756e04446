import CoproductionLab
import WebSockets

extension HTTPResponse {
    /// An error as RFC 9457 has it: a title for all of its kind, and in `detail` what to do next.
    static func problem(
        _ status: Int, _ title: String, _ detail: String, reason: String, why: String? = nil,
        headers: [(String, String)] = []
    ) -> HTTPResponse {
        var body: [String: JSON] = [
            "type": "about:blank", "title": .string(title), "status": .int(status), "detail": .string(detail),
            "reason": .string(reason),
        ]
        body.set("why", why)
        return HTTPResponse(
            status: status, type: "application/problem+json", body: JSON.object(body).bytes,
            headers: headers + [("Cache-Control", "no-store")])
    }

    static func json(_ json: JSON, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, type: "application/json", body: json.bytes,
            headers: [("Cache-Control", "no-store")])
    }
}
