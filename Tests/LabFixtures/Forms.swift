import CoproductionLab

/// The forms that the source documents ask for, as templates would set them up.
package enum Forms {
    private static func section(_ id: String, _ title: String, _ more: [String: JSON] = [:]) -> JSON {
        .object(more.merging(["id": .string(id), "title": .string(title)]) { $1 })
    }

    /// S32: roles, responsibilities and conflict mechanisms for staff, citizens and service users.
    package static let charter: JSON = [
        "kindOfForm": "charter", "signOff": "sides",
        "sections": [
            section("people", "What people and carers promise", ["side": "community"]),
            section("agency", "What the agency promises", ["side": "professional"]),
            section("conflict", "What we do when we disagree", ["required": true]),
            section("support", "The agency's support", ["required": true, "side": "professional"]),
            section("review", "When we look at this again", ["required": true, "type": "date"]),
        ],
    ]

    /// S17: each side in its own words, legal limits, who decides, advocate, review date.
    package static let disagreement: JSON = [
        "kindOfForm": "disagreement",
        "sections": [
            section("people", "How people and carers see it", ["side": "community"]),
            section("services", "How services see it", ["side": "professional"]),
            section("limits", "What the law says"),
            section("decides", "Who decides", ["type": "text"]),
            section("advocate", "Who speaks for the person", ["type": "text"]),
            section("review", "When we look at this again", ["type": "date"]),
        ],
    ]

    /// S12: what we try, what it costs, what we learned, keep / change / stop.
    package static let testCard: JSON = [
        "kindOfForm": "testCard",
        "sections": [
            section("test", "What we try"),
            section("cost", "What it costs", ["type": "money", "unit": "£"]),
            section("learned", "What we learned"),
            section(
                "next", "What now?",
                [
                    "type": "choice",
                    "options": [
                        ["id": "keep", "title": "Keep it"], ["id": "change", "title": "Change it"],
                        ["id": "stop", "title": "Stop it"],
                    ],
                ]),
        ],
    ]

    /// S34: outcome, cost, saving, assumptions, confidence.
    package static let businessCase: JSON = [
        "kindOfForm": "businessCase",
        "sections": [
            section("outcome", "What changes for people"),
            section("cost", "What it costs a year", ["type": "money", "unit": "£"]),
            section("saving", "What it saves a year", ["type": "money", "unit": "£"]),
            section("assume", "What we assume"),
            section(
                "sure", "How sure are we?",
                [
                    "type": "choice",
                    "options": [
                        ["id": "low", "title": "Not very"], ["id": "mid", "title": "Fairly"],
                        ["id": "high", "title": "Very"],
                    ],
                ]),
        ],
    ]

    /// S39: Contribution Analysis.
    package static let contribution: JSON = [
        "kindOfForm": "contribution",
        "sections": [
            section("change", "What has changed"), section("story", "How we think it came about"),
            section("evidence", "What shows it"), section("others", "What else may have caused it"),
            section(
                "strength", "How strong is it?",
                [
                    "type": "choice",
                    "options": [["id": "weak", "title": "Weak"], ["id": "strong", "title": "Strong"]],
                ]),
            section("next", "What we look for next"),
        ],
    ]

    /// S51: not one-offs.
    package static let transfer: JSON = [
        "kindOfForm": "transfer",
        "sections": [
            section("same", "What can stay the same"), section("change", "What must change"),
            section("where", "Where next", ["type": "text"]),
        ],
    ]

    /// S57: who governs what the futuring has shown.
    package static let governance: JSON = [
        "kindOfForm": "governance", "signOff": "everyone",
        "sections": [
            section("decide", "Who decides what"), section("meet", "How often we meet", ["type": "number"]),
            section("answer", "Whom we answer to", ["required": true]),
        ],
    ]

    /// S56: true voices, not filtered.
    package static let caseStudy: JSON = [
        "kindOfForm": "caseStudy", "signOff": "everyone",
        "sections": [
            section("story", "What happened"),
            section("voices", "In people's own words", ["type": "quotes", "required": true]),
        ],
    ]
}
