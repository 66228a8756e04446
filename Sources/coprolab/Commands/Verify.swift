import ArgumentParser
import CoproductionLab
import Foundation
import LabServer

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Check that nobody has changed the journal: every event against its hash, and all against a known head."
    )
    @Argument(help: "A lab's code or id; all labs without it.") var lab: String?
    @Option(help: "The head hash that was shown or printed at the lab's end.") var head: String?
    @Flag(help: "As JSON.") var json = false
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let report = try await Administration.carryOut(.verify(lab: lab, head: head), options)
        if json {
            print(report.text)
        } else {
            for lab in report["labs"]?.array ?? [] {
                let fault = lab["fault"]?.string
                let erased = lab["erasedParts"]?.int ?? 0
                print(
                    "\(lab["lab"]?.string ?? "")  revision \(lab["revision"]?.int ?? 0)  "
                        + (fault
                            ?? "sound\(erased > 0 ? ", \(erased) parts erased as recorded" : "")  head \(lab["head"]?.string ?? "")")
                )
            }
            switch report["head"] {
            case "missing":
                print("The head \(head ?? "") isn't in this journal: its tail was cut or rewritten.")
            case let found?: print("The head is there, at revision \(found["revision"]?.int ?? 0).")
            case nil: break
            }
        }
        guard report["sound"]?.bool == true else {
            throw Failure(
                "The journal isn't sound. Keep a copy of the data folder as it is, and go back to a backup.")
        }
    }
}
