import CoproductionLab

/// What people of any group of the demo may say, where their own group says nothing else.
enum DemoWords {
    static let common: [String: [String]] = [
        "gather": [
            "Begin with what people are good at.", "Meet once a month, with something to eat.",
            "Ask those who haven't been asked yet.",
            "Tell everybody what became of it.", "Let somebody new lead next time.",
            "Do one small thing this week.",
        ],
        "form": ["We have talked about this, and go on with it at our next meeting."],
        "survey": [
            "That we know each other by name.", "People who have time.", "It could begin a little later.",
            "I like it as it is.",
        ],
        "pledge": ["I will bring somebody along next time.", "I will ask three neighbours what they think."],
        "evidence": ["I have seen it myself.", "Somebody told me who was there.", "It is how I felt."],
        "low": ["otherwise"],
        "staying": [
            "Somebody I know asked me.", "They notice when I am not there.",
            "A form before the first hello.",
            "I have something to do.", "Words that only the office uses.",
            "It is near, and there is tea.",
        ],
        "joining": [
            "Somebody I know asked me.", "We see what became of our idea.",
            "Meetings in the daytime.",
            "A laugh.", "Being the only one who isn't paid.",
        ],
        "map.C.now": ["We said what matters most, and that was done first."],
        "map.D.now": ["The last leaflet was written with us."],
        "map.L.now": ["People and staff do it side by side, every week."],
        "map.L.couldBe": ["Those who have done it for a year could show the new ones."],
        "map.A.couldBe": ["We could ask each month how it was."],
        "star.C.citizens": ["We said what matters most."],
        "star.D.staff": ["We plan with people now, and not for them."],
        "star.L.citizens": ["Neighbours do it by themselves at weekends."],
        "star.C.managers": ["They came to listen before the budget was written."],
        "together.C": ["Those who use it could decide on the small money."],
        "together.L": ["People and staff do it side by side."],
        "back.happens": [
            "People meet, and know what they are good at.", "The first try has begun.",
            "It has grown by one street.", "Others come to look at it.",
            "Nobody remembers how it was before.",
        ],
        "back.who": [
            "Those who are here today.", "And those whom they asked.", "Young and old.",
            "People who moved here lately.", "Everybody.",
        ],
        "journey.happens": [
            "There are meetings.", "There is a plan.", "It begins.", "One finds one's feet.",
        ],
        "journey.feels": [
            "Nobody tells me much.", "It goes too fast.", "I am proud, and tired.", "It is quiet.",
        ],
        "journey.idea": [
            "Somebody who goes with me.", "One page, in my words.", "A meal together on the first day.",
            "Somebody to ring.",
        ],
        "designing": [
            "Ask: what do you like to do?", "Ask: what would you show others?",
            "Begin with tea, and not with a form.", "Ask what a good day looks like.",
        ],
        "stories": [
            "It was told by somebody who was there.", "It said what went wrong, too.", "It was short.",
            "I could see how to begin on Monday.",
        ],
        "principles": [
            "Somebody tells it who was there.", "It says what was hard.", "One can see who did what.",
            "It is short.", "It says what is different now.",
        ],
        "voices": [
            "Nobody had asked me that before.",
            "I was the one who had to be looked after. Now I look after the tea.",
            "I came for an hour and stayed for two years.",
            "I learned to wait for an answer.", "We laughed, and then we did it.",
        ],
        "hopes": [
            "People say hello to each other.", "It smells of soup.",
            "Nobody is alone who doesn't want to be.", "Young and old do things together.",
            "The gate has no lock.",
        ],
        "home": [
            "I'll ask one person what they would like to give.", "Hold our next meeting in the evening.",
            "Say thank you by name.", "Leave one chair for somebody new.",
        ],
        "strengths": [
            "I can cook.", "I listen.", "I know how forms work.", "I have a van.",
            "I don't give up on people.", "A group I trust keeps things to itself.",
        ],
        "assets": [
            "The neighbour who knows everybody", "The library with its warm corner", "The choir club",
            "The park and its benches", "The surgery's receptionist", "The hall kitchen",
        ],
        "promises": [
            "I promise to come when I have said so.", "I need to hear what became of it.",
            "I promise to answer, also with “no”.", "I can bring others.",
        ],
        "outcomes": [
            "I would have company.", "We would meet people before there is a crisis.", "I would be useful.",
            "Families would get some rest.",
        ],
        "criteria": [
            "Somebody says hello.", "There is a warm place to sit.", "I am asked what I want.",
            "It is open when I am free.", "I leave with one thing sorted.",
        ],
        "doing": ["I look in next door.", "I sing.", "I mend things.", "I drive my aunt to the shops."],
        "enjoy": ["Being outdoors.", "Cooking for more than one.", "A game of cards."],
        "support": [
            "Somebody beside me on the first day.", "The bus fare.", "An hour in my working week for it.",
        ],
        "thanked": [
            "For my soup.", "They ask me to fix things.", "For listening.", "I read letters for people.",
        ],
        "plain": ["More people come.", "There is a bench now.", "One can see it from the street."],
        "quiet": [
            "I am less afraid of letters.", "We quarrel, and meet again.", "She looks people in the eye now.",
        ],
        "later": ["Some of us may do this as their work.", "Perhaps one asks before one cuts."],
        "debate": ["Who decides when the money is short?", "How do we bring in those who never come?"],
        "better": ["More time.", "A quieter room at lunch.", "Nothing. It was good."],
        "best": ["The welcome at the door.", "That nobody hurried me.", "The tea."],
        "next": ["One late evening a week.", "A door that shuts.", "Ask us before you change it."],
        "example": ["Our lunch club.", "The walking group.", "The street party that became a garden."],
        "charter.aim": ["That everybody gives something, and everybody gets something."],
        "charter.people": ["We come when we can, say what we think, and say so when it is too much."],
        "charter.citizens": ["We come when we have said so, and bring somebody new."],
        "charter.staff": ["We listen before we plan. We say what we can't do, and why."],
        "charter.support": ["Fares, food and a room, from today. One named person to ask."],
        "charter.stories": ["What is told here stays here, unless whoever told it says otherwise."],
        "charter.decide": [
            "We talk until all can live with it. If we can't, we vote, and write down what the others said."
        ],
        "charter.thanks": ["A word on the day, and a reference for whoever wants one."],
        "charter.conflict": [
            "First we talk, the two of us. Then with somebody from each side. Then with an advocate whom both trust."
        ],
        "charter.review": ["90"],
        "pay": ["Everybody who isn't here in working time is paid by the hour, the same day."],
        "testCard.what": ["The first idea on our list, in a small way."],
        "testCard.who": ["Six of us, at the place where we meet. For six weeks."],
        "testCard.people": ["They say each week what was good, and bring somebody new."],
        "testCard.staff": ["One of us is there every time."],
        "cost": ["1200"],
        "payer": ["The council. The manager in the room says yes."],
        "testCard.sign": ["They come again, and tell a friend."],
        "testCard.learned": ["Most came every week. It was the same face that mattered most."],
        "testCard.next": ["keep"],
        "disagreement.about": ["How much one may risk"],
        "disagreement.people": [
            "It is my life, and I know what I am doing. I would rather try it and fall than never try."
        ],
        "disagreement.staff": ["We worry, and we have to answer for it. We would rather know, and help."],
        "disagreement.law": [
            "The law asks for the least restrictive way, and for the person's own wishes first."
        ],
        "disagreement.decides": [
            "The person decides. Whoever sees it otherwise may ask for a meeting, with an advocate."
        ],
        "disagreement.advocate": ["Whoever they name"],
        "disagreement.meanwhile": ["We try it in a small way, and talk again."],
        "disagreement.review": ["60"],
        "businessCase.idea": ["One more afternoon a week, run by people and staff together."],
        "businessCase.outcome": ["More people have company and something to do. Families get some rest."],
        "businessCase.people": ["They give time and know-how. They get company, fares and pay."],
        "businessCase.staff": [
            "A worker's hours and the room. It gets people whom it knows before there is a crisis."
        ],
        "saving": ["800"],
        "whosaves": ["The council pays, and the health service saves."],
        "businessCase.assumptions": ["That as many come in winter as in summer."],
        "businessCase.confidence": ["rough"],
        "without": ["It stays as it is, and those who wait go on waiting."],
        "small": ["One afternoon, for eight weeks."],
        "contribution.change": ["More people come, and some of them plan it now."],
        "contribution.strengths": ["People who trusted each other already."],
        "contribution.people": ["They asked others, cooked, drove and kept the list."],
        "contribution.staff": ["They shared the figures and stood back."],
        "path": ["Because they were asked early, it was theirs. Because it was theirs, they stayed."],
        "contribution.evidence": ["The list of those who came, and what they wrote."],
        "others": ["A warm summer, and a grant in the second year."],
        "strength": ["likely"],
        "contribution.next": ["Whether those who never came would say the same. Two of us ask them."],
        "transfer.same": ["Tea first, and everybody has something to do."],
        "transfer.change": ["The day, the place, and who asks the others."],
        "transfer.strengths": ["A hall, a school, and people who know each other."],
        "transfer.where": ["In the next town, with those who have asked us about it."],
        "transfer.who": ["Somebody who has a friend there."],
        "place": ["Our hall. There is always somebody in it."],
        "board": ["Nine people who use it and live nearby, drawn by lot each spring."],
        "governance.community": ["They plan the year and look after the keys."],
        "governance.staff": ["They advise and find money. They have let go of the last word."],
        "newvoices": ["Two of the nine must be new each year."],
        "first": ["Somebody gave us a key."],
        "story.title": ["How we began"],
        "story.place": ["A small place, where people know each other."],
        "story.before": ["Nobody was asked."],
        "story.people": ["They met, asked others, and began with what they had."],
        "story.staff": ["They opened the accounts, came along, and stood back."],
        "story.change": ["More people come, and some of them plan it now."],
        "story.hard": ["Some felt left out at first. We asked them too late."],
        "story.cost": ["Many hours, and a little money."],
        "story.reach": ["Others who want to begin. Whoever was there tells it."],
        "consent.where": ["In our town and on the council's page. Not in advertising."],
        "consent.names": ["Of those who said yes. No child's name."],
        "consent.back": ["Ring the person named for this lab. It is taken off the same week."],
        "consent.until": ["730"],
        "form.good": ["People at the door who know us."],
        "form.better": ["Longer hours, and a door that shuts."],
        "form.answer": ["We open one evening a week from next month. The building we can't change."],
        "form.together": ["We look at the first evening together."],
        "form.back": ["90"],
        "transfer.day": ["28"],
        "notes": [
            "I spoke, and nobody hurried me.", "Ask somebody about this.", "Tell them at home.",
            "I would do that again.",
        ],
    ]

    /// Where a template brings its own themes: what stands under one that begins with this word.
    static let sorting = [
        DemoLab.Theme(
            name: "people", signs: ["neighbour", "mrs", "who knows", "receptionist", "driver", "ladder"]),
        DemoLab.Theme(name: "nature", signs: ["park", "canal", "wood", "garden"]),
        DemoLab.Theme(name: "groups", signs: ["club", "choir", "group"]),
        DemoLab.Theme(name: "services", signs: ["surgery", "bus", "chemist", "shop"]),
        DemoLab.Theme(name: "places", signs: ["library", "hall", "bench", "kitchen", "café"]),
    ]

    /// Each theme of a good story is one of the group's principles.
    static let principles = [
        DemoLab.Theme(
            name: "People tell it themselves", signs: ["tells it", "told", "own words", "was there"]),
        DemoLab.Theme(name: "It is honest about what was hard", signs: ["hard", "wrong"]),
        DemoLab.Theme(name: "One sees who did what, and what changed", signs: ["who did", "different"]),
        DemoLab.Theme(name: "It is short, and makes one want to begin", signs: ["short", "begin"]),
    ]

    // MARK: - The facilitator's

    /// What people say of starting, staying and being put off, under the headings of T1 and T4 (S30).
    static let headings: [(group: String, ideas: Set<String>)] = [
        (
            group: "starts",
            ideas: [
                "Somebody I know asked me.",
                "The bus stops right at the door.",
                "A manager who says “try it”.",
                "My child wanted to go.",
                "Families who ask me by name.",
                "It is near, and there is tea.",
            ]
        ),
        (
            group: "stays",
            ideas: [
                "They notice when I am not there.",
                "I have something to do, not just to sit.",
                "I see at once what it does for people.",
                "Somebody saves me a seat.",
                "We see what became of our idea.",
                "I have something to do.",
                "A laugh.",
            ]
        ),
        (
            group: "putsOff",
            ideas: [
                "Being talked about as if I weren't in the room.",
                "A form before the first hello.",
                "It counts as extra, and not as my work.",
                "Meetings at ten in the morning.",
                "Words that only the council uses.",
                "I have to write a report about it afterwards.",
                "Words that only the office uses.",
                "Meetings in the daytime.",
                "Being the only one who isn't paid.",
            ]
        ),
    ]

    static let reasons = [
        "do": "It helps a lot and is not hard. We begin this month.",
        "plan": "It helps a lot, and it takes time and money. We plan it with those who will do it.",
        "later": "It would be nice and costs little. We come back to it in spring.",
        "drop": "It takes more than it gives. Whoever cares for it may bring it again.",
    ]

    /// Two people who do it together, one of each side where there are both.
    static func together(_ people: [DemoLab.Person], for text: String) -> String {
        let sides = [Side.community, .professional].map { side in people.filter { $0.side == side } }
        let place = Int((DemoMind.mood(text) + 1) * 1000)
        return sides.filter { !$0.isEmpty }.map { $0[place % $0.count].name }.joined(separator: " and ")
    }

    /// The record of what people and professionals see differently, as a step (S17).
    static func disagreement(_ lab: DemoLab) -> JSON {
        func section(_ id: String, _ title: String, _ more: [String: JSON] = [:]) -> JSON {
            .object(more.merging(["id": .string(id), "title": .string(title)]) { $1 })
        }
        let about = lab.words["disagreement.about"]?.first ?? ""
        return [
            "kind": "form", "title": .string("Where we don't agree: \(about.lowercased())"),
            "prompt":
                "What do we see differently? Each side writes it in its own words. Nobody has to give way here.",
            "easyPrompt": "What do we not agree on? Each side writes its own words.", "guideMinutes": 0,
            "visibility": "anonymous", "reveal": "live",
            "settings": [
                "kindOfForm": "disagreement", "signOff": "none", "votable": false,
                "sections": [
                    section("about", "What is it about?", ["type": "text", "required": true]),
                    section(
                        "people", "How people and families see it", ["side": "community", "required": true]),
                    section("staff", "How staff see it", ["side": "professional", "required": true]),
                    section("law", "What the law says, and what it leaves open", ["side": "professional"]),
                    section("decides", "Who decides, and how can one object?", ["required": true]),
                    section("advocate", "Who is at the person's side?", ["type": "text"]),
                    section("meanwhile", "What do we do until then that both can live with?"),
                    section(
                        "review", "The day on which we talk about it again",
                        ["type": "date", "required": true]),
                ],
            ],
        ]
    }
}
