import CoproductionLab

/// What stands in a form, how it came to stand there, and who signed: no version is left out (S32).
enum FormReport: ActivityReport {
    static func tables(of form: Form, in scene: Scene, for purpose: Purpose) -> [Table] {
        guard scene.activity.showsAnswers else { return [] }
        var tables = [sections(of: form, in: scene)]
        let quotes = quotes(of: form, in: scene)
        if !quotes.rows.isEmpty { tables.append(quotes) }
        if !form.history.isEmpty { tables.append(versions(of: form, in: scene)) }
        if form.signOff != .none { tables.append(signatures(of: form, in: scene)) }
        return tables
    }

    private static func sections(of form: Form, in scene: Scene) -> Table {
        var table = Table("sections", columns: ["section", "title", "side", "text", "unit"])
        for section in form.sections where section.answer != .quotes {
            let words = form.words(of: section, in: scene.activity.id)
            table.add([
                "section": .string(section.key), "title": .string(section.title),
                "side": section.side.map { .string($0.rawValue) } ?? .null,
                "text": words.isEmpty ? .null : .string(words),
                "unit": section.unit.map { .string($0) } ?? .null,
            ])
        }
        return table
    }

    /// S56: the words as they stand, the words as they were said, and whether their author agrees.
    private static func quotes(of form: Form, in scene: Scene) -> Table {
        var table = Table("quotes", columns: ["section", "text", "original", "approved"])
        for section in form.sections where section.answer == .quotes {
            for quote in form.standingQuotes(in: Form.id(of: section, in: scene.activity.id), scene) {
                table.add([
                    "section": .string(section.key), "text": .string(quote.text),
                    "original": .string(quote.original), "approved": .bool(quote.isApproved),
                ])
            }
        }
        return table
    }

    private static func versions(of form: Form, in scene: Scene) -> Table {
        var table = Table("versions", columns: ["version", "section", "title", "text", "voided"])
        for (number, change) in form.history {
            guard
                let section = form.sections.first(where: {
                    change.section == Form.id(of: $0, in: scene.activity.id)
                })
            else { continue }
            table.add([
                "version": .int(number), "section": .string(section.key), "title": .string(section.title),
                // Quotes go with their author's consent, so their history holds none.
                "text": section.answer == .quotes ? .null : .string(section.words(change.text)),
                "voided": .int(change.voided),
            ])
        }
        return table
    }

    private static func signatures(of form: Form, in scene: Scene) -> Table {
        var table = Table(
            "signatures", columns: ["version", "signed", "complete", "community", "professional"])
        let sides = form.signedBySide(threshold: scene.lab.smallNumbers)
        table.add([
            "version": .int(form.version), "signed": .int(form.signatureCount),
            "complete": .bool(form.isSignedByAll(scene)), "community": sides?["community"] ?? .null,
            "professional": sides?["professional"] ?? .null,
        ])
        return table
    }
}
