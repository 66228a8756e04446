extension DemoLab {
    /// Young people who have left care, and those who work with them. Ideas 25–27 come from the source documents; the
    /// others are made up to fit. All persons are fictional.
    static let careLeavers = DemoLab(
        id: "careleavers", title: "Leaving care, made together",
        context: """
            Every year about thirty young people here move from care into a place of their own. Four of them, with people \
            who stand by them and staff of the council, housing and the college, work on making that better.
            """,
        setUp: [
            "times": "Wednesdays at half past six, every second week. We asked who can come when.",
            "pay": "Young people and families get £12 an hour, paid the same evening.",
            "expenses": "Bus and taxi are paid; there is hot food; childcare is in the room next door.",
            "access": "The drop-in by the station. A quiet room, and you may bring somebody.",
        ],
        people: carePeople, ideas: careIdeas, questions: careQuestions,
        themes: [
            "": [
                Theme(name: "A home and what goes into it", signs: ["flat", "key", "box", "home"]),
                Theme(name: "Somebody who is there", signs: ["phone", "person", "mentor", "buddy"]),
                Theme(name: "Having a say", signs: ["judge", "redesign", "pay", "meeting"]),
            ],
            "T6/themes": DemoWords.principles,
        ],
        words: careWords)

    private static let carePeople = [
        Person(
            "Kayleigh", .usesServices, ideas: [25, 29],
            pledge: Pledge(
                give: "I will show three others how I did my first budget",
                get: "Paid for my time, like today",
                firstStep: "Bring my spreadsheet on Wednesday", days: 14, help: "A room with a door",
                skills: "I'm good with money. I learn to speak in front of people", coach: "Craig",
                checkIn: CheckIn(text: "Two have come, and one brought cake.", status: "doing", days: 28))),
        Person("Dean", .usesServices, ideas: [27]),
        Person("Sorcha", .usesServices, support: "scribe", ideas: [28]),
        Person("Ali", .usesServices, ideas: [26]),
        Person(
            "Margaret", .family, ideas: [30],
            pledge: Pledge(
                give: "My kitchen is open on Sundays for those who have moved out",
                get: "Somebody who brings potatoes",
                firstStep: "Cook for three this Sunday", days: 7, skills: "Stew for ten")),
        Person("Joe", .family, ideas: [31]),
        Person("Wilma", .neighbour, ideas: [32]),
        Person("Skye, 16", .neighbour),
        Person("Craig", .staff),
        Person(
            "Anjali", .staff,
            pledge: Pledge(
                give: "Nobody gets their keys on a Friday any more",
                get: "Two young people on our housing panel",
                firstStep: "Change the letter that we send", days: 21, coach: "Dean", isAccepted: false)),
        Person("Lorna", .staff),
        Person(
            "Stewart", .manager,
            pledge: Pledge(
                give: "The council decides on pay for young people's time, for good and not for each project",
                get: "To hear from you what it changed", firstStep: "Take it to the committee", days: -10,
                coach: "Kayleigh")),
    ]

    private static let careIdeas: [Int: Idea] = [
        25: Idea("Redesign leaving-care support together", .now, ["D"], (5, 4)),
        26: Idea("Evening and weekend meetings", .couldBe, ["C", "D"], (5, 1), staffSee: (0, 2)),
        27: Idea("Pay young people for their time", .couldBe, ["C"], (5, 3), staffSee: (-2, 1)),
        28: Idea("Several care leavers judge each test", .couldBe, ["A"], (4, 1)),
        29: Idea(
            "One person who answers the phone in the evening", .couldBe, ["L"], reach: "person", (5, 3),
            staffSee: (0, 1)),
        30: Idea("Sunday lunch for those who have moved out", .now, ["L"], (4, 2)),
        31: Idea(
            "A box for the first flat, packed by those who have moved", .couldBe, ["D", "L"], reach: "person",
            (4, 2)),
        32: Idea(
            "A neighbour who knows how to hang a shelf", .couldBe, ["L"], reach: "person", (3, 2),
            isSplit: true),
    ]

    private static let careQuestions = [
        Question(
            text: "What works well that others could copy?", isNamed: true,
            answer: "Being paid the same evening. It says that our time is worth something."),
        Question(
            text: "Who can say yes to money today?", to: 3,
            answer: "Stewart, up to £2,000. For more he has to ask."),
        Question(
            text: "What did you do with what we said last year?", to: 3,
            answer: "Too little. Two things of seven. They are on the wall."),
        Question(
            text: "Who is there when the office is shut?", to: 2,
            answer: "At the moment nobody. That is why we try the evening phone."),
        Question(
            text: "What helped you to trust this group?", to: 0,
            answer: "That nobody asked for my story on the first day."),
    ]
}
