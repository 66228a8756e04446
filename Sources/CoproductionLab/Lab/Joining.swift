/// Coming into a lab: as somebody new, again with a token or a code, or as its facilitator. Secrets come in as
/// hashes; who made them keeps them.
package enum Joining {
    package static let nameLimit = 60

    /// What is kept of a person's secrets: hashes, and their token sealed under each other secret of theirs, so that
    /// whoever comes back with that secret gets the same token, and nobody can read it from the disk.
    package struct Secrets: Sendable {
        package let token: String
        package let returnCode: String?
        package let client: String?
        /// By the name of the secret that opens it.
        package let sealed: [String: String]

        package init(
            token: String, returnCode: String? = nil, client: String? = nil, sealed: [String: String] = [:]
        ) {
            self.token = token
            self.returnCode = returnCode
            self.client = client
            self.sealed = sealed
        }
    }

    /// A newcomer, as they describe themself (S1: a broad role of their own choice, no job title).
    package struct Newcomer: Sendable {
        package let name: String
        package let role: Role
        package let support: Support

        package init(name: String, role: String?, support: String?) throws(Rejection) {
            let fields = Fields([
                "name": .string(name), "role": .string(role ?? ""), "support": .string(support ?? "self"),
            ])
            self.name = try fields.name()
            self.role = try fields.choice("role", Role.self)
            self.support = try fields.choice("support", Support.self)
            guard self.support != .paper else {
                throw Rejection(.invalid, "Who has a phone isn't on paper. Choose self, scribe or voice.")
            }
        }
    }
}

extension Lab {
    /// A new place. The caller has checked that none of the secrets names an earlier one.
    package func decideJoin(
        _ newcomer: Joining.Newcomer, secrets: Joining.Secrets, _ context: inout Context
    ) throws(Rejection) -> [Event] {
        guard state.takesNewcomers else { throw Rejection(.labClosed, "No open lab has this code.") }
        try checkDoor()
        let id = context.ids.next()
        var what: [String: JSON] = [
            "name": .string(newcomer.name), "role": .string(newcomer.role.rawValue),
            "support": .string(newcomer.support.rawValue), "token": .string(secrets.token),
            "sitting": .int(sitting),
        ]
        what.flag("waits", door.asksFirst)
        what.set("returnCode", secrets.returnCode)
        what.set("client", secrets.client)
        if !secrets.sealed.isEmpty { what["sealed"] = .object(secrets.sealed.mapValues { .string($0) }) }
        return [Event("participantJoined", items: [id], by: [id], .object(what))]
    }

    /// Somebody who was here before: for the first time this sitting, or after leaving. No events where neither is so.
    package func decideReturn(_ id: ID) -> [Event] {
        guard let person = people[id], !person.isRemoved, state.takesNewcomers else { return [] }
        var what: [String: JSON] = [:]
        if person.sitting != sitting { what["sitting"] = .int(sitting) }
        if person.hasLeft { what["left"] = false }
        return what.isEmpty ? [] : [Event("participantReturned", items: [id], by: [id], .object(what))]
    }
}
