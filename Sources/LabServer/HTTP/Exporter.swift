import CoproductionLab

/// A file that somebody takes away.
package struct ExportFile: Sendable {
    /// As a browser saves it: letters, digits, dots and dashes alone.
    package let name: String
    package let type: String
    package let bytes: [UInt8]

    package init(name: String, type: String, bytes: [UInt8]) {
        self.name = name
        self.type = type
        self.bytes = bytes
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
        /// Where the lab's journal stands, in an export from which the lab can be made again.
        package var source: KeptDocument.Source?

        package init(format: String, purpose: Purpose, table: String? = nil) {
            self.format = format
            self.purpose = purpose
            self.table = table
        }

        /// Whether a lab can be made again from this.
        package var isImportable: Bool { format == "json" && purpose == .keeping }
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

    package init(
        formats: [String],
        lab: @escaping @Sendable (Lab, Request) throws(Failure) -> ExportFile,
        own: @escaping @Sendable (Lab, ID, (ID) -> Author) -> ExportFile
    ) {
        self.formats = formats
        self.lab = lab
        self.own = own
    }
}
