import CoproductionLab
import Foundation
import LabJournal
import LabServer
import SQLiteJournal
import WebSockets

/// Carries out administration where a server lives by its socket, and where none does by the data folder itself.
enum Administration {
    static func carryOut(_ call: AdministrationCall, _ options: SettingsOptions) async throws -> JSON {
        let settings = try await Settings(options)
        guard FileManager.default.fileExists(atPath: settings.data) else {
            throw Failure(
                "\(settings.data): there is no such data folder. Name it with --data, or start `coprolab serve` once."
            )
        }
        let socket = settings.data + "/admin.sock"
        if let answer = try PlainHTTP(.unix(socket)).send("POST", AdministrationCall.path, json: call.body) {
            return try read(answer)
        }
        let folder = try DataFolder(path: settings.data, create: false)
        let loop = try EventLoop(name: "administration")
        try loop.start()
        let journal = try await SQLiteJournal.open(in: folder)
        let links = Links(origin: settings.service.publicURL ?? "http://localhost:\(settings.service.port)")
        let hub = Hub(
            loop: loop, journal: journal, templates: try TemplateLibrary.read(folder: settings.templates),
            settings: settings.service.hub, links: links, exporter: .reports(WordFiles(web: settings.web)),
            logger: settings.logger,
            onBroken: { _ in })
        let result: Result<JSON, any Error>
        do {
            try await hub.open()
            result = .success(try await hub.carryOut(call))
        } catch {
            result = .failure(error)
        }
        await journal.close()
        await loop.stop()
        folder.close()
        return try result.get()
    }

    private static func read(_ answer: PlainHTTP.Answer) throws -> JSON {
        let json = (try? JSON(parsing: answer.body)) ?? .empty
        guard answer.status == 200 else {
            throw Failure(json["detail"]?.string ?? "The server answered with status \(answer.status).")
        }
        return json
    }
}
