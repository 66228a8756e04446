import CoproductionLab
import LabFixtures
import LabReport
import Testing

/// Exports of rooms in which anything happens: what facilitators see is the measure of what may be in them.
@Suite struct ExportOracleTests {
    @Test(
        "Whatever happens, an export holds no item that facilitators don't see, and nobody's id, pseudonym or secret",
        arguments: 1...24)
    func random(seed: Int) throws {
        var room = try RandomRoom(seed: UInt64(seed))
        for _ in 0..<12 {
            for _ in 0..<15 { room.act() }
            let lab = room.fixture.lab
            let seen = lab.view(for: .facilitator).text
            for purpose in Purpose.allCases {
                let export = LabExport(of: lab, for: purpose)
                let text = export.json.text
                for activity in export.activities {
                    for table in activity.tables where table.name != "mergedIdeas" {
                        for row in table.rows {
                            for key in ["item", "pledge"] {
                                guard let id = table.cell(key, of: row)?.string else { continue }
                                #expect(seen.contains("\"\(id)\""), "\(key) of \(table.name), seed \(seed)")
                            }
                        }
                    }
                }
                for person in room.people {
                    let names =
                        [person, "token", "482913"] + lab.agenda.map { LabFixture.pseudonym(person, $0) }
                    for name in names { #expect(!text.contains("\"\(name)"), "\(name), seed \(seed)") }
                    guard purpose == .sharing, let name = lab.people[person]?.name, !name.isEmpty else {
                        continue
                    }
                    #expect(!text.contains("\"\(name)\""), "\(name), seed \(seed)")
                }
                #expect(export.json.bytes == LabExport(of: lab, for: purpose).json.bytes)
            }
            for person in room.people {
                let own = OwnExport.json(of: person, in: lab) { room.fixture.author(person, $0) }
                #expect(own["activities"]?.array != nil)
            }
        }
    }
}
