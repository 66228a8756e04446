import CoproductionLab
import Crypto
import Foundation

/// The file of an export for keeping: what it says of where it comes from, and a checksum over all of it.
package enum KeptDocument {
    /// As many bytes as are taken in at once.
    package static let largest = 32 << 20
    private static let formatVersion = 1

    /// Which lab a file is of, and how its journal stood.
    package struct Source: Sendable {
        package let lab: String
        package let revision: Int
        package let head: String
        package let date: String
        /// Where that lab was taken in from itself.
        package let before: ImportedLab.Origin?

        package init(_ lab: Lab, revision: Int, head: [UInt8], at time: Int64) {
            self.lab = lab.id
            self.revision = revision
            self.head = Hexadecimal.text(head)
            date = Date(timeIntervalSince1970: Double(time) / 1000).formatted(.iso8601.year().month().day())
            before = lab.origin
        }

        fileprivate var json: JSON {
            var members: [String: JSON] = [
                "lab": .string(lab), "revision": .int(revision), "head": .string(head),
                "date": .string(date),
            ]
            if let before {
                members["before"] = [
                    "lab": .string(before.lab), "head": .string(before.head), "date": .string(before.date),
                ]
            }
            return .object(members)
        }
    }

    /// An export for keeping with its source and its checksum, which stands at the end: it is reckoned on the way.
    ///
    /// - Parameter export: the pieces of the export with these members in it.
    package static func sealed(
        from source: Source, _ export: (_ further: [String: JSON]) -> JSONPieces
    ) -> some FilePieces {
        Sealed(export(["source": source.json]))
    }

    private static func checksum(_ members: [String: JSON]) -> String {
        var sealed = Sealed(JSON.object(members.filter { $0.key != "checksum" }).pieces())
        while sealed.next() != nil {}
        return sealed.checksum
    }

    /// The pieces of an object, and after its last member the checksum of them all.
    private struct Sealed: FilePieces {
        private var rest: JSONPieces
        private var ahead: [UInt8]?
        private var hash = SHA256()

        init(_ pieces: JSONPieces) {
            rest = pieces
            ahead = rest.next()
        }

        /// Of what has gone out, without itself.
        var checksum: String { "sha256:" + Hexadecimal.text(Array(hash.finalize())) }

        mutating func next() -> [UInt8]? {
            guard var piece = ahead else { return nil }
            hash.update(data: piece)
            ahead = rest.next()
            if ahead == nil {
                // Before the brace that ends it.
                piece.removeLast()
                piece += ",\"checksum\":\"\(checksum)\"}".utf8
            }
            return piece
        }
    }

    /// The lab in a file; each reason why it can't be taken in says what to do next.
    package static func read(_ bytes: [UInt8]) throws(ImportProblem) -> ImportedLab {
        guard bytes.count <= largest else {
            throw ImportProblem(
                "This file has \(bytes.count / 1_048_576) MiB; \(largest / 1_048_576) MiB is the most that is taken in.",
                .tooMuch)
        }
        let members = try parse(bytes)
        guard members["format"] == "coprolab" else { throw foreign }
        guard let version = members["formatVersion"]?.int else { throw foreign }
        guard version <= formatVersion else {
            throw ImportProblem(
                "This file comes from a newer coprolab: its format is \(version), and this server reads \(formatVersion). "
                    + "Bring this server up to date, then take the lab in.", .newer)
        }
        guard members["for"] == "keeping" else {
            throw ImportProblem(
                "This export is for sharing: small numbers and names aren't in it, so no lab can be made from it. "
                    + "Export the lab as JSON, for keeping.", .sharing)
        }
        guard let kept = members["kept"], let source = members["source"] else {
            throw ImportProblem(
                "This export was made before labs could be taken in again. Export the lab once more, as JSON, for keeping.",
                .older)
        }
        let checksum = checksum(members)
        guard members["checksum"]?.string == checksum else {
            throw ImportProblem(
                "This file was changed after it was exported: its checksum doesn't fit what it says. "
                    + "Nothing was taken in. Take the file as it came out of the export, or export again.",
                .changed)
        }
        return try ImportedLab(
            kept,
            from: ImportedLab.Origin(
                lab: source["lab"]?.string ?? "", revision: source["revision"]?.int ?? 0,
                head: source["head"]?.string ?? "", date: source["date"]?.string ?? "", checksum: checksum))
    }

    private static let foreign = ImportProblem(
        "This isn't an export of coprolab. Choose the file that a lab's export as JSON, for keeping, gave.",
        .foreign)

    private static func parse(_ bytes: [UInt8]) throws(ImportProblem) -> [String: JSON] {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: bytes, atMost: .max)
        } catch {
            throw problem(error, bytes)
        }
        guard let members = json.object else { throw foreign }
        return members
    }

    private static func problem(_ error: JSONError, _ bytes: [UInt8]) -> ImportProblem {
        guard bytes.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "{") else {
            return foreign
        }
        switch error {
        case .malformed(let offset) where offset >= bytes.count:
            return ImportProblem(
                "This file ends in the middle, after \(bytes.count) bytes: a part is missing. Copy or download it again.",
                .cutOff)
        case .malformed(let offset):
            return ImportProblem(
                "This file is damaged: from byte \(offset) on it can't be read. Copy or download it again.",
                .damaged)
        case .doubledKey(let key):
            return ImportProblem(
                "This file says “\(key.prefix(60))” twice in one place. Take it as it came out of the export.",
                .damaged)
        case .tooDeep, .tooManyMembers: return foreign
        }
    }
}
