import ArgumentParser
import Configuration
import CoproductionLab
import Foundation
import LabServer
import Logging
import SystemPackage

/// The flags of commands that look after a server's data: where that is, and the settings of the server, which are seldom
/// needed there (`--help-hidden` lists them).
struct SettingsOptions: ParsableArguments {
    @OptionGroup var place: PlaceOptions
    @OptionGroup(title: "Settings of the server", visibility: .hidden) var given: ServerOptions
}

/// Where a server has its data and its configuration.
struct PlaceOptions: ParsableArguments {
    @Option(help: "The configuration file (YAML). config/coprolab.yaml explains every key.")
    var config: String?
    @Option(help: "The data folder.")
    var data: String?
}

/// The settings of a server as flags. Each outranks its environment variable, which outranks the configuration file.
struct ServerOptions: ParsableArguments {
    @Option(help: "The address to listen on; 0.0.0.0 for every network this computer is on.")
    var host: String?
    @Option(help: "The port; 0 takes any free one.")
    var port: Int?
    @Option(name: .customLong("public-url"), help: "The address under which people reach this server.")
    var publicURL: String?
    @Option(help: "Proxies whose X-Forwarded-For is believed, with commas between them.")
    var trustedProxies: String?
    @Option(help: "Other origins whose pages may connect, with commas between them.")
    var allowedOrigins: String?
    @Option(help: "Connections at once; 0 for as many as the system lets be open.")
    var maximumConnections: Int?
    @Option(help: "People in one lab.")
    var maximumPeople: Int?
    @Option(help: "Days for which an ended lab is kept.")
    var retentionDays: Int?
    @Option(help: "Milliseconds between two rounds of news.")
    var tick: Int?
    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel: String?
    @Option(help: "A key for /metrics.")
    var metricsKey: String?
    @Option(help: "The folder of templates.")
    var templates: String?
    @Option(help: "The folder of pictures, sounds and films that labs show.")
    var media: String?
    @Option(help: "What you say in the privacy notice and the accessibility statement (YAML).")
    var pages: String?
    @Option(help: "The folder of the browser client.")
    var web: String?

    /// By the key of the configuration file.
    var values: [AbsoluteConfigKey: ConfigValue] {
        let texts = [
            "host": host, "publicURL": publicURL, "logLevel": logLevel,
            "metricsKey": metricsKey,
            "templates": templates, "media": media, "pages": pages, "web": web,
        ]
        let numbers = [
            "port": port, "maximumConnections": maximumConnections, "maximumPeople": maximumPeople,
            "retentionDays": retentionDays, "tick": tick,
        ]
        let lists = ["trustedProxies": trustedProxies, "allowedOrigins": allowedOrigins]
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for case (let key, let text?) in texts {
            values[AbsoluteConfigKey([key])] = .init(.string(text), isSecret: false)
        }
        for case (let key, let number?) in numbers {
            values[AbsoluteConfigKey([key])] = .init(.int(number), isSecret: false)
        }
        for case (let key, let list?) in lists {
            let items = list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            values[AbsoluteConfigKey([key])] = .init(.stringArray(items), isSecret: false)
        }
        return values
    }
}

/// What a server runs with, read from file, environment and flags in rising priority.
struct Settings {
    var service = ServiceSettings()
    var data = "coprolab-data"
    var templates = "config/templates"
    var web = "web"
    /// The file of the privacy notice and the accessibility statement.
    var pages = "config/pages.yaml"
    private var isPagesNamed = false
    var logLevel = Logger.Level.info

    static let keys: Set<String> = [
        "host", "port", "data", "publicURL", "trustedProxies", "allowedOrigins", "maximumConnections",
        "maximumPeople",
        "retentionDays", "tick", "logLevel", "metricsKey", "templates", "media", "pages", "web",
        "safeguarding",
    ]

    init(_ options: SettingsOptions) async throws { try await self.init(options.place, options.given) }

    init(_ place: PlaceOptions, _ given: ServerOptions) async throws {
        templates = Installation.path("config/templates")
        web = Installation.path("web")
        pages = Installation.path("config/pages.yaml")
        let environment = ProcessInfo.processInfo.environment
        try SettingNames.check(environment)
        var flags = given.values
        if let data = place.data {
            flags[AbsoluteConfigKey(["data"])] = .init(.string(data), isSecret: false)
        }
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "flags", values: flags),
            EnvironmentVariablesProvider().prefixKeys(with: "coprolab"),
        ]
        var lines: [String: Int] = [:]
        if let file = place.config {
            lines = try ConfigurationFile.check(file, known: Self.keys)
            providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
        }
        let reader = ConfigReader(providers: providers)
        /// Where a setting was given: what is wrong with it is mended there.
        func source(of key: String) -> String {
            if flags[AbsoluteConfigKey([key])] != nil { return "--\(SettingNames.flag(key))" }
            let variable = SettingNames.variable(key)
            if environment[variable] != nil { return variable }
            guard let file = place.config, let line = lines[key] else { return key }
            return "\(file):\(line): \(key)"
        }
        func text(_ key: ConfigKey) -> String? {
            reader.string(forKey: key).flatMap { $0.isEmpty ? nil : $0 }
        }
        func whole(_ key: String, _ range: ClosedRange<Int>, _ fallback: Int) throws -> Int {
            guard
                let given = reader.string(forKey: ConfigKey(key))
                    ?? reader.int(forKey: ConfigKey(key)).map(String.init)
            else {
                return fallback
            }
            guard let number = Int(given), range.contains(number) else {
                throw ValidationError(
                    "\(source(of: key)): “\(given)” must be a whole number from \(range.lowerBound) to \(range.upperBound)."
                )
            }
            return number
        }
        service.host = text("host") ?? service.host
        service.port = try whole("port", 0...65535, service.port)
        service.publicURL = try text("publicURL").map {
            try Self.checkedURL($0, source(of: "publicURL"))
        }
        service.trustedProxies = reader.stringArray(forKey: "trustedProxies") ?? []
        service.allowedOrigins = reader.stringArray(forKey: "allowedOrigins") ?? []
        service.maximumConnections = try whole("maximumConnections", 0...10_000_000, 0)
        service.metricsKey = text("metricsKey")
        service.hub.maximumPeople = try whole("maximumPeople", 1...1_000_000, service.hub.maximumPeople)
        service.hub.retentionDays = try whole(
            "retentionDays", Lab.keptDays, service.hub.retentionDays)
        service.hub.tick = .milliseconds(try whole("tick", 10...1_000, 50))
        service.hub.safeguarding = text("safeguarding")
        data = text("data") ?? data
        templates = text("templates") ?? templates
        service.media = text("media") ?? Installation.path("config/media")
        web = text("web") ?? web
        if let named = text("pages") { (pages, isPagesNamed) = (named, true) }
        if let level = text("logLevel") {
            guard let known = Logger.Level(rawValue: level) else {
                let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("\(source(of: "logLevel")): “\(level)” must be one of: \(levels).")
            }
            logLevel = known
        }
    }

    /// Without the file that comes along both pages are gaps; one that was named must be there.
    func notices() throws -> Notices {
        guard isPagesNamed || FileManager.default.fileExists(atPath: pages) else { return Notices() }
        return try Notices(file: pages)
    }

    private static func checkedURL(_ text: String, _ source: String) throws -> String {
        guard let url = URL(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme),
            url.host != nil,
            url.path.isEmpty || url.path == "/", url.query == nil, url.fragment == nil
        else {
            throw ValidationError(
                "\(source): “\(text)” must be a scheme, a host and perhaps a port, as https://lab.example.org."
            )
        }
        return text
    }

    var logger: Logger {
        var logger = Logger(label: "coprolab") {
            EscapingLogHandler(StreamLogHandler.standardError(label: $0))
        }
        logger.logLevel = logLevel
        return logger
    }
}

/// Where the files lie that come with coprolab: beside the binary or in a folder above it.
enum Installation {
    static let folder: URL = {
        let binary = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
        var folder = URL(fileURLWithPath: binary).deletingLastPathComponent()
        while folder.path != "/" {
            let files = ["web/index.html", "config/templates"].map { folder.appending(path: $0).path }
            if files.allSatisfy(FileManager.default.fileExists) { return folder }
            folder.deleteLastPathComponent()
        }
        return URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    }()

    static func path(_ name: String) -> String { folder.appending(path: name).path }
}
