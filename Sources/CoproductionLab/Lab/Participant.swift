/// How a person's answers come into the lab.
package enum Support: String, Sendable, CaseIterable {
    case `self`, scribe, paper, voice
}

/// A person in a lab. Secrets are kept as SHA-256 hashes in hexadecimal, never as themselves.
package struct Participant: Sendable, Equatable {
    package let id: ID
    package var name: String
    package var role: Role
    package var support: Support
    package var isFacilitator: Bool
    /// The facilitator a lab was made for: holds rights, and isn't counted among those to be heard.
    package let isHost: Bool
    package var isWatching = false
    package var hasLeft = false
    /// A facilitator has taken them out of the lab: nothing of theirs opens it any more.
    package internal(set) var isRemoved = false
    /// What they signal quietly (S9).
    package var signal: Signal?
    /// New to working together like this, as they say themself (S19).
    package var isNew = false
    /// Whether they have been let in, where a lab asks that first.
    package internal(set) var admission = Admission.inside
    /// They came with a lab that was taken in: no device is theirs.
    package internal(set) var isImported = false
    /// The revision at which they first came.
    package internal(set) var cameAt = 0
    /// The number of the last sitting this person came to.
    package var sitting: Int
    package var tokenHash: String?
    package var returnHash: String?
    /// The client (tab) whose join made this place, so that the same join again makes no ghost.
    package var clientHash: String?
    /// This person's token, sealed under their other secrets.
    package var sealed: [String: String] = [:]

    /// What a person says of themself and has been given, as the journal and their own view have it.
    var members: [String: JSON] {
        [
            "name": .string(name), "role": .string(role.rawValue), "support": .string(support.rawValue),
            "watching": .bool(isWatching), "facilitator": .bool(isFacilitator), "left": .bool(hasLeft),
            "new": .bool(isNew),
        ]
    }

    /// Whether this person has come to the given sitting. Who is on paper has no phone to come back with, and is
    /// taken to be there until a facilitator says that they have left.
    func hasCome(to sitting: Int) -> Bool { self.sitting == sitting || support == .paper }

    /// Whether this person is one of the m in “n of m heard” (S10) in the given sitting.
    package func counts(in sitting: Int) -> Bool {
        !isHost && !hasLeft && !isRemoved && !isWatching && admission == .inside && hasCome(to: sitting)
    }
}
