import CoproductionLab

/// What an audience sees of a decision: the idea in its own words, what is done with it, and why.
struct Decided: Sendable {
    let text: String?
    /// As in the protocol: do, plan, later or drop; nil where the decision was taken back.
    let choice: String?
    let reason: String?
    /// Who acts together.
    let who: String?

    /// Nil where the audience sees no such item.
    init?(_ item: ID, in activity: ID, of lab: Lab, for audience: Audience) {
        guard let entry = lab.part(.entry(activity, collection: "items", id: item), for: audience) else {
            return nil
        }
        text =
            entry["text"]?.string
            ?? entry["from"]?.string.flatMap { lab.words(of: item, from: $0, for: audience) }
        choice = entry["decision"]?["decision"]?.string
        reason = entry["decision"]?["reason"]?.string
        who = entry["decision"]?["who"]?.string
    }
}

extension Lab {
    /// The words of an item where it came up, as far as an audience sees them.
    func words(of item: ID, from source: ID, for audience: Audience) -> String? {
        guard let activity = activities[source] else { return nil }
        return type(of: activity.content).collections.lazy.compactMap { collection in
            self.part(.entry(source, collection: collection, id: item), for: audience)?["text"]?.string
        }.first
    }
}
