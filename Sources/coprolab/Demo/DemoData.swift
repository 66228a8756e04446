/// The demo lab's people and ideas. All persons are fictional. Ideas 1–8 come from the PRESENT project's story in the
/// source documents; the others are made up to fit.
enum DemoData {
    static let title = "Living well with dementia, East Dunbartonshire"

    struct Person: Sendable {
        let name: String
        let role: String
        var support = "self"
        /// The ideas that they bring, by number.
        let ideas: [Int]
        /// What they pledge, if anything.
        var pledge: Pledge?
    }

    struct Pledge: Sendable {
        let give: String
        let get: String?
        let firstStep: String?
        let by: String?
        let help: String?
        let idea: Int
        var isAccepted = true
    }

    struct Idea: Sendable {
        let text: String
        /// c: happening now, p: could be.
        let when: String
        let cos: [String]
        let reach: String?
        /// What the room tends to say: impact, effort.
        let rating: (impact: Int, effort: Int)
        /// How far staff see it differently from all others, on each axis.
        var staffSee: (impact: Int, effort: Int) = (0, 0)
        /// Whether the room is of two minds, whoever they are.
        var isSplit = false
    }

    static let people: [Person] = [
        Person(
            name: "Moira", role: "usesServices", ideas: [1, 9],
            pledge: Pledge(
                give: "I will lead Tuesday's walk", get: "The council supplies hi-vis vests",
                firstStep: "Walk the route once with Ewan",
                by: "2026-12-08", help: "Somebody to bring the vests", idea: 1)),
        Person(name: "Archie", role: "usesServices", support: "scribe", ideas: [2]),
        Person(name: "Jean", role: "usesServices", ideas: [12]),
        Person(name: "Tam", role: "usesServices", support: "voice", ideas: [14]),
        Person(name: "Aisha", role: "family", ideas: [6, 11]),
        Person(name: "Callum", role: "family", ideas: [13]),
        Person(
            name: "Rhona", role: "neighbour", ideas: [3],
            pledge: Pledge(
                give: "I will bake for the café on Fridays", get: "A shelf in the kitchen",
                firstStep: "One tray this Friday",
                by: "2026-11-27", help: nil, idea: 3)),
        Person(name: "Euan, 16", role: "neighbour", ideas: [4, 5]),
        Person(name: "Priya", role: "staff", ideas: [7]),
        Person(name: "Douglas", role: "staff", ideas: [8, 16]),
        Person(name: "Katarzyna", role: "staff", ideas: [15]),
        Person(
            name: "Fiona", role: "manager", ideas: [10],
            pledge: Pledge(
                give: "The council pays for the hall until March", get: "Two people to open and close it",
                firstStep: "Ask the facilities team on Monday", by: "2026-11-30",
                help: "A word from the network", idea: 7,
                isAccepted: false)),
    ]

    /// By number, from 1.
    static let ideas: [Int: Idea] = [
        1: Idea(text: "Supported walks", when: "now", cos: ["L"], reach: "community", rating: (5, 2)),
        2: Idea(
            text: "“Walk your Neighbourhood” oral-history events", when: "now", cos: ["L", "D"],
            reach: "community",
            rating: (4, 2)),
        3: Idea(
            text: "Community café in a care home, with school links", when: "now", cos: ["D", "L"],
            reach: "community",
            rating: (5, 4)),
        4: Idea(
            text: "Pupils volunteer and train", when: "now", cos: ["L"], reach: "community", rating: (4, 3)),
        5: Idea(
            text: "Formal recognition for pupils", when: "now", cos: ["L"], reach: "person", rating: (3, 1),
            isSplit: true),
        6: Idea(
            text: "Map priorities with people living with dementia", when: "now", cos: ["C"],
            reach: "community",
            rating: (4, 2)),
        7: Idea(
            text: "Build a network of people and professionals", when: "now", cos: ["C", "D"],
            reach: "community",
            rating: (4, 3)),
        8: Idea(
            text: "Turn action plans into activities together", when: "now", cos: ["D"], reach: "community",
            rating: (4, 3)),
        9: Idea(
            text: "“What can you share?” replaces a needs form", when: "couldBe", cos: ["C", "D"],
            reach: "person",
            rating: (5, 3), staffSee: (-2, 1)),
        10: Idea(
            text: "Decide the café's budget together", when: "couldBe", cos: ["C"], reach: "community",
            rating: (4, 2),
            staffSee: (-1, 3)),
        11: Idea(
            text: "Map the way from diagnosis to the first walk", when: "couldBe", cos: ["D"],
            reach: "person", rating: (4, 3)),
        12: Idea(
            text: "Citizens check that the café feels friendly", when: "couldBe", cos: ["A"],
            reach: "community",
            rating: (4, 2)),
        13: Idea(
            text: "Big-button feedback after walks", when: "couldBe", cos: ["A"], reach: "person",
            rating: (3, 1)),
        14: Idea(text: "Walk buddies", when: "couldBe", cos: ["L"], reach: "person", rating: (4, 2)),
        15: Idea(text: "Thank-you evening", when: "couldBe", cos: ["L"], reach: "community", rating: (2, 2)),
        16: Idea(
            text: "A new logo on every leaflet", when: "couldBe", cos: ["D"], reach: nil, rating: (2, 5)),
    ]
}
