import CoproductionLab
import LabJournal
import WebSockets

/// What the HTTP side needs beside the hub.
package struct WebFront: Sendable {
    package let assets: WebAssets
    package let visitors: Visitors
    /// The organiser key as it stands in its file now; nil where it can't be read, and then nobody has it.
    package let organiserKey: @Sendable () -> String?
    package let metricsKey: String?
    /// The files that labs show; nil where there is no folder of them.
    package let media: MediaFolder?
    /// What its operator says in the privacy notice and the accessibility statement.
    package let notices: Notices

    package init(
        assets: WebAssets, visitors: Visitors, organiserKey: @escaping @Sendable () -> String?,
        metricsKey: String?, media: MediaFolder? = nil, notices: Notices = Notices()
    ) {
        self.media = media
        self.notices = notices
        self.assets = assets
        self.visitors = visitors
        self.organiserKey = organiserKey
        self.metricsKey = metricsKey
    }
}

extension HTTPResponse {
    /// What may load and run in a page: nothing from elsewhere, no frames, no script but ours, no markup made from
    /// strings. The one address that is made from a string is the worker's.
    package static let contentSecurityPolicy = (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self' ws: wss:; "
            + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types worker"
    )

    /// What every answer says to browsers: it is what its type says, and for our own pages alone.
    package static let securityHeaders: [(String, String)] = [
        ("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ]

    /// What a browser shows as a page says besides: by whom it may be framed, what it may load and run, and whom it
    /// tells where somebody came from.
    package static let documentHeaders: [(String, String)] = [
        contentSecurityPolicy, ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ]

    static let noPage = problem(
        404, "Not found", "There is nothing at this address. Start at the first page.", reason: "notFound")

    static func noMethod(_ allowed: String) -> HTTPResponse {
        problem(
            405, "Method not allowed", "Here only \(allowed) is understood.", reason: "methodNotAllowed",
            headers: [("Allow", allowed)])
    }
}

extension Hub {
    func route(_ request: HTTPRequest, respond: HTTPResponder) {
        guard let front else { return respond.send(.noPage) }
        let path = request.path
        if path == "/api/labs" {
            guard request.method == "POST" else { return respond.send(.noMethod("POST")) }
            return postLab(request, front, respond: respond)
        }
        if path == Self.importPath {
            guard request.method == "POST" else { return respond.send(.noMethod("POST")) }
            return postLab(request, front, respond: respond)
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        if parts.starts(with: ["api", "labs"]), parts.count == 4, parts[3] == "erase" {
            guard request.method == "POST" else { return respond.send(.noMethod("POST")) }
            return postErasure(parts[2], request, front, respond: respond)
        }
        if parts.starts(with: ["api", "labs"]), parts.count == 4, parts[3] == "screen" {
            guard request.method == "POST" else { return respond.send(.noMethod("POST")) }
            return postScreenLink(parts[2], request, front, respond: respond)
        }
        if parts.starts(with: ["api", "organiser"]) {
            return organise(Array(parts.dropFirst(2)), request, front, respond: respond)
        }
        guard request.method == "GET" || request.method == "HEAD" else {
            return respond.send(.noMethod("GET"))
        }
        switch path {
        case "/api/templates":
            return respond.send(.json(templateList(needsKey: !front.visitors.isAtHome(request))))
        case "/api/pages":
            return respond.send(.json(front.notices.json(keptFor: settings.retentionDays)))
        case "/healthz":
            return respond.send(
                HTTPResponse(status: 200, type: "text/plain; charset=utf-8", body: "ok\n".utf8))
        case "/readyz": return respond.send(readiness)
        case "/metrics": return respond.send(metricsPage(request, front))
        case "/ws":
            return respond.send(
                .problem(
                    426, "Upgrade required",
                    "Here people are connected to their lab. Open it with the WebSocket protocol coprolab.v1.",
                    reason: "upgradeRequired", headers: [("Upgrade", "websocket")]))
        default: break
        }
        if parts.starts(with: ["api", "labs"]), parts.count == 3 || parts.count == 4 && parts[3] == "qr.svg" {
            return lookUp(parts[2], wantsQR: parts.count == 4, request, front, respond: respond)
        }
        if parts.starts(with: ["api", "labs"]), parts.count == 5, parts[3] == "export" {
            return getExport(parts[2], format: parts[4], request, respond: respond)
        }
        if parts.starts(with: ["api", "labs"]), parts.count == 4, parts[3] == "head" {
            return getHead(parts[2], request, respond: respond)
        }
        if parts.starts(with: ["api", "labs"]), parts.count == 4, parts[3] == "mine" {
            return getMine(parts[2], request, respond: respond)
        }
        if parts.starts(with: ["api", "labs"]), parts.count >= 4, parts[3] == "replay",
            let what = ReplayPart(rawValue: parts.count == 4 ? "" : parts.dropFirst(4).joined(separator: "/"))
        {
            return getReplay(parts[2], what, request, front, respond: respond)
        }
        let pages: Set<String> = ["join", "facilitate", "screen", "replay"]
        if path.hasPrefix(Media.path) {
            return respond.send(front.media?.response(for: path, request) ?? .noPage)
        }
        let isPage =
            path == "/"
            || parts.count == 1 && ["join", "organise", "privacy", "accessibility"].contains(parts[0])
            || parts.count == 2 && pages.contains(parts[0])
        let file = isPage ? "/index.html" : path == "/api/" ? "/api/index.html" : path
        if var found = front.assets.response(for: file, request) {
            // A phone that comes to join asks for these at once, and not after what asks for them has come.
            if parts.count == 2, parts[0] == "join" { found.headers.append(Self.neededToJoin) }
            return respond.send(found)
        }
        // Who came here with a browser is told in words, and shown the way on; the page's script says them.
        let wantsPage = request.headers["accept"]?.contains("text/html") == true && parts.first != "api"
        respond.send(
            (wantsPage ? front.assets.response(for: "/index.html", request, status: 404) : nil) ?? .noPage)
    }

    private static let neededToJoin = (
        "Link",
        ["entry", "standstill", "join"].map { "</elements/\($0).js>; rel=modulepreload" }
            .joined(separator: ", ")
    )

    /// - Parameter needsKey: whether who asks needs the organiser key to make a lab.
    private func templateList(needsKey: Bool) -> JSON {
        [
            "needsKey": .bool(needsKey), "retentionDays": .int(settings.retentionDays),
            "templates": .array(
                templates.map { template in
                    var members: [String: JSON] = [
                        "id": .string(template.id), "name": .string(template.name),
                        "minutes": .int(template.minutes),
                        "language": .string(template.language), "title": .string(template.title),
                        "welcome": .string(template.welcome),
                        "activities": .array(template.steps.map { $0.json }),
                    ]
                    members.set("credit", template.credit)
                    return .object(members)
                }),
        ]
    }

    private var readiness: HTTPResponse {
        isBroken
            ? .problem(
                503, "Not ready", "The journal failed. The process ends and recovers at its next start.",
                reason: "notReady")
            : HTTPResponse(status: 200, type: "text/plain; charset=utf-8", body: "ready\n".utf8)
    }

    // MARK: - Looking a lab up

    private func lookUp(
        _ code: String, wantsQR: Bool, _ request: HTTPRequest, _ front: WebFront, respond: HTTPResponder
    ) {
        let address = front.visitors.address(of: request)
        let invite = request.headers["coprolab-invite"]
        do throws(ProtocolError) {
            if !isExempt(code: code, invite: invite, from: address) { try evaluateGuess(from: address) }
        } catch {
            let seconds = String(((error.retryAfter ?? 1000) + 999) / 1000)
            return respond.send(
                .problem(
                    429, "Too many tries", error.detail, reason: error.reason,
                    headers: [("Retry-After", seconds)]))
        }
        Task {
            do throws(JournalError) {
                // By code alone: the id in a facilitator's link tells nothing to others.
                guard codes[code] != nil, let view = try await newcomersView(of: code) else {
                    guesses.wrong(from: address, now: clock.now)
                    return respond.send(
                        .problem(
                            404, "No open lab", "No open lab has this code. Check it with your facilitator.",
                            reason: "unknownLab"))
                }
                guard wantsQR else { return respond.send(.json(view)) }
                let invite = try await lab(named: code)?.state.invite
                guard let svg = QRCode.svg(links.join(code: code, invite: invite)) else {
                    return respond.send(.noPage)
                }
                respond.send(
                    HTTPResponse(
                        status: 200, type: "image/svg+xml", body: svg.utf8,
                        headers: [("Cache-Control", "no-store")]))
            } catch {
                respond.send(Self.problem(.journal(error)))
            }
        }
    }

    // MARK: - Metrics

    private func metricsPage(_ request: HTTPRequest, _ front: WebFront) -> HTTPResponse {
        // By a loopback name: a page elsewhere may have had its own name bent to 127.0.0.1.
        let isLocal =
            request.isLoopback && request.headers["x-forwarded-for"] == nil
            && request.headers["host"].map(Visitors.isLoopbackHost) == true
        let hasKey = front.metricsKey.map { key in
            Self.bearer(request).map {
                Secrets.equal(Secrets.hash($0, as: .organiser), Secrets.hash(key, as: .organiser))
            }
                ?? false
        }
        guard hasKey ?? isLocal else {
            return .problem(
                403, "Not for you",
                "Metrics are for this computer alone, or for whoever sends the metrics key.",
                reason: "notAllowed")
        }
        return HTTPResponse(
            status: 200, type: "text/plain; version=0.0.4; charset=utf-8", body: prometheus.utf8,
            headers: [("Cache-Control", "no-store")])
    }
}

extension Template.Step {
    fileprivate var json: JSON { ["id": .string(key), "kind": .string(kind), "title": .string(title)] }
}
