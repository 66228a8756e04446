extension DemoLab {
    /// Families and staff around a summer play scheme and a park. Ideas 17–22 come from the source documents; the others
    /// are made up to fit. All persons are fictional.
    static let playScheme = DemoLab(
        id: "playscheme", title: "Room to play: the summer scheme and the park",
        context: """
            When the money for the summer play scheme was cut, families and staff sat down together, and then ran a half \
            marathon for it. Now they plan a park with the children that is friendly to all of them.
            """,
        setUp: [
            "times": "Saturdays from ten to twelve, with a crèche next door.",
            "pay": "Families get a voucher for each meeting; young people choose theirs.",
            "expenses": "Bus and babysitter are paid back.",
            "access": "Step-free, a quiet corner, and symbols on every sheet.",
        ],
        people: playPeople, ideas: playIdeas, questions: playQuestions,
        themes: [
            "": [
                Theme(name: "The summer scheme", signs: ["scheme", "week", "summer"]),
                Theme(name: "A park for all", signs: ["park", "swing", "play"]),
                Theme(name: "Deciding together", signs: ["decide", "plan", "council", "feedback"]),
            ],
            "T6/themes": DemoWords.principles,
        ],
        words: playWords)

    private static let playPeople = [
        Person(
            "Shona", .usesServices, ideas: [17],
            pledge: Pledge(
                give: "I will run the half marathon again, and bring five others",
                get: "The council closes the road for us",
                firstStep: "Put up the list at the school gate", days: 20,
                help: "Somebody who counts the money",
                skills: "Running. I'd like to learn to write a press notice", coach: "Catriona", idea: 17,
                checkIn: CheckIn(text: "Three have put their names down already.", status: "doing", days: 12))
        ),
        Person("Leah", .usesServices, ideas: [24]),
        Person("Marek", .usesServices, support: "scribe", ideas: [18]),
        Person("Dougie", .usesServices, ideas: [23]),
        Person(
            "Grace", .family, ideas: [19],
            pledge: Pledge(
                give: "I will open the hall on Wednesday mornings", get: "A key, and a heater that works",
                firstStep: "Ask the caretaker for the key", days: 12, skills: "Songs from three countries",
                idea: 18)),
        Person("Imran", .family, ideas: [22]),
        Person("Betty", .neighbour, ideas: [21]),
        Person(
            "Finlay, 16", .neighbour, ideas: [20],
            pledge: Pledge(
                give: "I will make a film of the park with the wee ones",
                get: "The use of the school's camera",
                firstStep: "Show them how a camera works", days: 15, help: "Somebody who cuts it with me",
                skills: "Filming. I learn how to explain things", coach: "Ross", idea: 20, isYoung: true)),
        Person("Catriona", .staff),
        Person(
            "Ross", .staff,
            pledge: Pledge(
                give: "The rangers plant the willow tunnel", get: "Twenty children with wellies",
                firstStep: "Mark the place with string", days: 25, idea: 21, isAccepted: false)),
        Person("Nadia", .staff),
        Person(
            "Alan", .manager,
            pledge: Pledge(
                give: "The council tells families by May whether the scheme has its money",
                get: "A list of what matters most to them", firstStep: "Ask the finance team for a date",
                days: -5,
                coach: "Grace", idea: 19)),
    ]

    private static let playIdeas: [Int: Idea] = [
        17: Idea("Half-marathon for the play scheme", .now, ["L"], (5, 4)),
        18: Idea("Six-week summer play scheme", .now, ["L"], (5, 4), staffSee: (0, 1)),
        19: Idea(
            "Families and staff decide how to answer lost funding", .now, ["C"], (5, 2), staffSee: (-2, 1)),
        20: Idea("Children's feedback shapes the park", .now, ["D"], (5, 3)),
        21: Idea("A park friendly to all children", .now, ["D", "L"], (5, 4)),
        22: Idea("Schools, social work and council plan the park", .now, ["C"], (4, 4), isSplit: true),
        23: Idea("List local resources families use", .couldBe, ["C"], (4, 1)),
        24: Idea("Children rate each week", .couldBe, ["A"], (3, 1)),
    ]

    private static let playQuestions = [
        Question(
            text: "What works well that others could copy?", isNamed: true,
            answer:
                "Asking families first, before there is a plan. The half marathon was their idea, and not ours."
        ),
        Question(
            text: "How did you get the staff to run with you?", to: 0, isNamed: true,
            answer: "We asked them at the gate, in front of the children. Nobody dared to say no."),
        Question(
            text: "How do very young children have a say?", to: 2,
            answer: "With three faces and a walk round the park. They show you."),
        Question(
            text: "What happens to the scheme if nobody runs next year?", to: 3,
            answer:
                "Then it needs the council's money, and we say so now. Half of it is in the plan for next year."
        ),
        Question(
            text: "What was hard in the first year?", to: 1,
            answer: "Meetings at ten in the morning. Now they are on Saturdays."),
        Question(
            text: "Does the park work for a child in a wheelchair?", to: 1,
            answer: "The swing does, and the path from this spring. The sandpit doesn't yet."),
        Question(
            text: "Who looks after what the children said?",
            answer: "Leah and Nadia. It hangs in the school's corridor."),
    ]
}
