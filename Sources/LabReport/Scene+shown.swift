import CoproductionLab

/// One entry of a collection, as facilitators see it.
struct ShownEntry {
    let id: ID
    let members: JSON

    subscript(key: String) -> JSON { members[key] ?? .null }
}

extension Scene {
    /// Whether the order in which things came may not be told here, since it would say who was first.
    var dropsOrder: Bool { activity.visibility.isAnonymous }

    /// The entries of a collection. They are taken from what facilitators see, so that an export can't hold what no
    /// view does. In the order in which they came, or by their words where the activity is anonymous.
    func shown(_ collection: String, by words: String = "text") -> [ShownEntry] {
        let key = dropsOrder ? words : "order"
        return activity.content.ids(in: collection, self).compactMap { id in
            activity.content.entry(id, in: collection, for: .facilitator, in: self).map {
                ShownEntry(id: id, members: $0)
            }
        }.sorted(byText: { $0[key].string ?? "" }, \.id)
    }

    /// The items that flow in, under the same rule: by their words where they come out of an anonymous activity.
    var listedInputs: [Item] { listed(inputs) }
    /// What was written beside such items has their order as well.
    var listedOutputs: [Item] {
        let items = activity.content.outputs(in: self)
        guard inputs.contains(where: { lab.activities[$0.source]?.visibility.isAnonymous == true }) else {
            return listed(items)
        }
        return items.sorted(byText: { text(of: $0) }, \.id)
    }

    /// Those items, under the same rule.
    func listed(_ items: [Item]) -> [Item] {
        guard items.contains(where: { lab.activities[$0.source]?.visibility.isAnonymous == true }) else {
            return items
        }
        return items.sorted(byText: { text(of: $0) }, \.id)
    }

    /// Columns that say whose something is, as far as the activity and the purpose allow.
    func authorColumns(for purpose: Purpose) -> [String] {
        var columns: [String] = []
        if activity.visibility.showsRole { columns.append("role") }
        if purpose == .keeping, activity.visibility == .named { columns.append("name") }
        if purpose == .keeping { columns.append("support") }
        return columns
    }

    /// The roles that rows may name: all of them for keeping, those of enough people for sharing. Small roles stand
    /// together there, so that nobody is read out of a row (`statistics.md` §8).
    func namedRoles(for purpose: Purpose) -> Set<String> {
        let people = activity.heard.contributorsByRole
        guard purpose == .sharing else { return Set(Role.allCases.map(\.rawValue)) }
        let cells = SmallNumbers(
            groups: Role.allCases.map { people[$0] ?? 0 }, threshold: lab.smallNumbers)
        return Set(Role.allCases.indices.filter(cells.shows).map { Role.allCases[$0].rawValue })
    }

    /// From how many answers on an export gives a side's figures. Where all is private, one for keeping tells no more.
    func threshold(for purpose: Purpose) -> Int {
        purpose == .keeping && activity.visibility != .private ? 1 : lab.smallNumbers
    }
}

extension Array {
    /// In the order of a text of each, then of its id. Each text is looked up once, since that may cost more than the
    /// order.
    func sorted(byText text: (Element) -> String, _ id: (Element) -> ID) -> [Element] {
        map { (text: text($0), id: id($0), element: $0) }
            .sorted { ($0.text, $0.id) < ($1.text, $1.id) }.map(\.element)
    }
}

extension [String: JSON] {
    /// The role behind a row, where it may be named.
    mutating func setRole(_ role: JSON, among named: Set<String>) {
        if let word = role.string, named.contains(word) { self["role"] = role }
    }
}
