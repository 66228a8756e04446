import CoproductionLab

/// Each side writes its own parts, one person a part; then all read it and sign. People agree to their quotes.
enum FormPlayer: DemoPlayer {
    static let kind = "form"

    static func next(_ scene: DemoScene) -> DemoTurn {
        if case .act(let act) = afterwards(scene) { return .act(act) }
        var isComplete = true
        for (place, section) in scene.ordered("sections").enumerated()
        where !isFilled(section.id, section.value, scene) {
            let writers = scene.seats(of: section.value["side"]?.string.flatMap(Side.init))
            guard !writers.isEmpty else {
                // Nobody of that side is here.
                if section.value["required"] == true { isComplete = false }
                continue
            }
            guard !isForLater(section.value, scene) else { continue }
            isComplete = false
            guard writers[place % writers.count] == scene.seat else { continue }
            if let turn = write(section.id, section.value, scene) { return turn }
        }
        guard isComplete, !isToComeBack(scene) else { return .wait }
        return sign(scene)
    }

    /// Whoever is quoted agrees to how their words stand here.
    static func afterwards(_ scene: DemoScene) -> DemoTurn {
        let ideas = (scene.activity["inputsFrom"]?.strings ?? [])
            .flatMap { scene.mine[$0]?["ideas"]?.object?.keys.map { $0 } ?? [] }
        for (id, quote) in scene.ordered("quotes") where quote["approved"] != true && ideas.contains(id) {
            return scene.act("approveQuote", ["quote": .string(id), "on": true], thinking: 4...12)
        }
        return .done
    }

    private static func isFilled(_ id: String, _ section: JSON, _ scene: DemoScene) -> Bool {
        guard section["type"] == "quotes" else { return section["written"] == true }
        let quotes = scene.ordered("quotes").filter { $0.value["section"]?.string == id }
        let least = section["required"] == true ? 1 : 0
        return quotes.count >= min(3, max(least, quotable(scene).count))
    }

    private static func quotable(_ scene: DemoScene) -> [String] {
        (scene.activity["inputsFrom"]?.strings ?? []).flatMap { source in
            (scene.view["activities"]?[source]?["ideas"]?.object ?? [:])
                .filter { $0.value["quotable"] == true }
                .sorted { ($0.value["order"]?.string ?? "") < ($1.value["order"]?.string ?? "") }.map(\.key)
        }
    }

    /// A later step takes it up again: what was learned from a test, or the signing.
    private static func isToComeBack(_ scene: DemoScene) -> Bool {
        (scene.view["activities"]?.object ?? [:]).values.contains { other in
            other["kind"] == "info" && other["state"] == "draft" && other["skipped"] != true
                && other["inputsFrom"]?.strings.contains(scene.id) == true
        }
    }

    private static func isForLater(_ section: JSON, _ scene: DemoScene) -> Bool {
        scene.activity["kindOfForm"] == "testCard" && ["learned", "next"].contains(section["key"]?.string)
            && isToComeBack(scene)
    }

    private static func write(_ id: String, _ section: JSON, _ scene: DemoScene) -> DemoTurn? {
        if section["type"] == "quotes" {
            let taken = scene.activity["quotes"]?.object ?? [:]
            guard let idea = quotable(scene).first(where: { taken[$0] == nil }) else { return nil }
            return scene.act(
                "addQuote", ["section": .string(id), "idea": .string(idea)], thinking: 5...15)
        }
        let text = text(of: section, scene)
        guard !text.isEmpty else { return nil }
        return scene.act(
            "writeSection",
            ["section": .string(id), "text": .string(text), "version": section["version"] ?? 0],
            thinking: 8...30)
    }

    private static func text(of section: JSON, _ scene: DemoScene) -> String {
        let key = section["key"]?.string ?? ""
        let purpose = scene.activity["kindOfForm"]?.string ?? ""
        if purpose == "testCard", key == "what", let tested = tested(scene) { return tested }
        let words = scene.words("\(scene.step).\(key)", "\(purpose).\(key)", key).first
        switch section["type"]?.string {
        case "date": return DemoLab.day(in: words.flatMap { Int($0) } ?? 60)
        case "number", "money": return words ?? "500"
        case "choice":
            let options = (section["options"]?.object ?? [:])
                .sorted { ($0.value["order"]?.string ?? "") < ($1.value["order"]?.string ?? "") }.map(\.key)
            if let words, options.contains(words) { return words }
            return options.isEmpty ? "" : options[options.count / 2]
        default: return words ?? scene.words("form").first ?? ""
        }
    }

    /// The first test card is for what was chosen first, the second for what came second.
    private static func tested(_ scene: DemoScene) -> String? {
        let cards = (scene.view["activities"]?.object ?? [:]).filter { $0.value["kindOfForm"] == "testCard" }
            .sorted { ($0.value["order"]?.string ?? "") < ($1.value["order"]?.string ?? "") }.map(\.key)
        let source = scene.activity["inputsFrom"]?.strings.first ?? ""
        let chosen = (scene.view["activities"]?[source]?["items"]?.object ?? [:])
            .compactMap { id, item in
                item["rank"]?.string.flatMap { Int($0.prefix(while: \.isNumber)) }.map {
                    (rank: $0, id: id, from: item["from"]?.string ?? "")
                }
            }
            .sorted { ($0.rank, $0.id) < ($1.rank, $1.id) }
        guard let place = cards.firstIndex(of: scene.id), chosen.indices.contains(place) else { return nil }
        return scene.text(of: chosen[place].id, from: chosen[place].from)
    }

    private static func sign(_ scene: DemoScene) -> DemoTurn {
        let form = scene.activity
        guard form["signOff"] == "everyone" || form["signOff"] == "sides" && scene.me.side != nil else {
            return .done
        }
        guard scene.own["signed"] != form["version"] else { return .done }
        guard scene.ordered("quotes").allSatisfy({ $0.value["approved"] == true }) else { return .wait }
        return scene.act("signForm", ["version": form["version"] ?? 0], thinking: 6...20)
    }
}
