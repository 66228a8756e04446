import CoproductionLab
import Foundation

/// What a survey's tables read like on a page: questions with their answers, in the words in which they were asked.
extension PageTables {
    /// A question in each row, with its answers and its figures.
    func answers(_ table: Table, _ tables: [Table]) -> Table {
        let figures = tables.first { $0.name == "figures" }
        let more = (figures?.columns ?? []).filter { !["question", "title", "type", "n"].contains($0) }
        var folded = Table("figures", columns: ["question", "title", "n", "answer"] + more, isStep: false)
        for first in table.rows.uniqued(by: { table.cell("question", of: $0)?.text ?? "" }) {
            let question = table.cell("question", of: first) ?? .null
            var row = [
                "question": question, "title": table.cell("title", of: first) ?? .null,
                "answer": .string(
                    counted(
                        table.rows.filter { table.cell("question", of: $0) == question }
                            .map { row in
                                let answer = table.cell("answer", of: row) ?? .null
                                return (
                                    label(answer, to: question, in: table), table.cell("n", of: row) ?? .null
                                )
                            })
                ),
            ]
            if let figures,
                let own = figures.rows.first(where: { figures.cell("question", of: $0) == question })
            {
                for key in more + ["n"] { row[key] = figures.cell(key, of: own) }
            }
            folded.add(row)
        }
        return folded
    }

    /// What an answer is called; “I don't know” has no label of its own.
    private func label(_ answer: JSON, to question: JSON?, in answers: Table?) -> JSON {
        guard let answers,
            let row = answers.rows.first(where: {
                answers.cell("question", of: $0) == question && answers.cell("answer", of: $0) == answer
            }), let label = answers.cell("label", of: row), label != .null
        else { return answer }
        return label
    }

    /// What each person answered, under the questions as they were asked and in the words of the answers.
    func people(_ table: Table, _ tables: [Table]) -> Table {
        guard let answers = tables.first(where: { $0.name == "answers" }) else { return table }
        func title(_ column: String) -> String? {
            answers.rows.first { answers.cell("question", of: $0)?.string == column }
                .flatMap { answers.cell("title", of: $0)?.string }
        }
        var folded = Table("people", columns: table.columns.map { title($0) ?? $0 }, isStep: false)
        for row in table.rows {
            folded.add(
                cells: zip(table.columns, row).map { column, value in
                    guard title(column) != nil, let text = value.string else { return value }
                    // Where several can be chosen their ids stand side by side.
                    let chosen = text.components(separatedBy: ", ").map { answer in
                        words.cell(label(.string(answer), to: .string(column), in: answers), under: "label")
                    }
                    return .string(chosen.joined(separator: "\n"))
                })
        }
        return folded
    }

    /// Of each question what the middle of a group says, or its answers where they have no middle.
    func middles(_ table: Table, _ tables: [Table]) -> Table {
        let answers = tables.first { $0.name == "answers" }
        var folded = Table("groups", columns: ["question", "title", "group", "n", "median"], isStep: false)
        for row in table.rows where table.cell("answer", of: row) == .null {
            let (question, group) = (table.cell("question", of: row), table.cell("group", of: row))
            var median = table.cell("median", of: row) ?? .null
            if median == .null {
                let own = table.rows.filter {
                    table.cell("question", of: $0) == question && table.cell("group", of: $0) == group
                        && table.cell("answer", of: $0) != .null
                }
                median = .string(
                    counted(
                        own.map {
                            (
                                label(table.cell("answer", of: $0) ?? .null, to: question, in: answers),
                                table.cell("n", of: $0) ?? .null
                            )
                        }))
            }
            folded.add([
                "question": question ?? .null, "title": table.cell("title", of: row) ?? .null,
                "group": group ?? .null, "n": table.cell("n", of: row) ?? .null, "median": median,
            ])
        }
        return folded
    }

    /// What was answered and how often, a line each; what nobody answered is left out.
    private func counted(_ answers: [(label: JSON, n: JSON)]) -> String {
        answers.filter { $0.n != 0 && $0.n != .null }
            .map { "\(words.cell($0.label, under: "label")): \(words.cell($0.n, under: "n"))" }
            .joined(separator: "\n")
    }
}
