import CoproductionLab
import Foundation
import LabJournal
import WebSockets

// What the organiser's desk reads out of all labs at once.
extension Hub {
    /// `GET /api/organiser/reminders`: the pledges of all labs that are still to be kept, the earliest day first.
    func getReminders(respond: HTTPResponder) {
        readAll(respond: respond) { desk, lab in
            desk.reminders(lab)
        } answer: { found in
            func day(_ one: JSON) -> String { one["day"]?.string ?? "~" }
            return ["reminders": .array(found.sorted { (day($0), $0.text) < (day($1), $1.text) })]
        }
    }

    /// `GET /api/organiser/stories`: the case studies of all labs that may be shown today (S40).
    func getStories(respond: HTTPResponder) {
        let day = Self.today
        readAll(respond: respond) { desk, lab in
            desk.stories(lab, day)
        } answer: { found in
            ["stories": .array(found)]
        }
    }

    /// `GET /api/organiser/stories/{story}/{format}`: one of them as a file.
    func getStory(_ name: String, format: String, respond: HTTPResponder) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let desk = exporter?.desk, parts.count == 2 else { return respond.send(.noStory) }
        let day = Self.today
        Task {
            do throws(LabAdministrationError) {
                let lab = try await own(parts[0]).state
                Task.detached {
                    respond.send(
                        desk.story(lab, parts[1], day, format).map { HTTPResponse.attachment($0) } ?? .noStory
                    )
                }
            } catch .unknownLab {
                respond.send(.noStory)
            } catch {
                respond.send(Self.problem(error))
            }
        }
    }

    /// The day of today, as 2026-12-01, by the clock that people here go by.
    static var today: String {
        let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: Date())
        func two(_ number: Int?) -> String {
            let text = String(number ?? 0)
            return text.count < 2 ? "0\(text)" : text
        }
        return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day))"
    }

    /// Reads something out of each lab, off the loop, and answers what came together.
    private func readAll(
        respond: HTTPResponder, _ read: @escaping @Sendable (Exporter.Desk, Lab) -> [JSON],
        answer: @escaping @Sendable ([JSON]) -> JSON
    ) {
        guard let desk = exporter?.desk else { return respond.send(.noPage) }
        Task {
            do throws(JournalError) {
                var labs: [Lab] = []
                // What was only tried out is to be kept by nobody.
                for card in listLabs() where !card.isRehearsal {
                    // One may have been deleted while the one before it was read.
                    if let lab = try await lab(named: card.lab)?.state { labs.append(lab) }
                }
                let all = labs
                Task.detached { respond.send(.json(answer(all.flatMap { read(desk, $0) }))) }
            } catch {
                respond.send(Self.problem(.journal(error)))
            }
        }
    }
}

extension HTTPResponse {
    fileprivate static let noStory = problem(
        404, "Not found",
        "There is no case study here that may be shown. Whoever agreed to it may have taken that back.",
        reason: "notFound")
}
