import ArgumentParser
import CoproductionLab
import Foundation
import LabServer

extension Erasing.Contributions: ExpressibleByArgument {}
extension AdministrationCall.MentionChoice: ExpressibleByArgument {}

struct Erase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Erase a person from a lab, from disk as well. There is no way back.",
        discussion: """
            Works by the server that uses the data folder, and on the folder itself where none does. The journal still proves \
            itself: `coprolab verify` says what was erased when.

            What somebody gave anonymously can be told from others' only by their own device. Have them use “Erase me” on \
            their own page where that matters.
            """)
    @Argument(help: "The lab's code or id.") var lab: String
    @Argument(help: "Their name in the lab, or their id.") var person: String
    @Option(help: "What becomes of what they gave: go with them, or stay without their name.")
    var contributions = Erasing.Contributions.go
    @Option(help: "Where others' texts name them or repeat their words: redact these, or keep them.")
    var mentions: AdministrationCall.MentionChoice?
    @Flag(help: "As JSON.") var json = false
    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let answer = try await Administration.carryOut(
            .erase(lab: lab, person: person, contributions, mentions: mentions), options)
        if json { return print(answer.text) }
        let number = { (key: String) in answer[key]?.int ?? 0 }
        let goes = answer["contributionsWent"]?.bool == true
        print(
            "“\(answer["name"]?.string ?? "")” is erased from “\(answer["title"]?.string ?? "")”, at revision \(number("revision")): "
                + "parts of \(number("rows")) events are gone from disk.")
        print(
            goes
                ? "What they gave went with them (\(number("contributions")) contributions), and all figures are counted anew."
                : "What they gave stays, without their name (\(number("contributions")) contributions).")
        if answer["facilitated"]?.bool == true {
            print("What they did as a facilitator stays, without their name.")
        }
        if number("anonymousSteps") > 0 {
            print(
                "In \(number("anonymousSteps")) steps people answered anonymously. Which answers were theirs nobody can tell, so these "
                    + "stay, without a name.")
        }
        if number("mentions") > 0 {
            print("\(number("mentions")) texts of others still name them or repeat their words.")
        }
        print(
            """
            Backups from before still hold them. `coprolab restore` erases them again from what it brings back.
            Exports and replay pages saved before still hold them as well, and so does a lab that was taken in from such an \
            export: erase them there, too.
            """)
    }
}
