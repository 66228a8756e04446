import CoproductionLab

/// What one simulated person thinks: always the same of the same thing, and not the same as the next person.
struct DemoMind {
    let person: DemoLab.Person

    init(_ person: DemoLab.Person) { self.person = person }

    var isProfessional: Bool { person.side == .professional }

    /// −1…1.
    func mood(for thing: String) -> Double { Self.mood(person.name + thing) }

    static func mood(_ text: String) -> Double {
        var hash = text.unicodeScalars.reduce(UInt32(2_166_136_261)) { ($0 ^ $1.value) &* 16_777_619 }
        // The last letter alone must not decide: 2 and 3 of the same question are two things.
        hash = (hash ^ (hash >> 15)) &* 0x85EB_CA6B
        hash = (hash ^ (hash >> 13)) &* 0xC2B2_AE35
        return Double((hash ^ (hash >> 16)) % 2001) / 1000 - 1
    }

    /// Impact and effort of an item as this person sees them, or nil where they don't know.
    func rating(of text: String, in lab: DemoLab) -> (impact: Int?, effort: Int?) {
        let idea = lab.idea(text)
        // What isn't among the demo's ideas has its place in the matrix, too: by its words, the same for all.
        var impact = Double(idea?.rating.impact ?? 3) + (idea == nil ? Self.mood(text) * 2 : 0)
        var effort = Double(idea?.rating.effort ?? 3) + (idea == nil ? Self.mood(text + "effort") * 2 : 0)
        if let idea, isProfessional {
            impact += Double(idea.staffSee.impact)
            effort += Double(idea.staffSee.effort)
        }
        if idea?.isSplit == true { impact = mood(for: "minds") > 0 ? 5 : 1 }
        return (level(impact, mood(for: text + "impact")), level(effort, mood(for: text + "effort")))
    }

    private func level(_ value: Double, _ mood: Double) -> Int? {
        if mood > 0.97 { return nil }
        return max(1, min(5, Int((value + (abs(mood) > 0.6 ? mood : 0)).rounded())))
    }

    /// How much this person likes an item, for dots and points.
    func liking(of text: String, in lab: DemoLab) -> Double {
        Double(lab.idea(text)?.rating.impact ?? 3) + mood(for: text) * 2
    }
}
