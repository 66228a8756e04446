import CoproductionLab
import WebSockets

extension HTTPResponse {
    /// An error as RFC 9457 has it: a title for all of its kind, and in `detail` what to do next.
    static func problem(
        _ status: Int, _ title: String, _ detail: String, reason: String, headers: [(String, String)] = []
    ) -> HTTPResponse {
        let body: JSON = [
            "type": "about:blank", "title": .string(title), "status": .int(status), "detail": .string(detail),
            "reason": .string(reason),
        ]
        return HTTPResponse(
            status: status, type: "application/problem+json", body: body.bytes,
            headers: headers + [("Cache-Control", "no-store")])
    }

    static func json(_ json: JSON, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, type: "application/json", body: json.bytes,
            headers: [("Cache-Control", "no-store")])
    }
}
