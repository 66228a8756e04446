import CoproductionLab

/// One activity as one simulated person sees it, on the same screens as anybody.
struct DemoScene {
    let lab: DemoLab
    let template: String
    let people: [DemoLab.Person]
    /// Their place among the people.
    let seat: Int
    /// Who takes part in this activity: all, but for parallel tracks and steps that ask some roles only.
    let seats: [Int]
    let id: String
    /// Its name in the template; empty where it was added by hand.
    let step: String
    let view: JSON
    /// Their own part of all activities.
    let mine: JSON

    var me: DemoLab.Person { people[seat] }
    var mind: DemoMind { DemoMind(me) }
    var activity: JSON { view["activities"]?[id] ?? .empty }
    var own: JSON { mine[id] ?? .empty }

    // MARK: - Words

    /// What people of this lab say under the first of these keys under which they say anything. A key may be given for
    /// one template alone, as `T6/themes`.
    func words(_ keys: String...) -> [String] { words(keys) }

    func words(_ keys: [String]) -> [String] {
        for key in keys {
            for words in [lab.words, DemoWords.common] {
                if let found = words["\(template)/\(key)"] ?? words[key] { return found }
            }
        }
        return []
    }

    /// This person's part of a list that is shared out among those who take part.
    func share<Element>(of list: [Element], among seats: [Int]? = nil) -> [Element] {
        let seats = seats ?? self.seats
        guard let place = seats.firstIndex(of: seat) else { return [] }
        return list.enumerated().filter { $0.offset % seats.count == place }.map(\.element)
    }

    func seats(of side: Side?) -> [Int] { seats.filter { side == nil || people[$0].side == side } }

    // MARK: - Items

    struct Item {
        let id: String
        let text: String
    }

    /// The members of a collection of the activity, in order.
    func ordered(_ collection: String) -> [(id: String, value: JSON)] {
        (activity[collection]?.object ?? [:]).map { (id: $0.key, value: $0.value) }
            .sorted { ($0.value["order"]?.string ?? "", $0.id) < ($1.value["order"]?.string ?? "", $1.id) }
    }

    /// The items that flow in here, in order, with their words.
    var items: [Item] {
        ordered("items").map { id, item in
            Item(id: id, text: item["text"]?.string ?? text(of: id, from: item["from"]?.string ?? ""))
        }
    }

    func text(of item: String, from source: String) -> String {
        let activity = view["activities"]?[source]
        for collection in ["ideas", "entries", "themes", "texts", "questions", "sections", "items"] {
            if let text = activity?[collection]?[item]?["text"]?.string { return text }
        }
        return ""
    }

    /// What flows in where the activity itself has no list of it, as far as it can be told from the screens.
    var inputs: [Item] {
        (activity["inputsFrom"]?.strings ?? []).flatMap { source -> [Item] in
            let other = view["activities"]?[source]
            let collection =
                switch other?["kind"]?.string {
                case "gather": "ideas"
                case "grid": "entries"
                case "rate": "items"
                case "cluster": other?["passesOn"] == "themes" ? "themes" : "items"
                default: ""
                }
            return (other?[collection]?.object ?? [:]).map { id, item in
                Item(id: id, text: text(of: id, from: item["from"]?.string ?? source))
            }
        }
    }

    // MARK: - Turns

    func act(
        _ name: String, _ body: [String: JSON], thinking: ClosedRange<Double>, upon occasion: String = ""
    ) -> DemoTurn {
        let body = body.merging(["activity": .string(id)]) { $1 }
        return .act(DemoAct(name, body, thinking: thinking, upon: occasion))
    }
}
