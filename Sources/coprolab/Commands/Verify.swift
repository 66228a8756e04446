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
                let erasures = lab["erasures"]?.array ?? []
                let erased = lab["erasedParts"]?.int ?? 0
                print(
                    "\(lab["lab"]?.string ?? "")  revision \(lab["revision"]?.int ?? 0)  "
                        + (fault
                            ?? "sound\(erased > 0 ? ", \(erased) parts erased as recorded" : "")  head \(lab["head"]?.string ?? "")")
                )
                for erasure in erasures {
                    let parts = erasure["parts"]?.int ?? 0
                    print(
                        "  revision \(erasure["revision"]?.int ?? 0)  \(Hub.inWords(Int64(erasure["time"]?.int ?? 0)))  erased "
                            + (parts == 1
                                ? "one part of an earlier event" : "\(parts) parts of earlier events"))
                }
            }
            switch report["head"] {
            case "missing":
                let place = lab == nil ? "" : " of this lab"
                print(
                    "The head \(head ?? "") isn't in the journal\(place). Compare it with your note, sign by sign. If they are "
                        + "the same, \(lab == nil ? "" : "and it was noted of this lab, ")what came last was cut off or rewritten."
                )
            case let found?: print("The head is there, at revision \(found["revision"]?.int ?? 0).")
            case nil: break
            }
        }
        guard report["sound"]?.bool == true else {
            let hasFault = report["labs"]?.array?.contains { $0["fault"] != nil } == true
            guard hasFault || report["head"] != "missing" else {
                throw Failure("Every event fits its hash; only this head is not there.")
            }
            throw Failure(
                "The journal isn't sound. Keep a copy of the data folder as it is, and go back to a backup.")
        }
    }
}
