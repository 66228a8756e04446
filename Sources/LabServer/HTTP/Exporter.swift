import CoproductionLab
import Synchronization

/// A file that somebody takes away, piece by piece: each is made when the one before has gone out. It is taken once.
package struct ExportFile: Sendable {
    /// As a browser saves it: letters, digits, dots and dashes alone.
    package let name: String
    package let type: String
    private let pieces: Pieces

    private final class Pieces: Sendable {
        let rest: Mutex<any FilePieces>
        init(_ pieces: any FilePieces) { rest = Mutex(pieces) }
    }

    package init(name: String, type: String, pieces: some FilePieces) {
        self.name = name
        self.type = type
        self.pieces = Pieces(pieces)
    }

    package init(name: String, type: String, bytes: [UInt8]) {
        self.init(name: name, type: type, pieces: WholeFile(bytes))
    }

    /// The next piece, or nil after the last.
    package func next() throws -> [UInt8]? { try pieces.rest.withLock { try $0.next() } }

    /// All of it at once.
    package func bytes() throws(Exporter.Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            while let piece = try next() { bytes += piece }
        } catch {
            throw .notMade("\(error)")
        }
        return bytes
    }
}

/// A file that is there already.
private struct WholeFile: FilePieces {
    private var bytes: [UInt8]?

    init(_ bytes: [UInt8]) { self.bytes = bytes.isEmpty ? nil : bytes }

    mutating func next() -> [UInt8]? {
        defer { bytes = nil }
        return bytes
    }
}

/// What makes files of labs. It comes in from outside, since this module knows nothing of reports.
package struct Exporter: Sendable {
    /// What an export is asked for.
    package struct Request: Sendable {
        package let format: String
        package let purpose: Purpose
        /// One table alone, by its name, where a format can do that.
        package let table: String?
        /// Where the lab's journal stands, in an export from which the lab can be made again and in a report.
        package var source: KeptDocument.Source?

        package init(format: String, purpose: Purpose, table: String? = nil) {
            self.format = format
            self.purpose = purpose
            self.table = table
        }

        /// Whether it says where the journal stands: a lab can be made again from it, or it is a report that prints the
        /// hash.
        var needsSource: Bool {
            format == "json" ? purpose == .keeping : format == "html" || format == "md"
        }
    }

    /// Why no file could be made, in words for people.
    package enum Failure: Error {
        /// There is no table of this name; the names that there are.
        case noTable(String, known: [String])
        /// The disk or the memory was full, or a library gave up; its own words.
        case notMade(String)

        package var words: String {
            switch self {
            case .noTable(let name, let known):
                "There is no table “\(name.prefix(60))” in this export. There are: \(known.joined(separator: ", "))."
            case .notMade(let reason):
                "The file could not be made: \(reason). Make room on the server's disk, or choose another format."
            }
        }

        var status: Int { if case .noTable = self { 404 } else { 503 } }
        var title: String { if case .noTable = self { "Not found" } else { "Not made" } }
        var reason: String { if case .noTable = self { "notFound" } else { "notSaved" } }
    }

    /// The formats there are, as they stand in an export's address.
    package let formats: [String]
    /// A whole lab in one of the formats.
    package let lab: @Sendable (_ lab: Lab, _ request: Request) throws(Failure) -> ExportFile
    /// What one person gave, given the name behind which they stand in each activity.
    package let own: @Sendable (_ lab: Lab, _ participant: ID, _ author: (ID) -> Author) -> ExportFile

    /// What the organiser's desk reads out of labs; nil where there is nothing that reads it.
    package let desk: Desk?

    /// What the organiser's desk reads out of labs. All of it holds no more than an export for sharing.
    package struct Desk: Sendable {
        /// The pledges of a lab that are still to be kept.
        package let reminders: @Sendable (Lab) -> [JSON]
        /// Two sittings, or two labs, side by side.
        package let comparison: @Sendable (Compared, Compared) -> JSON
        /// The case studies of a lab that may be shown on a day.
        package let stories: @Sendable (Lab, _ day: String) -> [JSON]
        /// One of them as a file, by its activity; nil where it may not be shown, or there is no such format.
        package let story: @Sendable (Lab, _ activity: ID, _ day: String, _ format: String) -> ExportFile?

        package init(
            reminders: @escaping @Sendable (Lab) -> [JSON],
            comparison: @escaping @Sendable (Compared, Compared) -> JSON,
            stories: @escaping @Sendable (Lab, String) -> [JSON],
            story: @escaping @Sendable (Lab, ID, String, String) -> ExportFile?
        ) {
            self.reminders = reminders
            self.comparison = comparison
            self.stories = stories
            self.story = story
        }
    }

    /// A lab that is compared with another, or one of its sittings.
    package struct Compared: Sendable {
        package let lab: Lab
        /// Nil for the whole lab.
        package let sitting: Int?
        /// Who was there; nil where nobody knows any more.
        package let room: Room?
        /// The activities that belong to it.
        package let activities: Set<ID>
    }

    package init(
        formats: [String],
        lab: @escaping @Sendable (Lab, Request) throws(Failure) -> ExportFile,
        own: @escaping @Sendable (Lab, ID, (ID) -> Author) -> ExportFile,
        desk: Desk? = nil
    ) {
        self.formats = formats
        self.lab = lab
        self.own = own
        self.desk = desk
    }
}
