import CoproductionLab

/// The library of case studies (S40): the forms that everybody agreed to be shown, as pages and as files.
package enum CaseStudies {
    /// As the organiser's desk lists and shows them.
    package static func of(_ lab: Lab, on day: String) -> [JSON] {
        lab.sharedCaseStudies(on: day).map { study in
            let story = Story(study, lab)
            var members: [String: JSON] = [
                "story": .string("\(lab.id).\(study.activity.id)"), "lab": .string(lab.id),
                "labTitle": .string(lab.title), "language": .string(lab.language),
                "title": .string(story.title),
                "parts": .array(
                    story.parts.map { part in
                        var members: [String: JSON] = ["title": .string(part.title)]
                        members.set("text", part.text)
                        if !part.quotes.isEmpty {
                            members["quotes"] = .array(part.quotes.map { .string($0) })
                        }
                        return .object(members)
                    }),
                "terms": .array(
                    study.terms.map { ["title": .string($0.title), "text": .string($0.words)] }),
            ]
            members.set("until", study.until)
            return .object(members)
        }
    }

    /// One of them as a report; nil where it may not be shown.
    package static func document(
        of lab: Lab, activity: ID, on day: String, in words: ReportWords
    ) -> Document? {
        guard let study = lab.sharedCaseStudies(on: day).first(where: { $0.activity.id == activity }) else {
            return nil
        }
        let story = Story(study, lab)
        var blocks: [Document.Block] = [.lead(words("report.story")), .quiet(lab.title)]
        for part in story.parts {
            blocks.append(.heading(2, part.title))
            if let text = part.text { blocks.append(.paragraph(text)) }
            blocks += part.quotes.map { .quote($0, by: nil) }
        }
        if !study.terms.isEmpty {
            blocks.append(.heading(2, words("report.storyTerms")))
            for term in study.terms {
                blocks.append(.heading(3, term.title))
                blocks.append(.paragraph(words.day(term.words) ?? term.words))
            }
        }
        return Document(
            title: story.title, language: words.language, isRightToLeft: words.isRightToLeft, blocks: blocks)
    }

    private struct Story {
        struct Part {
            let title: String
            let text: String?
            let quotes: [String]
        }

        let title: String
        let parts: [Part]

        init(_ study: SharedCaseStudy, _ lab: Lab) {
            let scene = Scene(lab: lab, activity: study.activity)
            // What a story is called stands in its first line, where it has one.
            let named = study.form.sections.first.flatMap {
                $0.answer == .text && !study.form.words(of: $0, in: study.activity.id).isEmpty ? $0 : nil
            }
            title = named.map { study.form.words(of: $0, in: study.activity.id) } ?? study.activity.title
            parts = study.form.sections.filter { $0.key != named?.key }.compactMap { section -> Part? in
                if section.answer == .quotes {
                    let quotes = study.form.standingQuotes(
                        in: Form.id(of: section, in: study.activity.id), scene
                    ).map(\.text)
                    return quotes.isEmpty ? nil : Part(title: section.title, text: nil, quotes: quotes)
                }
                let words = study.form.words(of: section, in: study.activity.id)
                guard !words.isEmpty else { return nil }
                return Part(
                    title: section.title, text: words + (section.unit.map { " \($0)" } ?? ""), quotes: [])
            }
        }
    }
}
