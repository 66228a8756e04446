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

    func export(for purpose: Purpose) -> JSON { LabExport(of: lab, for: purpose).json }
}

extension Table {
    /// The cells of a column, from the first row to the last.
    subscript(column: String) -> [JSON] { rows.map { cell(column, of: $0) ?? .null } }
}
