extension DemoLab {
    /// What families and staff of the play scheme and the park say.
    static let playWords: [String: [String]] = [
        // T4
        "star.C.citizens": ["Families said which two weeks of the scheme matter most."],
        "star.D.citizens": ["Our children drew the park, and the swing is where they drew it."],
        "star.L.citizens": ["Parents run the Wednesday group by themselves.", "Grans do the snack table."],
        "star.L.staff": ["Play workers come to the families' picnic on their free day."],
        "star.C.managers": ["Alan came to listen before the budget was written. That was new."],
        "star.C.councillors": ["They vote on the money. Two of them have come to see it."],
        "star.A.staff": ["We ask the children on the last day. Nobody asks us."],
        "joining.community": [
            "My child wanted to go.", "Somebody saves me a seat.",
            "Meetings at ten in the morning.", "We see what became of our idea.",
            "Words that only the council uses.",
        ],
        "joining.professional": [
            "Families who ask me by name.",
            "I have to write a report about it afterwards.",
        ],
        "designing": [
            "Ask: what does your child love?", "Ask: who is there for you when it is hard?",
            "Ask: what would you show another family?",
            "Begin with a walk, and not with a form.",
            "Let the family keep the sheet, and bring it when they want.", "Ask what a good day looks like.",
        ],
        "stories": [
            "It was told by the mum herself, and she laughed.", "It said what went wrong, too.",
            "There was a picture of the swing, and no logo.",
            "It was short, and it ended with a phone number.", "A child told it.",
            "I could see how to begin on Monday.",
        ],
        "place": [
            "The park behind the school. Children of all ages are there, and somebody always has a ball."
        ],
        "board": [
            "Nine people: three children, three from the street, two staff, one councillor. They are drawn by lot each spring."
        ],
        "governance.community": ["They plan the year, look after the keys, and ask the newest family first."],
        "governance.staff": ["They mend, advise and find money. They have let go of the last word."],
        "newvoices": [
            "Two of the nine must be new each year, and somebody walks there with them the first time."
        ],
        "first": ["The gate was left unlocked, and nothing was broken."],
        "home": [
            "I'll ask one family what they would like to give, and not what they need.",
            "Hold our next meeting in the evening, with soup.",
            "Draw the map with my team.", "Let the children open the meeting.",
            "Ring the woman from the harbour café.",
            "Put our budget on one page that everybody can read.", "Say thank you by name.",
            "Leave one chair for somebody new.",
        ],
        "debate": [
            "Who decides when the money is short?", "How do we bring in those who never come?",
            "Whether thanks are enough, or it should be pay.",
        ],
        "better": [
            "More time in the workshops.", "A quieter room at lunch.", "Ask some children onto the panel.",
            "Nothing. It was good.",
        ],
        // T6
        "voices.community": [
            "I had never run for a bus. Then I ran thirteen miles for the scheme, and my boy held the tape.",
            "They asked me what we could do about the money. Nobody had asked me that before.",
            "My girl can't speak. At the scheme she laughed, and everybody knew what she meant.",
            "We drew the park on the floor, and we all lay on it.",
            "I made sandwiches for two hundred. I slept well that night.",
            "I was the one who had to be looked after. Now I hold the other end of the skipping rope.",
        ],
        "voices.professional": [
            "I wanted to tell them it was over. Instead they told me what they would do.",
            "I filled in fewer forms that summer than ever, and knew every family by name.",
        ],
        "principles": [
            "Somebody tells it who was there.", "It says what was hard.", "One can see who did what.",
            "It doesn't make anybody look small.",
            "It is short enough for the kitchen door.", "It says what is different now.",
            "People's own words, and no others put into their mouths.",
            "It makes me want to begin.",
        ],
        "story.title": ["Thirteen miles for six weeks"],
        "story.place": [
            "A small town with a big park, a school that leaves its doors open, and families who know each other."
        ],
        "story.before": [
            "The money for the summer scheme was cut in March. A letter came, and nobody was asked."
        ],
        "story.people": [
            "They met in a kitchen, trained for ten weeks, ran the half marathon and brought £6,400 home."
        ],
        "story.staff": [
            "They opened the accounts, ran along, found the rest of the money, and planned the six weeks with the families."
        ],
        "story.change": [
            "There were six weeks for forty children. And now families sit at the table when the budget is made."
        ],
        "story.hard": [
            "One family felt left out because they couldn't run. We hadn't thought of other jobs early enough."
        ],
        "story.cost": ["About 300 hours of families, 60 of staff, and £900 for the road and first aid."],
        "story.reach": ["Other towns whose schemes are cut. Shona tells it, with the medal on."],
        "consent.where": [
            "In the town, at the learning event, and on the council's page. Not in advertising."
        ],
        "consent.names": ["Shona, Grace and Ross, who said yes. Nobody else, and no child."],
        "consent.back": ["Ring Catriona at the scheme. It is taken off the page the same week."],
        "check.evidence": [
            "The part with the tape, told by Shona.", "The paragraph on what was hard.",
            "I would leave out the second figure.", "It says clearly who opened the accounts.",
        ],
        // T8
        "hopes": [
            "I hear children and a saw: the tree house is being mended by those who use it.",
            "It smells of soup and cut grass.",
            "Everybody says hello, the lads on the wall, too.",
            "A boy in a wheelchair is on top of the hill.",
            "There is a bench where one is never alone.", "The willow tunnel has grown over our heads.",
            "Old people sit in the middle of it, and not at the edge.", "The gate has no lock.",
            "The play workers are people who once came as children.",
            "Nobody remembers why there was a fence.",
        ],
        "back.today.happens": ["Six weeks of summer scheme, and families who know how to ask."],
        "back.today.who": ["Families, play workers, the school and the rangers."],
        "back.today.helped": ["The half marathon. We know that we can."],
        "back.months.happens": ["Children walk through the park with three faces, and show what is good."],
        "back.months.decides": ["A table of nine, and three of them are children."],
        "back.year.happens": ["The willow tunnel is planted, and the path is flat."],
        "back.year.who": ["Rangers, a school class and the men's shed."],
        "back.year.helped": ["The council put the budget on one page."],
        "back.five.happens": ["The scheme runs all year, on Saturdays."],
        "back.five.decides": ["Who uses it. The council has one seat of nine."],
        "back.five.helped": ["Those who came as children lead it now."],
        "back.ten.happens": ["The whole town has its lunch there once a month."],
        "back.ten.who": ["Everybody between two and ninety-two.", "People who moved here last week."],
        "back.ten.decides": ["A trust of those who live here, chosen by lot each spring."],
        // T9
        "contribution.change": [
            "Forty families have a summer that they look forward to, and twelve of them now plan it."
        ],
        "contribution.strengths": [
            "Families who trusted each other from the school gate, and staff who stayed."
        ],
        "contribution.people": [
            "They ran, cooked, drove and kept the list. Four of them lead a group today."
        ],
        "contribution.staff": ["They shared the figures, changed the meeting times, and stood back."],
        "path": [
            "Because they were asked early, they found their own answer. Because it was theirs, they stayed. Because they stayed, others came."
        ],
        "contribution.evidence": [
            "The list of groups before and after, and what 31 families wrote. Both are at the school."
        ],
        "others": [
            "A warm summer, a head teacher who is for it, and a grant from the lottery in the second year."
        ],
        "strength": ["likely"],
        "contribution.next": [
            "Whether families who never came would say the same. Grace and Nadia ask ten of them at their doors."
        ],
        "plain": [
            "Six groups in the park instead of two.", "My boy has friends who ring the bell.", "The swing.",
        ],
        "quiet": [
            "I am not afraid of the council's letters any more.", "She looks people in the eye now.",
            "We quarrel, and meet again the next week.",
        ],
        "later": [
            "Some of these children will be play workers.", "Perhaps fewer of us will need a social worker.",
            "That one asks before one cuts.",
        ],
        "evidence.evidence": [
            "I counted them on Saturday.", "My neighbours say so, too.", "I was there from the beginning.",
            "I only feel it.",
        ],
        "disagreement.about": ["Climbing the big tree"],
        "disagreement.people": [
            "They fall, and they learn. Our children are wrapped in cotton wool all year."
        ],
        "disagreement.staff": [
            "We have to answer for them. A broken arm in July closes the scheme in August."
        ],
        "disagreement.decides": [
            "The family decides for its own child; the scheme for its hours. Who objects speaks to Catriona."
        ],
        "disagreement.meanwhile": ["Up to the first fork, with somebody at the foot of the tree."],
        "notes": [
            "Ask Leah how she did the drawing.", "I talk too much in the first ten minutes.",
            "The woman from the harbour has the same trouble.",
            "Tell the team about the three faces.", "I have never said that out loud before.",
        ],
    ]
}
