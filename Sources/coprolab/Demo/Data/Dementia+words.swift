extension DemoLab {
    /// What people of “Living well with dementia” say.
    static let dementiaWords: [String: [String]] = [
        // T1
        "map.C.now": ["We said which two paths matter most, and the council mended those first."],
        "map.C.couldBe": ["Share out the winter money in the café, with everybody who sits there."],
        "map.D.now": ["Jean and the designer made the signs together. Now one can read them."],
        "map.L.now": [
            "Volunteers and staff lead the walk side by side.", "Pupils serve the tea on Thursdays.",
            "My neighbour has the spare key and looks in.",
        ],
        "map.L.couldBe": ["Walkers who have done it for a year could train the new ones."],
        "map.A.couldBe": ["People who come to the café could say each month how it was."],
        "staying.community": [
            "Somebody I know asked me.", "They notice when I am not there.",
            "I have something to do, not just to sit.",
            "Being talked about as if I weren't in the room.",
            "A form before the first hello.", "The bus stops right at the door.",
        ],
        "staying.professional": [
            "I see at once what it does for people.",
            "It counts as extra, and not as my work.",
            "A manager who says “try it”.",
        ],
        "doing": [
            "I water the tubs in front of the hall.", "I know the birds by their songs.",
            "I ring two friends every Sunday.",
            "I mend bicycles for half the street.", "I sing in the church choir.",
            "I drive my aunt and her friend to the shops.",
            "I keep the old photographs of the village.",
        ],
        "enjoy": [
            "Being by the water.", "A game of dominoes.", "Telling how the mill was.",
            "Cooking for more than one.",
            "I'd like to sing more.", "Walking with a purpose.",
        ],
        "strengths.support": [
            "Somebody beside me on the first day.", "Large print, and time to read it.",
            "A lift home when it is dark.",
            "An hour in my working week for it.",
        ],
        // T3
        "thanked": [
            "They ask me to fix things.", "For my soup, and for listening.", "I look after next door's cat.",
            "For remembering birthdays.", "I read letters for people who can't see well.",
            "For keeping the minutes short.",
            "They thank me for making them laugh.", "I translate at the surgery.",
        ],
        "skills.support": [
            "Company on the way.", "A seat near the door.", "Knowing a day before who will be there.",
            "The bus fare.",
        ],
        "assets": [
            "Mrs Gilchrist at the shop, who knows everybody", "The canal path and its ducks",
            "The library with its warm corner",
            "The men's shed club", "The surgery's receptionist, who always finds a way",
            "The church hall kitchen",
            "The choir that takes anybody", "The school garden", "The bench outside the chemist",
            "The 85 bus and its drivers",
            "My neighbour Ian, who has a ladder", "The Tuesday walking group", "Mugdock woods",
        ],
        "together.C": [
            "We could ask the driver and the walkers which stop to keep.",
            "The hall committee decides with its users already.",
        ],
        "together.D": [
            "Plan the hall's new kitchen with those who cook in it.",
            "The choir and the care home planned the concert together.",
        ],
        "together.L": [
            "Gilchrist's shop brings the milk, and neighbours carry it round.",
            "Rangers and walkers clear the path twice a year.",
            "The shed mends what the care home breaks.",
        ],
        "together.A": ["We could walk the path together and note what is good."],
        // T7, and the charters of T1 and T5
        "promises.community": [
            "I promise to say when something is too fast for me.", "I can be counted on for Tuesdays.",
            "I will tell how it is to live with dementia, as far as I want to.",
            "I promise to ask before I help.",
            "I need to be asked first, and not last.", "I can make people feel welcome at the door.",
            "I promise to bring my friends.", "I need to know who to ring.",
        ],
        "promises.professional": [
            "I promise to answer within two days, also with “no”.",
            "I will write so that everybody can read it.",
            "We pay for the bus and for somebody to sit in at home.",
            "I promise not to decide behind your back.",
        ],
        "charter.aim": [
            "That people living with dementia go out, meet friends and are useful, for as long as they like."
        ],
        "charter.people": [
            "We come when we can, we say what we think, and we say so when it is too much. We look after one another."
        ],
        "charter.citizens": [
            "Volunteers and pupils come when they have said so, and learn from those who have lived longer."
        ],
        "charter.staff": [
            "We listen before we plan. We say what we can't do, and why. We keep to the times that suit people."
        ],
        "charter.support": [
            "The council pays the hall, buses and somebody to sit in at home, from January. Priya is there to be asked."
        ],
        "charter.decide": [
            "We talk until all can live with it. If we can't, we vote, and write down what the others said."
        ],
        "charter.thanks": [
            "A word on the day, a card at New Year, and a reference for each pupil who wants one."
        ],
        "charter.conflict": [
            "First we talk, the two of us. Then we ask Rhona and Priya together. Then the advocacy service, whom we all trust."
        ],
        // T10
        "outcomes.community": [
            "I would have a reason to get up on Thursdays.",
            "My husband would have somebody to talk to who isn't me.",
            "I could be sure of two hours a week.", "I would know the young ones in my street.",
            "Fewer people would sit alone behind their curtains.", "I would eat something warm with others.",
        ],
        "outcomes.professional": [
            "We would meet people before there is a crisis.",
            "Fewer would have to go into hospital for want of company.",
            "I would do what I learned my job for.",
        ],
        "businessCase.idea": [
            "The café in the care home opens on two days a week. People living with dementia, pupils and staff run it together."
        ],
        "businessCase.outcome": [
            "Forty people have company and something to do. Their families get four hours a week."
        ],
        "businessCase.people": [
            "They bake, serve and sit with each other. They get company, a warm meal and a voucher."
        ],
        "businessCase.staff": [
            "Six hours a week of one worker, the room and the kitchen. It gets a home where people like to be."
        ],
        "cost": ["14800"],
        "saving": ["9000"],
        "whosaves": ["The council pays, and the health service saves. So we ask it to pay a part."],
        "businessCase.assumptions": [
            "That as many come in winter as in summer. That three of the pupils stay on."
        ],
        "businessCase.confidence": ["rough"],
        "without": [
            "People go on waiting for a phone call. The kitchen stays dark on five days out of seven."
        ],
        "small": ["One more afternoon a week, for eight weeks, with the people who come already."],
        // T12
        "example": [
            "The café in the care home, with the school.", "The walking group on Tuesdays.",
            "Our men's shed.",
            "The choir that began at a bus stop.", "The oral-history walks.",
            "The street party that became a lunch club.",
        ],
        "checklist.evidence": [
            "Moira leads the walk herself, and teaches the new leaders.",
            "The pupils got a certificate, and Jean got their company.",
            "They ring each other when it rains. Nobody told them to.",
            "The first thing they ask you is what you are good at.",
            "Staff still write the rota, so not quite.",
        ],
        "transfer.same": [
            "Tea first. Two leaders, one of them living with dementia. Everybody has something to do."
        ],
        "transfer.change": [
            "The route, the day and the bus. And it should be the people there who ask the others."
        ],
        "transfer.strengths": ["A harbour with a walk, a school, and a lifeboat crew whom everybody knows."],
        "transfer.where": ["Along the coast, with the carers' group there and the harbour café."],
        "transfer.who": ["Aisha has a cousin there. She asks whether they would like us to come and tell."],
        // The record of what we see differently
        "disagreement.about": ["Walking alone"],
        "disagreement.people": [
            "I have walked along this canal for sixty years. I would rather get lost once than sit at home for good. I carry my phone and a card."
        ],
        "disagreement.staff": [
            "We worry about the dark months and the water. If something happened, we would have to say why we did nothing."
        ],
        "disagreement.law": [
            "Adults with Incapacity (Scotland) Act 2000: the least restrictive way, and the person's own wishes first. It doesn't forbid a walk."
        ],
        "disagreement.decides": [
            "The person decides, as long as they can. Who sees it otherwise may ask the mental health officer to look."
        ],
        "disagreement.advocate": ["The advocacy service, or whoever they name. For Archie it is his sister."],
        "disagreement.meanwhile": [
            "A buddy within sight after four o'clock, and the phone switched on. No one follows anybody."
        ],
        "notes": [
            "I didn't know that Jean used to be a teacher.", "Ask Fiona about the bench.",
            "Tell Callum about the choir.",
            "I spoke, and nobody hurried me.", "Bring the photographs next time.",
            "I said “needs” again. Ask “what do you like?” instead.",
        ],
    ]
}
