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
    /// What they signal quietly (S9).
    package var signal: Signal?
    /// New to working together like this, as they say themself (S19).
    package var isNew = false
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
        !isHost && !hasLeft && !isWatching && hasCome(to: sitting)
    }
}
