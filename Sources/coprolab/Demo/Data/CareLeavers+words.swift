extension DemoLab {
    /// What young people who have left care, and those beside them, say.
    static let careWords: [String: [String]] = [
        // T5
        "strengths": [
            "I can live on very little, and tell you how.", "I cook for six out of one pot.",
            "I don't give up on people.",
            "I can talk to anybody.", "I know how forms work, the hard way.", "I fix phones.",
            "I listen, and I keep things to myself.", "A group I can trust doesn't pass on what I say.",
            "I have a van.",
            "People who come back after a bad day.", "I know who to ring in the council.",
            "I can make a room laugh.",
        ],
        "charter.people": [
            "We come as we are. We say stop when it's too much. We expect to hear what became of it, even if it's nothing."
        ],
        "charter.staff": [
            "We leave the lanyards outside. We don't write notes about anybody. We say honestly what we can't promise."
        ],
        "pay": ["£12 an hour, paid the same evening. Bus or taxi, hot food, and childcare next door."],
        "charter.support": [
            "Craig, before and after each evening, until ten, by phone or text. A counsellor on request, paid by the council."
        ],
        "charter.stories": [
            "What is told here stays here. Whoever told it decides whether it goes into a report, and in which words."
        ],
        "charter.conflict": [
            "First Kayleigh and Craig together. Then the advocate, who doesn't work for the council."
        ],
        "charter.aim": ["That nobody leaves care alone, and that those who did it show the way."],
        "journey.before.happens": ["There are meetings about me. I was at two of nine."],
        "journey.before.feels": ["Like a parcel that somebody is going to send."],
        "journey.before.barrier": ["They change the worker in the middle of it."],
        "journey.before.idea": [
            "My foster mum went through the list with me at the kitchen table. Everybody should have that."
        ],
        "journey.plan.happens": ["I got a folder with forty pages.", "They asked what I can't do."],
        "journey.plan.feels": ["I signed it so that it would be over."],
        "journey.plan.barrier": ["It is written for the office, not for me."],
        "journey.plan.idea": ["One page, and I keep the pen."],
        "journey.day.happens": ["A taxi, two bin bags and the keys. It was a Friday."],
        "journey.day.feels": ["Proud for an hour. Then it was very quiet."],
        "journey.day.barrier": ["No electricity till Monday, because nobody told me about the meter."],
        "journey.day.idea": ["Somebody to eat chips with on the floor."],
        "journey.weeks.happens": ["I learned what a standing charge is."],
        "journey.weeks.feels": ["I left the telly on for the voices."],
        "journey.weeks.barrier": ["The office shuts at five, and it gets bad at nine."],
        "journey.weeks.idea": ["Wilma from downstairs brought a drill. That was the best day."],
        "journey.money.happens": ["I started college, and the rent went up because of it."],
        "journey.money.barrier": ["Three offices, and each sends you to the next."],
        "journey.money.idea": ["Lorna rang them with me, on loudspeaker. It took ten minutes."],
        "journey.people.feels": ["My brother came every Saturday. I lived for Saturdays."],
        "journey.people.idea": ["Sunday lunch at Margaret's. You don't have to say anything."],
        "journey.help.happens": ["I didn't ring, because I didn't want to be a case again."],
        "journey.help.barrier": ["You tell it all from the beginning each time."],
        "journey.help.idea": ["One person. The same one. In the evening, too."],
        "journey.later.happens": ["I have a job, a cat and a plant. Two of them are doing well."],
        "journey.later.feels": ["I can do it. And I'd have liked to know that earlier."],
        "journey.plan.barrier.professional": [
            "I didn't know that you only saw two of the meetings. I wrote the folder."
        ],
        "journey.day.happens.professional": [
            "We give keys on Fridays because the inspection is on Thursdays. Nobody ever asked why."
        ],
        "journey.help.barrier.professional": ["After five the calls go to a firm in another town."],
        "journey.people.feels.community": [
            "I didn't know if I was still allowed to ring her, as her foster mum."
        ],
        "what": ["One thing from our list, with those who asked for it."],
        "testCard.who": [
            "Six young people who have moved since spring, at the drop-in. From the 1st, for six weeks."
        ],
        "testCard.people": [
            "They say each week what was good, and bring somebody new. Two of them keep the list."
        ],
        "testCard.staff": [
            "One of us is there every time, and writes nothing down but what they want written."
        ],
        "cardOne.cost": ["1450"],
        "cardTwo.cost": ["980"],
        "payer": ["The council's innovation money. Stewart says yes."],
        "testCard.sign": ["They come again. They sleep better. And they would tell a friend to come."],
        "cardOne.learned": [
            "Five of six came every week. It was the same face that mattered, more than the hour."
        ],
        "cardTwo.learned": ["It worked for those with a phone contract. We had not thought of the others."],
        "cardOne.next": ["keep"],
        "cardTwo.next": ["change"],
        "tests.evidence": [
            "I was there every week.", "I slept through for the first time.", "Two of mine said so.",
            "I only heard about it.",
        ],
        "plain": [
            "I have a shelf, and it holds.", "Nobody got keys on a Friday in those six weeks.",
            "Four of us came back to college.",
        ],
        "quiet": [
            "I ring before it's too late.", "Staff laugh with us now.",
            "I trust one person in the council. That's new.",
        ],
        "later": [
            "I might become a youth worker.", "Perhaps my wee brother won't have to go through that.",
            "They may ask us before they write the next plan.",
        ],
        "disagreement.about": ["Who may stay overnight in the first flat"],
        "disagreement.people": [
            "It is my home. If my pal has nowhere to go, she sleeps on my sofa. I know what I'm doing, and I learned it the hard way."
        ],
        "disagreement.staff": [
            "Two young people lost their tenancy over it. We have to tell the landlord if we know. We'd rather know and help."
        ],
        "disagreement.law": [
            "The tenancy agreement allows guests. Children and Young People (Scotland) Act 2014, part 10: advice and support, and no power to forbid."
        ],
        "disagreement.decides": [
            "The young person, within the tenancy. One can object at the housing panel, and bring an advocate."
        ],
        "disagreement.advocate": ["Her advocate, or Joe"],
        "disagreement.meanwhile": ["Up to three nights, and a text to Craig, who doesn't pass it on."],
        // T11
        "criteria": [
            "Somebody says hello and uses my name.", "I can see who I am going to talk to.",
            "There is a warm place to sit, and it isn't the corridor.",
            "Nobody behind a window.", "I am asked what I want, and it is written in my words.",
            "It is open when I am free.",
            "There is tea, and I may make it myself.", "I don't have to tell it all again.",
            "I leave with one thing sorted.",
            "I can bring my dog, or my brother.",
        ],
        "inspection.evidence": [
            "The woman at the door knew my name.", "I waited in the corridor for twenty minutes.",
            "The kettle was on.",
            "The sign says Monday to Friday, nine to five.",
            "They turned the screen so that I could read it.", "I didn't see it myself.",
        ],
        "best": [
            "The kettle, and Anjali.", "That I could sit by the window.", "Nobody hurried me.",
            "The dog was welcome.",
        ],
        "next": [
            "One late evening a week.", "Take the glass away.", "Let me write my own notes.",
            "A door that shuts.",
        ],
        "form.good": [
            "People at the door who know us. A kettle that is ours, too. Somebody who sorts one thing at once."
        ],
        "form.better": ["Open in the evening. No glass. Nobody should have to tell their story three times."],
        "form.answer": [
            "The glass goes in March. One late evening begins on Wednesday. The computer system we can't change; we will ask you once and copy it."
        ],
        "form.together": [
            "Two young people and two staff choose the new chairs, and look at the first late evening."
        ],
        // T2, T1 with this group
        "outcomes.community": [
            "I would have somebody to ring.", "I'd be paid for what I know.",
            "Nobody would move on a Friday.", "My kids would know their uncle.",
        ],
        "outcomes.professional": [
            "I would see people before the crisis.", "Fewer tenancies would end in the first year.",
        ],
        "example": [
            "Sunday lunch at Margaret's.", "The evening phone.", "The housing panel with two of us on it.",
        ],
        "notes": [
            "I said it, and nobody looked away.", "Ask Wilma about the drill.",
            "I get paid for this. I still can't believe it.",
            "I have given keys on Fridays for eleven years.", "Tell Joe about Wednesday.",
            "Eat something before I come.",
        ],
    ]
}
