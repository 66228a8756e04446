import CoproductionLab
import Foundation
import LabJournal
import WebSockets

/// Administration over HTTP on a socket in the data folder, which only its owner can open (mode 0600): so that
/// `coprolab lab close` works where a server lives, by that server.
final class AdministrationDelegate: ServerDelegate {
    private let hub: Hub

    init(hub: Hub) { self.hub = hub }

    func handle(_ request: HTTPRequest, respond: HTTPResponder) {
        let hub = hub
        Task {
            do throws(LabAdministrationError) {
                guard let call = AdministrationCall(request) else {
                    return respond.send(
                        .problem(
                            404, "Not found", "This server doesn't know that call; its version may differ.",
                            reason: "notFound"))
                }
                respond.send(.json(try await hub.carryOut(call)))
            } catch {
                respond.send(Hub.problem(error))
            }
        }
    }

    /// A lab that is taken in comes as a text within JSON, where each of its quotes has a byte more.
    func largestBody(of request: HTTPRequest) -> Int? { 2 * KeptDocument.largest }
    func upgrade(_ request: HTTPRequest) -> HTTPResponse? { HTTPResponse(status: 404) }
    func opened(_ connection: ConnectionID, request: HTTPRequest) {}
    func received(_ bytes: [UInt8], from connection: ConnectionID) {}
    func drained(_ connection: ConnectionID) {}
    func closed(_ connection: ConnectionID, code: UInt16?) {}
}

/// What an operator can ask of a server, or of the data folder where none lives: the same code answers both.
package enum AdministrationCall: Sendable {
    case new(title: String, template: String, language: String?, retentionDays: Int? = nil)
    case importLab(String, title: String?)
    case list
    case open(String)
    case close(String)
    case archive(String)
    case delete(String)
    case verify(lab: String?, head: String?)
    case export(lab: String, Exporter.Request)
    case template(lab: String, id: String)
    /// The lab's story, moment by moment.
    case story(lab: String, Audience)
    /// All that plays the lab again without a server.
    case replay(lab: String, Audience)
    case erase(lab: String, person: String, Erasing.Contributions, mentions: MentionChoice?)
    case backup(BackupCall)

    /// Whether others' words that name somebody are cut where they do.
    package enum MentionChoice: String, Sendable, CaseIterable { case keep, redact }

    /// The request that carries this call.
    package var body: JSON {
        switch self {
        case .new(let title, let template, let language, let retentionDays):
            var members: [String: JSON] = [
                "call": "new", "title": .string(title), "template": .string(template),
            ]
            members.set("language", language)
            members.set("retentionDays", retentionDays)
            return .object(members)
        case .importLab(let document, let title):
            var members: [String: JSON] = ["call": "import", "document": .string(document)]
            members.set("title", title)
            return .object(members)
        case .list: return ["call": "list"]
        case .open(let lab): return ["call": "open", "lab": .string(lab)]
        case .close(let lab): return ["call": "close", "lab": .string(lab)]
        case .archive(let lab): return ["call": "archive", "lab": .string(lab)]
        case .delete(let lab): return ["call": "delete", "lab": .string(lab)]
        case .verify(let lab, let head):
            var members: [String: JSON] = ["call": "verify"]
            members.set("lab", lab)
            members.set("head", head)
            return .object(members)
        case .export(let lab, let request):
            var members: [String: JSON] = [
                "call": "export", "lab": .string(lab), "format": .string(request.format),
                "for": .string(request.purpose.rawValue),
            ]
            members.set("table", request.table)
            return .object(members)
        case .template(let lab, let id):
            return ["call": "template", "lab": .string(lab), "id": .string(id)]
        case .replay(let lab, let audience):
            return ["call": "replay", "lab": .string(lab), "audience": .string(audience.rawValue)]
        case .story(let lab, let audience):
            return ["call": "story", "lab": .string(lab), "audience": .string(audience.rawValue)]
        case .erase(let lab, let person, let contributions, let mentions):
            var members: [String: JSON] = [
                "call": "erase", "lab": .string(lab), "person": .string(person),
                "contributions": .string(contributions.rawValue),
            ]
            members.set("mentions", mentions?.rawValue)
            return .object(members)
        case .backup(let call): return .object(call.members.merging(["call": "backup"]) { $1 })
        }
    }

    package static let path = "/administration"

    init?(_ request: HTTPRequest) {
        guard request.method == "POST", request.path == Self.path, let body = try? JSON(parsing: request.body)
        else {
            return nil
        }
        let lab = body["lab"]?.string
        switch (body["call"]?.string, lab) {
        case ("new", _):
            self = .new(
                title: body["title"]?.string ?? "", template: body["template"]?.string ?? "",
                language: body["language"]?.string, retentionDays: body["retentionDays"]?.int)
        case ("import", _):
            guard let document = body["document"]?.string else { return nil }
            self = .importLab(document, title: body["title"]?.string)
        case ("list", _): self = .list
        case ("open", let lab?): self = .open(lab)
        case ("close", let lab?): self = .close(lab)
        case ("archive", let lab?): self = .archive(lab)
        case ("delete", let lab?): self = .delete(lab)
        case ("export", let lab?):
            guard let format = body["format"]?.string,
                let purpose = body["for"]?.string.flatMap(Purpose.init)
            else { return nil }
            self = .export(
                lab: lab,
                Exporter.Request(format: format, purpose: purpose, table: body["table"]?.string))
        case ("template", let lab?):
            guard let id = body["id"]?.string else { return nil }
            self = .template(lab: lab, id: id)
        case ("story", let lab?), ("replay", let lab?):
            guard let audience = body["audience"]?.string.flatMap(Audience.init),
                Replay.audiences.contains(audience)
            else { return nil }
            self = body["call"] == "story" ? .story(lab: lab, audience) : .replay(lab: lab, audience)
        case ("erase", let lab?):
            guard let person = body["person"]?.string,
                let contributions = body["contributions"]?.string.flatMap(Erasing.Contributions.init)
            else { return nil }
            self = .erase(
                lab: lab, person: person, contributions,
                mentions: body["mentions"]?.string.flatMap(MentionChoice.init))
        case ("backup", _):
            guard let call = BackupCall(body) else { return nil }
            self = .backup(call)
        case ("verify", _): self = .verify(lab: lab, head: body["head"]?.string)
        default: return nil
        }
    }
}

extension Hub {
    package func carryOut(_ call: AdministrationCall) async throws(LabAdministrationError) -> JSON {
        switch call {
        case .new(let title, let template, let language, let retentionDays):
            return try await makeLab(
                title: title, template: template, language: language, retentionDays: retentionDays
            ).json(links)
        case .importLab(let document, let title):
            return try await importLab(Array(document.utf8), title: title).json(links)
        case .list: return ["labs": .array(listLabs().map(\.json))]
        case .open(let name): return try await administer(name, "openLab").json
        case .close(let name):
            // Told with the hash that somebody may want to note.
            let card = try await administer(name, "endLab")
            return .object((card.json.object ?? [:]).merging(try await noted(card.lab)) { $1 })
        case .archive(let name): return try await administer(name, "archiveLab").json
        case .delete(let name): return try await deleteLab(name).json
        case .verify(let name, let head): return try await verify(name, head: head)
        case .export(let name, let request):
            // In base 64, since a file may hold any bytes and an answer is JSON.
            let file = try await export(name, request)
            return [
                "name": .string(file.name), "type": .string(file.type),
                "base64": .string(Data(try await whole(file)).base64EncodedString()),
            ]
        case .erase(let name, let person, let contributions, let mentions):
            return try await erase(person, in: name, contributions, mentions: mentions)
        case .story(let name, let audience):
            return try await replayed(name) { lab, replays throws(JournalError) in
                try await replays.story(of: lab, for: audience)
            }
        case .replay(let name, let audience):
            return try await replayed(name) { lab, replays throws(JournalError) in
                try await replays.carried(lab, for: audience).json
            }
        case .backup(let call): return try await carryOut(call)
        case .template(let name, let id): return ["yaml": .string(try await template(of: name, id: id))]
        }
    }

    private func noted(_ lab: ID) async throws(LabAdministrationError) -> [String: JSON] {
        do throws(JournalError) {
            return try await head(of: lab) ?? [:]
        } catch {
            throw .journal(error)
        }
    }

    private func replayed(
        _ name: String, _ answer: (ID, ReplayLibrary) async throws(JournalError) -> JSON
    ) async throws(LabAdministrationError) -> JSON {
        let id = try knownID(name)
        do throws(JournalError) {
            return try await answer(id, replays)
        } catch {
            throw .journal(error)
        }
    }

    private func verify(_ name: String?, head: String?) async throws(LabAdministrationError) -> JSON {
        var lab: ID?
        if let name { lab = try knownID(name) }
        // Noted by hand it may stand in groups.
        let head = head.map { $0.filter { !$0.isWhitespace } }
        let bytes = head.flatMap(Hexadecimal.bytes)
        if let head, bytes == nil {
            let strange = head.first { $0.hexDigitValue == nil }.map { " It holds “\($0)”." }
            throw .refused(
                Rejection(
                    .invalid,
                    "“\(head.prefix(80))” isn't a head hash: that has 64 digits from 0 to 9 and a to f, and this has "
                        + "\(head.count) signs.\(strange ?? "") Compare it with your note, sign by sign."))
        }
        do throws(JournalError) {
            return try await journal.verify(lab: lab, head: bytes).json
        } catch {
            throw .journal(error)
        }
    }
}

extension VerifyReport {
    package var json: JSON {
        var members: [String: JSON] = [
            "sound": .bool(isSound),
            "labs": .array(
                labs.map { verdict in
                    var members: [String: JSON] = [
                        "lab": .string(verdict.lab), "revision": .int(verdict.revision),
                        "head": .string(Hexadecimal.text(verdict.head)),
                        "erasedParts": .int(verdict.erasedParts),
                    ]
                    if !verdict.erasures.isEmpty {
                        members["erasures"] = .array(
                            verdict.erasures.map {
                                [
                                    "revision": .int($0.revision), "time": .int(Int($0.time)),
                                    "parts": .int($0.parts),
                                ]
                            })
                    }
                    members.set("fault", verdict.fault?.description)
                    return .object(members)
                }),
        ]
        switch head {
        case .found(let lab, let revision):
            members["head"] = ["lab": .string(lab), "revision": .int(revision)]
        case .missing: members["head"] = "missing"
        case nil: break
        }
        return .object(members)
    }
}

package enum Hexadecimal {
    package static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    package static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
