import ArgumentParser
import Foundation
import LabJournal
import LabServer
import Logging
import SQLiteJournal
import ServiceLifecycle
import WebSockets

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve labs until told to stop.",
        discussion: "Stops gracefully on SIGTERM or Ctrl-C: everybody is told, and nothing accepted is lost.")

    @OptionGroup var place: PlaceOptions
    @OptionGroup(title: "Settings of the server") var given: ServerOptions

    func run() async throws {
        let settings = try await Settings(place, given)
        let logger = settings.logger
        let folder = try DataFolder(path: settings.data)
        try OrganiserKey.makeIfMissing(in: folder)
        let gaps = try settings.notices().gaps
        if !gaps.isEmpty, !Hosting.isPrivate(settings) {
            logger.warning(
                "the privacy notice and the accessibility statement aren't filled in; everybody sees the gaps",
                metadata: ["mend": "\(settings.pages)", "missing": "\(gaps.joined(separator: ", "))"])
        }
        let service = try await Hosting.service(settings, folder: folder, logger: logger) { running in
            say("Listening on \(Hosting.url(of: running.address))")
            say("Open \(running.links.origin)")
            if !Hosting.isPrivate(settings) {
                say("Making a lab asks for the organiser key: \(folder.organiserKey)")
            }
        }
        try await Hosting.run(service, logger: logger)
    }
}

/// Putting a server together from its settings and a data folder.
enum Hosting {
    static func service(
        _ settings: Settings, folder: DataFolder, logger: Logger,
        onReady: @escaping @Sendable (LabService.Running) -> Void
    ) async throws -> LabService {
        let templates = try TemplateLibrary.read(folder: settings.templates)
        guard !templates.isEmpty else {
            throw Failure(
                "\(settings.templates): there is no template (.yaml) in this folder. Set `templates`.")
        }
        let assets = try WebAssets(folder: settings.web)
        if folder.isOpenToOthers {
            logger.warning(
                "others on this computer can look into the data folder; chmod 700 keeps it to you",
                metadata: ["mend": "chmod 700 \(folder.path)"])
        }
        if let old = folder.putAside.first {
            logger.warning(
                "what was here before a backup was restored is still there; delete it, since nobody is ever erased from it",
                metadata: ["folder": "\(folder.path)/\(old)"])
        }
        var service = settings.service
        service.notices = try settings.notices()
        let journal = try await SQLiteJournal.open(in: folder)
        return LabService(
            settings: service, journal: journal, templates: templates, assets: assets,
            exporter: .reports(WordFiles(web: settings.web)),
            organiserKey: { OrganiserKey.read(folder.organiserKey) },
            administrationSocket: folder.administrationSocket, logger: logger, onReady: onReady)
    }

    static func run(_ service: any Service, and others: [any Service] = [], logger: Logger) async throws {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: ([service] + others).map {
                    .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
                }, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
        try await group.run()
    }

    static func url(of address: BoundAddress) -> String {
        if address.port == 0 { return address.host }
        return "http://\(address.host.contains(":") ? "[\(address.host)]" : address.host):\(address.port)"
    }

    static func isPrivate(_ settings: Settings) -> Bool {
        ["127.0.0.1", "::1", "localhost"].contains(settings.service.host) && settings.service.publicURL == nil
            && settings.service.trustedProxies.isEmpty
    }
}

/// Prints a line at once, into a pipe too: a script may be waiting for it.
func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}
