import CoproductionLab
import Foundation

/// What the ledger says of an erasure or a deletion: enough to find it again in a backup from before, and nothing that a person
/// wrote, is called or is known by. Persons stand in it as hashes, which only whoever has the backup can hold against anything.
package struct LedgerLine: Sendable, Equatable {
    package let lab: ID
    /// Milliseconds since 1970.
    package let time: Int64
    package let what: What

    package enum What: Sendable, Equatable {
        /// - person: the hash of their id. authors: those of the names behind which they stand in anonymous steps, as far as
        ///   they could be told.
        case erased(
            person: String, authors: [String], Erasing.Contributions, AdministrationCall.MentionChoice)
        case deleted(Reason)
        /// A lab that was deleted came back from a backup, since somebody wished it so.
        case broughtBack
    }

    package enum Reason: String, Sendable {
        case command
        case retention
    }

    init(lab: ID, time: Int64, _ what: What) {
        self.lab = lab
        self.time = time
        self.what = what
    }

    /// Nil where it is none, such as one of a newer version.
    package init?(_ bytes: [UInt8]) {
        guard let json = try? JSON(parsing: bytes), let lab = json["lab"]?.string,
            let time = json["time"]?.int
        else { return nil }
        switch json["what"]?.string {
        case "erased":
            guard let person = json["person"]?.string,
                let contributions = json["contributions"]?.string.flatMap(Erasing.Contributions.init),
                let mentions = json["mentions"]?.string.flatMap(AdministrationCall.MentionChoice.init)
            else { return nil }
            what = .erased(person: person, authors: json["authors"]?.strings ?? [], contributions, mentions)
        case "deleted":
            guard let reason = json["by"]?.string.flatMap(Reason.init) else { return nil }
            what = .deleted(reason)
        case "broughtBack": what = .broughtBack
        default: return nil
        }
        self.lab = lab
        self.time = Int64(time)
    }

    package var bytes: [UInt8] {
        var members: [String: JSON] = ["lab": .string(lab), "time": .int(Int(time))]
        switch what {
        case .erased(let person, let authors, let contributions, let mentions):
            members["what"] = "erased"
            members["person"] = .string(person)
            if !authors.isEmpty { members["authors"] = .array(authors.map { .string($0) }) }
            members["contributions"] = .string(contributions.rawValue)
            members["mentions"] = .string(mentions.rawValue)
        case .deleted(let reason):
            members["what"] = "deleted"
            members["by"] = .string(reason.rawValue)
        case .broughtBack: members["what"] = "broughtBack"
        }
        return JSON.object(members).bytes
    }

    /// What stands for a person, or for one of their pseudonyms.
    static func hash(_ author: Author, in lab: ID) -> String {
        Secrets.hash("\(lab)\n\(author)", as: .erased)
    }
}
