import CoproductionLab
import Crypto
import Foundation
import WebSockets

/// One connection as the hub sees it. Lives within the hub's isolation and never leaves it.
final class Session {
    let id: ConnectionID
    /// The visitor's address, a trusted proxy's word taken.
    let address: String
    var lab: LiveLab?
    var participant: ID?
    var keys: ClientKeys?
    /// The journal may know commands of this client that memory doesn't: it joined before this process began.
    var mayHaveRepeats = false
    /// What was asked for in joining; rights and the life of the lab make of it what is sent.
    var requested = Audience.participant
    var audience: Audience?
    /// It shows the lab by the screen's link, and not by a facilitator's rights.
    var isScreenByLink = false
    var pseudonymKey: SymmetricKey?
    private var pseudonyms: [ID: Author] = [:]
    /// The connection's queue was full: it gets one fresh view when it has drained.
    var isBehind = false
    /// Answers that it must have all the same.
    var unsent: [Frame] = []
    /// What it has sent and is still to be handled, in order.
    var inbox: [[UInt8]] = []
    var inboxBytes = 0
    /// Something it asked for is under way; the next waits.
    var isBusy = false
    /// It is joining, and its place is being written.
    var waitsForCommit = false
    var strikes = 0
    var allowance: Double
    var refilled = ContinuousClock.now
    var resumeTimer: TimerID?
    var wasSlowed = false

    init(id: ConnectionID, address: String, allowance: Double) {
        self.id = id
        self.address = address
        self.allowance = allowance
    }

    /// The name behind which this person stands in an activity.
    func author(in activity: Activity) -> Author {
        guard let participant else { return "" }
        guard activity.visibility.isAnonymous else { return participant }
        return pseudonym(in: activity.id) ?? participant
    }

    func pseudonym(in activity: ID) -> Author? {
        if let known = pseudonyms[activity] { return known }
        guard let pseudonymKey else { return nil }
        let name = Secrets.pseudonym(key: pseudonymKey, activity: activity)
        pseudonyms[activity] = name
        return name
    }
}

/// The names that stand for a client in the journal: the same rule as for authors, so that the keys of commands join
/// nothing across anonymous activities either.
final class ClientKeys {
    private let client: String
    private let plain: String
    private let key: SymmetricKey
    private var byActivity: [ID: String] = [:]

    init(_ client: String) {
        self.client = client
        plain = String(Secrets.hash(client, as: .client).prefix(32))
        key = SymmetricKey(data: Array("client \(client)".utf8))
    }

    func belongs(_ client: String) -> Bool { client == self.client }

    private func name(in activity: ID) -> String {
        if let known = byActivity[activity] { return known }
        let name = Secrets.pseudonym(key: key, activity: activity)
        byActivity[activity] = name
        return name
    }

    /// Under which a command that led to `events` is recorded: it hangs on the name that they stand under. A facilitator
    /// opens an anonymous activity as themself and answers in it as somebody; one key for both would say who that is.
    ///
    /// - Parameter pseudonyms: the client's own, by activity.
    func recorded(
        _ events: [Event], _ command: Command, in lab: Lab, _ pseudonyms: [ID: Author]
    ) -> String {
        if let actor = events.first?.actor {
            return pseudonyms.first { $0.value == actor }.map { name(in: $0.key) } ?? plain
        }
        guard let id = command.body.json["activity"]?.string,
            lab.activities[id]?.visibility.isAnonymous == true
        else { return plain }
        return name(in: id)
    }

    /// All under which a command may have been recorded: for most that name their activity, there are two at most.
    func candidates(_ command: Command, in lab: Lab) -> [String] {
        guard let id = command.body.json["activity"]?.string, let activity = lab.activities[id],
            type(of: activity.content).namedAtSource.isEmpty
        else { return all(in: lab) }
        return activity.visibility.isAnonymous ? [name(in: id), plain] : [plain]
    }

    /// What stands for a command's number under one of these names. The numbers of a client run on over all its names, so
    /// the gaps under one would be the numbers under another, and whoever reads the disk could join them.
    func hidden(_ number: Int, under name: String) -> Int {
        let code = HMAC<SHA256>.authenticationCode(for: Data("number \(name) \(number)".utf8), using: key)
        let random = Int(code.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } >> 1)
        return random | Self.leastHidden
    }

    /// No client has given so many commands.
    static let leastHidden = 1 << 62

    func all(in lab: Lab) -> [String] {
        [plain] + lab.activities.values.filter(\.visibility.isAnonymous).map { name(in: $0.id) }
    }
}

extension Lab {
    /// Stands in for the pseudonym of somebody on paper, who has no token: whoever keys in their answers knows them anyway.
    func paperPseudonym(_ participant: ID, in activity: ID) -> Author {
        Secrets.pseudonym(
            key: SymmetricKey(data: Array("paper \(id) \(participant)".utf8)), activity: activity)
    }
}
