extension DemoLab {
    /// “Living well with dementia”. Ideas 1–8 come from the PRESENT project's story in the source documents; the others
    /// are made up to fit. All persons are fictional.
    static let dementia = DemoLab(
        id: "dementia", title: "Living well with dementia, East Dunbartonshire",
        context: """
            Around the canal and the two villages people walk together every Tuesday, and a care home opens its café to \
            everybody. People living with dementia, their families, a school, the council and the health centre plan \
            what comes next.
            """,
        setUp: [
            "times": "Thursdays from two to four, when the community bus runs.",
            "pay": "Everybody who isn't here in working time gets a voucher for each meeting.",
            "expenses": "Bus, taxi, and somebody to sit in at home are paid back the same day.",
            "access": "Step-free hall, a quiet room, large print, and a loop.",
        ],
        people: dementiaPeople, ideas: dementiaIdeas, questions: dementiaQuestions,
        themes: [
            "": [
                Theme(name: "Out and about together", signs: ["walk", "path", "bench"]),
                Theme(name: "The café", signs: ["café", "bake", "menu", "tea"]),
                Theme(name: "Young and old", signs: ["pupil", "school"]),
                Theme(
                    name: "Deciding and planning together",
                    signs: ["decide", "map ", "network", "plan", "needs"]),
            ],
            "T6/themes": DemoWords.principles,
        ],
        words: dementiaWords)

    private static let dementiaPeople = [
        Person(
            "Moira", .usesServices, ideas: [1, 9],
            pledge: Pledge(
                give: "I will lead Tuesday's walk", get: "The council supplies hi-vis vests",
                firstStep: "Walk the route once with Euan", days: 17, help: "Somebody to bring the vests",
                skills: "I know every path here, and I'd like to learn first aid", coach: "Priya", idea: 1,
                checkIn: CheckIn(
                    text: "Euan and I walked the route. The path is dry, and the vests fit.", status: "doing",
                    days: 14))),
        Person("Archie", .usesServices, support: "scribe", ideas: [2]),
        Person("Jean", .usesServices, ideas: [12]),
        Person("Tam", .usesServices, support: "voice", ideas: [14]),
        Person("Aisha", .family, ideas: [6, 11]),
        Person("Callum", .family, ideas: [13]),
        Person(
            "Rhona", .neighbour, ideas: [3],
            pledge: Pledge(
                give: "I will bake for the café on Fridays", get: "A shelf in the kitchen",
                firstStep: "One tray this Friday", days: 6,
                skills: "Scones. I'd like to learn to bake without wheat",
                idea: 3)),
        Person(
            "Euan, 16", .neighbour, ideas: [4, 5],
            pledge: Pledge(
                give: "I will bring two friends from school to the café",
                get: "A reference for my apprenticeship",
                firstStep: "Ask them at lunch", days: 10, help: "A note for our teacher",
                skills: "I can show people how to find old photographs on a phone", coach: "Rhona", idea: 4,
                isYoung: true)),
        Person("Priya", .staff, ideas: [7]),
        Person(
            "Douglas", .staff, ideas: [8, 16],
            pledge: Pledge(
                give: "I will put the walks on the health centre's board",
                get: "Somebody who says when a walk is off",
                firstStep: "Ask the practice manager", days: 9, idea: 8, isAccepted: false)),
        Person("Katarzyna", .staff, ideas: [15]),
        // Promised at an earlier meeting, and its day is past: time to talk.
        Person(
            "Fiona", .manager, ideas: [10],
            pledge: Pledge(
                give: "The council puts the bench back on the canal path, as we said in spring",
                get: "Two people who tell us where it should stand", firstStep: "Ring the parks team",
                days: -8,
                help: "A word from the network", coach: "Moira", idea: 7)),
    ]

    private static let dementiaIdeas: [Int: Idea] = [
        1: Idea("Supported walks", .now, ["L"], (5, 2)),
        2: Idea("“Walk your Neighbourhood” oral-history events", .now, ["L", "D"], (4, 2)),
        3: Idea("Community café in a care home, with school links", .now, ["D", "L"], (5, 4)),
        4: Idea("Pupils volunteer and train", .now, ["L"], (4, 3)),
        5: Idea("Formal recognition for pupils", .now, ["L"], reach: "person", (3, 1), isSplit: true),
        6: Idea("Map priorities with people living with dementia", .now, ["C"], (4, 2)),
        7: Idea("Build a network of people and professionals", .now, ["C", "D"], (4, 3)),
        8: Idea("Turn action plans into activities together", .now, ["D"], (4, 3)),
        9: Idea(
            "“What can you share?” replaces a needs form", .couldBe, ["C", "D"], reach: "person", (5, 3),
            staffSee: (-2, 1)),
        10: Idea("Decide the café's budget together", .couldBe, ["C"], (4, 2), staffSee: (-1, 3)),
        11: Idea("Map the way from diagnosis to the first walk", .couldBe, ["D"], reach: "person", (4, 3)),
        12: Idea("Citizens check that the café feels friendly", .couldBe, ["A"], (4, 2)),
        13: Idea("Big-button feedback after walks", .couldBe, ["A"], reach: "person", (3, 1)),
        14: Idea("Walk buddies", .couldBe, ["L"], reach: "person", (4, 2)),
        15: Idea("Thank-you evening", .couldBe, ["L"], (2, 2)),
        16: Idea("A new logo on every leaflet", .couldBe, ["D"], reach: nil, (2, 5)),
    ]

    private static let dementiaQuestions = [
        Question(
            text: "What works well that others could copy?", isNamed: true,
            answer:
                "The Tuesday walk. It needs two people, one route and a flask of tea, and it began with one walker."
        ),
        Question(
            text: "How did you find the first people who came?", to: 0,
            answer: "Moira asked her two neighbours. Nobody came because of a leaflet."),
        Question(
            text: "What do you do on a day when somebody doesn't want to go out?", to: 1,
            answer: "We have tea instead. Nobody has to walk to belong."),
        Question(
            text: "Who pays for the café when the grant ends?", to: 3,
            answer: "Half is in the council's budget now. For the other half we ask this room."),
        Question(
            text: "What did staff have to stop doing, so that this could happen?", to: 2,
            answer: "We stopped filling in the long form before the first walk."),
        Question(
            text: "Is it safe to let somebody walk alone?",
            answer: "We see that differently, and have written down how."),
        Question(
            text: "What did the pupils learn?", answer: "To wait for an answer, they say. And to make soup."),
    ]
}
