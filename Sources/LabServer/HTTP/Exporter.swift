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
    /// The formats there are, as they stand in an export's address.
    package let formats: [String]
    /// A whole lab in one of the formats.
    package let lab: @Sendable (_ lab: Lab, _ format: String, _ purpose: Purpose) -> ExportFile
    /// What one person gave, given the name behind which they stand in each activity.
    package let own: @Sendable (_ lab: Lab, _ participant: ID, _ author: (ID) -> Author) -> ExportFile

    package init(
        formats: [String], lab: @escaping @Sendable (Lab, String, Purpose) -> ExportFile,
        own: @escaping @Sendable (Lab, ID, (ID) -> Author) -> ExportFile
    ) {
        self.formats = formats
        self.lab = lab
        self.own = own
    }
}
