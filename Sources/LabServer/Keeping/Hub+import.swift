import CoproductionLab
import Foundation
import LabJournal
import WebSockets

extension Hub {
    static let importPath = "/api/labs/import"

    /// `POST /api/labs/import`: a lab out of an export for keeping, by whoever may make a lab.
    func postImport(_ request: HTTPRequest, respond: HTTPResponder) {
        Task {
            do throws(LabAdministrationError) {
                let made = try await importLab(request.body)
                respond.send(.json(made.json(links), status: 201))
            } catch {
                respond.send(Self.problem(error))
            }
        }
    }

    /// The largest body that a request may have; nil for the usual. Only whoever may make a lab sends a long one.
    func largestBody(of request: HTTPRequest) -> Int? {
        guard request.path == Self.importPath, request.method == "POST", let front, mayMakeLab(request, front)
        else { return nil }
        return KeptDocument.largest
    }

    /// Takes in a lab: checked off the loop, then written with all that is in it as one batch, or not at all.
    package func importLab(
        _ bytes: [UInt8], title: String? = nil
    ) async throws(LabAdministrationError) -> MadeLab {
        let read = await Task.detached { () -> Result<ImportedLab, ImportProblem> in
            Result { () throws(ImportProblem) in try KeptDocument.read(bytes) }
        }.value
        let new = newSecrets()
        let place = ImportedLab.Place(
            code: new.made.code, facilitator: new.facilitator, screenToken: new.screenToken,
            recoveryCode: new.recoveryCode, invite: new.made.inviteKey, maximumPeople: settings.maximumPeople,
            title: title)
        var context = Hub.context(at: Self.now)
        let events: [Event]
        do throws(ImportProblem) {
            events = try read.get().events(at: place, &context)
        } catch {
            throw .refused(Rejection(.invalid, error.words, extra: ["why": .string(error.kind.rawValue)]))
        }
        return try await make(new.made, events)
    }

    /// A lab as it is now, and where its journal stands: what an export for keeping says of where it comes from.
    func withSource(_ live: LiveLab) async throws(JournalError) -> (Lab, KeptDocument.Source?) {
        var source: KeptDocument.Source?
        // While people are at it the lab may be a step further than what was just read of its journal.
        for _ in 0..<20 {
            guard let summary = try await journal.labs().first(where: { $0.lab == live.id }) else { break }
            source = KeptDocument.Source(
                live.state, revision: summary.revision, head: summary.head, at: Self.now)
            if summary.revision == live.state.revision { break }
        }
        return (live.state, source)
    }
}
