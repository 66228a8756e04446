/// Looks through what an export for keeping holds before anything is made of it: each mistake in words.
struct KeptLabCheck {
    private let kept: JSON
    private var activities: Set<ID> = []
    private var items: Set<ID> = []

    init(_ kept: JSON) { self.kept = kept }

    /// What the history tells of the lab as a whole, and of no step.
    private static let ofTheLab = Set([AgendaChange.What.link, .retention].map(\.rawValue))

    private static let mostPeople = 100_000
    private static let mostPieces = 2_000_000
    private static let longestText = 60_000
    /// The pieces that bring something of its own, which has an id of its own.
    static let makers: Set<String> = [
        "idea", "theme", "entry", "pledge", "question", "text", "match",
    ]

    func check() throws(ImportProblem) {
        var check = self
        try check.look()
    }

    private mutating func look() throws(ImportProblem) {
        guard kept.object != nil, kept["title"]?.string?.isEmpty == false, let people = kept["people"]?.array,
            let activities = kept["activities"]?.array, kept["changes"]?.array != nil
        else {
            throw ImportProblem(
                "The part of this file from which a lab is made isn't whole. Export the lab again, for keeping."
            )
        }
        try checkTexts(kept, at: [])
        guard people.count <= Self.mostPeople else {
            throw ImportProblem(
                "This file has \(people.count) people; \(Self.mostPeople) is the most.", .tooMuch)
        }
        guard people.count(where: { $0["leads"] == true }) == 1 else {
            throw ImportProblem(
                "This file doesn't say who its facilitator is, or says it of several. Take it as it was exported."
            )
        }
        var pieces = 0
        for activity in activities { pieces += try look(at: activity, people.count) }
        guard pieces <= Self.mostPieces else {
            throw ImportProblem("This file holds \(pieces) pieces; \(Self.mostPieces) is the most.", .tooMuch)
        }
        for (name, id) in [("current", kept["current"]), ("screen", kept["screen"]?["activity"])] {
            guard let id = id?.string else { continue }
            try checkKnown(id, "“\(name)”")
        }
        for change in kept["changes"]?.array ?? [] {
            if let language = change["language"] {
                guard language.string.map(Settings.isLanguage) == true, change["activity"] == nil else {
                    throw ImportProblem(
                        "The programme's history names a language that there isn't. Take the file as it was exported."
                    )
                }
            } else if !Self.ofTheLab.contains(change["what"]?.string ?? "") || change["activity"] != nil {
                try checkKnown(change["activity"]?.string ?? "", "The programme's history")
            }
            try checkPerson(change["by"]?.string, people.count)
        }
    }

    private mutating func look(at activity: JSON, _ people: Int) throws(ImportProblem) -> Int {
        let id = activity["id"]?.string ?? ""
        let title = "“\(activity["title"]?.string ?? id)”"
        try checkID(id, title)
        guard activities.insert(id).inserted else {
            throw ImportProblem(
                "The id “\(id)” is in this file twice, for two steps. Take it as it was exported.")
        }
        guard let kind = activity["kind"]?.string, ActivityKinds.named(kind) != nil else {
            throw ImportProblem(
                "\(title) is of a kind that this server doesn't know: “\(activity["kind"]?.string ?? "")”. "
                    + "Bring this server up to date, then take the lab in.", .newer)
        }
        guard activities.count <= 2 * Lab.mostActivities else {
            throw ImportProblem(
                "This file has more than \(2 * Lab.mostActivities) steps, which is the most.", .tooMuch)
        }
        for input in activity["inputsFrom"]?.strings ?? [] where input == id || !activities.contains(input) {
            throw ImportProblem(
                "\(title) starts from “\(input)”, which isn't in this file before it. Take it as it was exported."
            )
        }
        for heard in activity["heard"]?.array ?? [] { try checkPerson(heard["by"]?.string, people) }
        let pieces = activity["pieces"]?.array ?? []
        for piece in pieces {
            for person in piece["by"]?.strings ?? [] { try checkPerson(person, people) }
            guard Self.makers.contains(piece["is"]?.string ?? "") else { continue }
            for item in piece["items"]?.strings ?? [] {
                try checkID(item, title)
                guard items.insert(item).inserted else {
                    throw ImportProblem(
                        "The id “\(item)” is in this file twice. Nothing was taken in: take it as it was exported."
                    )
                }
            }
        }
        return pieces.count
    }

    private func checkID(_ id: ID, _ title: String) throws(ImportProblem) {
        let letters = id.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        }
        guard letters, (1...80).contains(id.utf8.count) else {
            throw ImportProblem(
                "“\(id.prefix(80))”, in \(title), isn't an id: that has letters and digits alone.")
        }
    }

    private func checkKnown(_ id: ID, _ place: String) throws(ImportProblem) {
        guard activities.contains(id) else {
            throw ImportProblem(
                "\(place) names a step that isn't in this file: “\(id.prefix(80))”. Take it as it was exported."
            )
        }
    }

    private func checkPerson(_ number: String?, _ people: Int) throws(ImportProblem) {
        guard let number, !number.isEmpty else { return }
        guard let place = Int(number), (1...max(1, people)).contains(place) else {
            throw ImportProblem(
                "Something in this file is said to be by somebody who isn't in it: person “\(number.prefix(20))”. "
                    + "Take it as it was exported.")
        }
    }

    /// Nothing comes in that could deceive whoever reads it, or that no lab takes.
    private func checkTexts(_ json: JSON, at path: [String]) throws(ImportProblem) {
        switch json {
        case .string(let text):
            guard text.utf8.count <= Self.longestText else {
                throw ImportProblem("A text at \(path.joined(separator: ".")) is longer than any lab takes.")
            }
            for scalar in text.unicodeScalars where Self.deceives(scalar.value) {
                throw ImportProblem(
                    "A text at \(path.joined(separator: ".")) holds a character that no lab takes, such as one that "
                        + "changes the direction of writing. Take the file as it was exported.")
            }
        case .array(let values):
            for (index, value) in values.enumerated() {
                try checkTexts(value, at: path + [String(index + 1)])
            }
        case .object(let members):
            for (key, value) in members {
                try checkTexts(.string(key), at: path)
                try checkTexts(value, at: path + [key])
            }
        case .null: throw ImportProblem("At \(path.joined(separator: ".")) there is nothing (null).")
        default: break
        }
    }

    private static func deceives(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFF0...0xFFFB: true
        default: false
        }
    }
}
