import CoproductionLab
import LabJournal
import WebSockets

extension Hub {
    /// `GET /api/organiser/comparison?one=…&other=…`: two labs, or two sittings, side by side.
    func getComparison(_ request: HTTPRequest, respond: HTTPResponder) {
        guard let desk = exporter?.desk else { return respond.send(.noPage) }
        guard let one = Self.parameter("one", request).flatMap(SittingName.init),
            let other = Self.parameter("other", request).flatMap(SittingName.init), one != other
        else {
            return respond.send(
                .problem(
                    400, "Malformed",
                    "“one” and “other” name two labs by their ids, or two sittings as ID.2.",
                    reason: "malformed"))
        }
        Task {
            do throws(LabAdministrationError) {
                let (first, second) = (try await compared(one), try await compared(other))
                Task.detached { respond.send(.json(desk.comparison(first, second))) }
            } catch {
                respond.send(Self.problem(error))
            }
        }
    }

    /// A lab, or one of its sittings.
    private struct SittingName: Equatable {
        let lab: ID
        let sitting: Int?

        init?(_ text: String) {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard let lab = parts.first, !lab.isEmpty, parts.count <= 2 else { return nil }
            self.lab = lab
            guard parts.count == 2 else {
                sitting = nil
                return
            }
            guard let number = Int(parts[1]), number > 0 else { return nil }
            sitting = number
        }
    }

    private func compared(_ name: SittingName) async throws(LabAdministrationError) -> Exporter.Compared {
        let lab = try await own(name.lab).state
        guard let sitting = name.sitting else {
            return Exporter.Compared(lab: lab, sitting: nil, room: lab.room, activities: Set(lab.agenda))
        }
        guard sitting <= lab.sitting else {
            throw .refused(Rejection(.invalid, "“\(lab.title)” has had no sitting \(sitting) yet."))
        }
        let ends: [Int: SittingEnd]
        do throws(JournalError) {
            ends = try await sittingEnds(of: lab)
        } catch {
            throw .journal(error)
        }
        let activities = lab.activities.values.filter { Self.sitting(of: $0, in: lab, ends) == sitting }
        return Exporter.Compared(
            lab: lab, sitting: sitting, room: sitting == lab.sitting ? lab.room : ends[sitting]?.room,
            activities: Set(activities.map(\.id)))
    }

    /// How a sitting ended: who was there, and when.
    private struct SittingEnd {
        let room: Room
        let time: Int64
    }

    /// Of a lab that was taken in nobody knows how its earlier sittings ended.
    private func sittingEnds(of lab: Lab) async throws(JournalError) -> [Int: SittingEnd] {
        guard lab.sitting > 1, lab.origin == nil else { return [:] }
        var ends: [Int: SittingEnd] = [:]
        var state = Lab(id: lab.id)
        while true {
            let page = try await journal.events(of: lab.id, after: state.revision, limit: 5_000)
            for stored in page {
                if stored.event.kind == "sittingEnded" {
                    ends[state.sitting] = SittingEnd(room: state.room, time: stored.event.time)
                }
                _ = state.evolve(Event(stored), at: stored.event.time)
            }
            if page.count < 5_000 { return ends }
        }
    }

    /// The sitting that it is meant for, else the one in which it was opened; nil where it never was, or nobody knows.
    private static func sitting(of activity: Activity, in lab: Lab, _ ends: [Int: SittingEnd]) -> Int? {
        if let sitting = activity.sitting { return sitting }
        guard let opened = activity.openedAt, lab.origin == nil || lab.sitting == 1 else { return nil }
        return (1..<max(1, lab.sitting)).first { ends[$0].map { opened <= $0.time } ?? false } ?? lab.sitting
    }
}
