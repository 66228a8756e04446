/// Something that happened, as the journal keeps it: in three parts of which two can be erased.
///
/// The open part (`kind`, `activity`, `items`) holds random ids alone. `persons` is the part *who*, its first
/// the actor; `what` holds texts, names and numbers. Either is nil once it has been erased, and `evolve` then
/// takes the event as withdrawn.
package struct Event: Sendable, Equatable {
    package let kind: String
    package let activity: ID?
    /// What it is about, first of all; ids that the server made.
    package let items: [ID]
    package var persons: [Author]?
    package var what: JSON?

    package init(
        _ kind: String, activity: ID? = nil, items: [ID] = [], by persons: [Author]?, _ what: JSON? = .empty
    ) {
        self.kind = kind
        self.activity = activity
        self.items = items
        self.persons = persons
        self.what = what
    }

    package var actor: Author? { persons?.first }
    package var item: ID? { items.first }

    /// A member of the part *what*.
    package subscript(key: String) -> JSON? { what?[key] }

    /// The role and the way of taking part of whoever gave a contribution, as they were then.
    var role: Role { self["role"]?.string.flatMap(Role.init) ?? .notSaid }
    var support: Support { self["support"]?.string.flatMap(Support.init) ?? .self }
}

/// What `decide` may know of the world: it comes in as values.
package struct Context: Sendable {
    /// Milliseconds since 1970. For the record only: order is by revision.
    package let time: Int64
    package var ids: IDSource
    /// The name behind which a person's contributions stand in an activity.
    package let author: @Sendable (_ participant: ID, _ activity: ID) -> Author
    /// The code that a lab gets which is brought back; nil for the one that it had.
    package var code: String?

    package init(time: Int64, ids: IDSource, author: @escaping @Sendable (ID, ID) -> Author) {
        self.time = time
        self.ids = ids
        self.author = author
    }
}
