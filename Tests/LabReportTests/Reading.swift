import CoproductionLab
import LabFixtures
import LabReport

extension LabFixture {
    /// The tables of one activity, by their names.
    func tables(_ activity: ID, for purpose: Purpose) -> [String: Table] {
        guard let activity = lab.activities[activity] else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: ActivityReports.tables(of: activity, in: lab, for: purpose)
                .map { ($0.name, $0) })
    }

    /// Two ideas of one person, who has voted for the first; nothing is revealed yet.
    static func votedOnce() throws -> LabFixture {
        var room = LabFixture()
        let moira = try room.join()
        try room.open("ideas", "dots")
        let walks = try room.addIdea("Supported walks", by: moira)
        _ = try room.addIdea("Big-button feedback", by: moira)
        try room.vote(walks, by: moira)
        return room
    }

    /// Three who use services, three staff and a manager have given their dots to two ideas; nothing is revealed yet.
    static func votedByGroups() throws -> LabFixture {
        var room = LabFixture { if $0.kind == "vote" { $0.settings = ["budget": 2] } }
        let people = try room.join([
            .usesServices, .usesServices, .usesServices, .staff, .staff, .staff, .manager,
        ])
        try room.open("ideas", "dots")
        let walks = try room.addIdea("Supported walks", by: people[0])
        let logo = try room.addIdea("A new logo", by: people[3])
        for (index, person) in people.enumerated() { try room.vote(index < 3 ? walks : logo, by: person) }
        try room.vote(walks, by: people[6])
        return room
    }

    func export(for purpose: Purpose) -> JSON { LabExport(of: lab, for: purpose).json }
}

extension Table {
    /// The cells of a column, from the first row to the last.
    subscript(column: String) -> [JSON] { rows.map { cell(column, of: $0) ?? .null } }
}
