import CoproductionLab
import Foundation
import LabJournal
import LabServer
import SQLiteJournal
import WebSockets

/// Carries out administration where a server lives by its socket, and where none does by the data folder itself.
enum Administration {
    static func carryOut(_ call: AdministrationCall, _ options: SettingsOptions) async throws -> JSON {
        try await begin(with: call, options) { answer, _ in answer }
    }

    /// Several calls, one after the other, to whoever answered the first.
    ///
    /// - Parameter body: gets the first answer, and what carries out the others.
    static func begin<Result: Sendable>(
        with call: AdministrationCall, _ options: SettingsOptions,
        _ body: (JSON, (AdministrationCall) async throws -> JSON) async throws -> Result
    ) async throws -> Result {
        let settings = try await Settings(options)
        guard FileManager.default.fileExists(atPath: settings.data) else {
            throw Failure(
                "\(settings.data): there is no such data folder. Name it with --data, or start `coprolab serve` once."
            )
        }
        let server = PlainHTTP(.unix(settings.data + "/admin.sock"))
        if let answer = try server.send("POST", AdministrationCall.path, json: call.body) {
            return try await body(try read(answer)) { call in
                guard let answer = try server.send("POST", AdministrationCall.path, json: call.body) else {
                    throw Failure("The server stopped meanwhile. Try again.")
                }
                return try read(answer)
            }
        }
        let folder = try DataFolder(path: settings.data, create: false)
        defer { folder.close() }
        let journal = try await SQLiteJournal.open(in: folder)
        let templates = try TemplateLibrary.read(folder: settings.templates)
        return try await withHub(on: journal, settings, templates) { hub in
            try await body(try await hub.carryOut(call)) { try await hub.carryOut($0) }
        }
    }

    /// A hub that serves nobody, on a journal that is closed when the body is done.
    ///
    /// - Parameter fill: what is done with the journal before the hub reads it.
    static func withHub<Result: Sendable>(
        filling fill: () async throws -> Void = {}, on journal: SQLiteJournal, _ settings: Settings,
        _ templates: [Template],
        _ body: (Hub) async throws -> Result
    ) async throws -> Result {
        let loop = try EventLoop(name: "administration")
        try loop.start()
        let links = Links(origin: settings.service.publicURL ?? "http://localhost:\(settings.service.port)")
        let hub = Hub(
            loop: loop, journal: journal, templates: templates, settings: settings.service.hub, links: links,
            exporter: .reports(WordFiles(web: settings.web)), logger: settings.logger, onBroken: { _ in })
        let result: Swift.Result<Result, any Error>
        do {
            try await fill()
            try await hub.open()
            result = .success(try await body(hub))
        } catch {
            result = .failure(error)
        }
        await journal.close()
        await loop.stop()
        return try result.get()
    }

    private static func read(_ answer: PlainHTTP.Answer) throws -> JSON {
        // Not a message of the protocol: a list of labs or a story may be long.
        let json = (try? JSON(parsing: answer.body, atMost: .max)) ?? .empty
        guard answer.status == 200 else {
            throw Failure(json["detail"]?.string ?? "The server answered with status \(answer.status).")
        }
        return json
    }
}
