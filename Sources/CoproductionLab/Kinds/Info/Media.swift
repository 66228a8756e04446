/// A picture, a sound or a film, with all that is in it in words: it can't be shown without (S47).
///
/// Media comes from the lab's own server alone, so that nobody elsewhere learns who watches.
package struct Media: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable { case picture, sound, film }

    package let kind: Kind
    package let title: String
    /// A path on the lab's own server.
    package let url: String
    /// The name of a file in the folder of media, where it is one.
    package let file: String?
    package let transcript: String
    /// The path of the captions of a film.
    package let captions: String?

    /// Where the files of the folder of media are.
    package static let path = "/media/"
    private static let kinds: [String: Kind] = [
        "png": .picture, "jpg": .picture, "jpeg": .picture, "webp": .picture, "gif": .picture,
        "svg": .picture,
        "mp3": .sound, "ogg": .sound, "oga": .sound, "opus": .sound, "m4a": .sound, "wav": .sound,
        "mp4": .film, "webm": .film, "ogv": .film,
    ]

    init(_ settings: Settings) throws(TemplateProblem) {
        try settings.allow("title", "file", "url", "type", "transcript", "captions")
        title = try settings.required("title", atMost: 200)
        file = try Self.name("file", settings)
        switch (file, try settings.text("url", atMost: 500)) {
        case (let file?, nil): url = Self.path + file
        case (nil, let given?):
            guard Self.isOwnPath(given) else {
                throw TemplateProblem(
                    "must be a path on this server, as /media/walk.mp4. What lies elsewhere would tell others who watches.",
                    at: ["url"])
            }
            url = given
        case (nil, nil):
            throw TemplateProblem(
                "is missing “file”, the name of a file in the folder of media.", at: ["file"])
        default: throw TemplateProblem("has a file already; take one of the two out.", at: ["url"])
        }
        let ending = url.split(separator: ".").last.map { $0.lowercased() } ?? ""
        let known = Self.kinds[ending]
        guard settings.json["type"] != nil || known != nil else {
            throw TemplateProblem(
                "isn't known by its ending. Known are: \(Self.kinds.keys.sorted().joined(separator: ", ")).",
                at: [file == nil ? "url" : "file"])
        }
        kind = try settings.choice("type", Kind.self, default: known ?? .picture)
        captions = try Self.name("captions", settings).map { Self.path + $0 }
        guard captions == nil || kind == .film && captions?.hasSuffix(".vtt") == true else {
            throw TemplateProblem("must be a file of captions (.vtt), and of a film.", at: ["captions"])
        }
        guard let transcript = try settings.text("transcript", atMost: 50_000) else {
            throw TemplateProblem(
                "is missing “transcript”: what is to be seen and heard, in words, so that everybody can follow.",
                at: ["transcript"])
        }
        self.transcript = transcript
    }

    /// A file's plain name: no folders, nothing hidden.
    private static func name(_ key: String, _ settings: Settings) throws(TemplateProblem) -> String? {
        guard let name = try settings.text(key, atMost: 100) else { return nil }
        guard isName(name) else {
            throw TemplateProblem(
                "must be the plain name of a file in the folder of media: letters, digits, dots and dashes.",
                at: [key])
        }
        return name
    }

    package static func isName(_ name: String) -> Bool {
        !name.hasPrefix(".")
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2E
                    || byte == 0x2D || byte == 0x5F
            }
    }

    private static func isOwnPath(_ url: String) -> Bool {
        url.hasPrefix("/") && !url.hasPrefix("//")
            && url.split(separator: "/").allSatisfy { isName(String($0)) }
    }

    var view: JSON {
        var members: [String: JSON] = [
            "type": .string(kind.rawValue), "title": .string(title), "url": .string(url),
            "transcript": .string(transcript),
        ]
        members.set("captions", captions)
        return .object(members)
    }
}
