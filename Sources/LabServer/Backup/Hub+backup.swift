import CoproductionLab
import Foundation
import LabJournal

/// How a backup is carried out of a running server: page by page, as fast as whoever writes it asks for them. Between two pages
/// the room goes on; what is kept in between is with the asker.
extension AdministrationCall {
    /// Which labs there are.
    package enum BackupCall: Sendable {
        case labs
        case page(BackupCursor)
        case ledger

        var members: [String: JSON] {
            switch self {
            case .labs: return ["part": "labs"]
            case .ledger: return ["part": "ledger"]
            case .page(let cursor): return ["part": "page", "cursor": cursor.json]
            }
        }

        init?(_ body: JSON) {
            switch body["part"] {
            case "labs": self = .labs
            case "ledger": self = .ledger
            case "page":
                guard let cursor = body["cursor"].flatMap({ BackupCursor($0) }) else { return nil }
                self = .page(cursor)
            default: return nil
            }
        }
    }
}

extension Hub {
    /// Off the loop: nothing of it is the hub's own.
    nonisolated func carryOut(_ call: AdministrationCall.BackupCall) async throws(LabAdministrationError)
        -> JSON
    {
        do throws(JournalError) {
            switch call {
            case .labs:
                return ["labs": .array(try await journal.labs().map { .string($0.lab) })]
            case .ledger:
                return ["lines": .array(try await journal.ledger().map { .string(Self.base64($0)) })]
            case .page(let cursor):
                guard let page = try await journal.backup(cursor) else { return ["gone": true] }
                var answer: [String: JSON] = [
                    "pieces": .string(Self.base64(page.pieces.flatMap(\.bytes))),
                    "erasures": .int(page.erasures),
                ]
                answer["next"] = page.next?.json
                return .object(answer)
            }
        } catch {
            throw .journal(error)
        }
    }

    private nonisolated static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}

/// The answer to ``AdministrationCall/BackupCall/page(_:)``, as whoever asked for it reads it.
package struct CarriedPage: Sendable {
    package let pieces: [BackupPiece]
    package let next: BackupCursor?
    package let erasures: Int

    /// Nil where the answer is none.
    package init?(_ answer: JSON) {
        guard let bytes = answer["pieces"]?.string.flatMap({ Data(base64Encoded: $0) }),
            let pieces = BackupPiece.all(in: Array(bytes)), let erasures = answer["erasures"]?.int
        else { return nil }
        self.pieces = pieces
        self.erasures = erasures
        next = answer["next"].flatMap { BackupCursor($0) }
    }
}

extension BackupCursor {
    var json: JSON {
        var members: [String: JSON] = ["lab": .string(lab), "after": .int(after)]
        members.set("upTo", upTo)
        if let command {
            // A number may be larger than JSON's are read everywhere.
            members["command"] = ["client": .string(command.client), "number": .string("\(command.number)")]
        }
        return .object(members)
    }

    init?(_ json: JSON) {
        guard let lab = json["lab"]?.string, let after = json["after"]?.int else { return nil }
        self.init(lab: lab, upTo: json["upTo"]?.int, after: after)
        guard let command = json["command"] else { return }
        guard let client = command["client"]?.string,
            let number = command["number"]?.string.flatMap({ Int($0) })
        else { return nil }
        self.command = .init(client: client, number: number)
    }
}
