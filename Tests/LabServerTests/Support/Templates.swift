import CoproductionLab

@testable import LabServer

/// The template that comes with coprolab, and others with the settings that it doesn't use.
enum Templates {
    static func all() throws -> [Template] {
        try [TemplateLibrary.read(file: folder + "/T2.yaml")]
            + [open, quiet].map { try TemplateLibrary.parse($0, file: "template") }
    }

    /// Where the templates lie that come with coprolab.

    static let folder: String = {
        let parts = "\(#filePath)".split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(4).joined(separator: "/") + "/config/templates"
    }()

    /// Everything shows at once and under names; many dots.
    static let open = """
        id: OPEN
        name: Open
        minutes: 10
        language: en
        title: Open
        welcome: Come in.
        activities:
          - {id: ideas, kind: gather, title: Ideas, prompt: What?, visibility: named, reveal: live}
          - {id: dots, kind: vote, title: Dots, prompt: Which?, visibility: named, reveal: live, inputsFrom: [ideas],
             settings: {budget: 100, perItem: 100}}
          - {id: matrix, kind: rate, title: Matrix, prompt: How?, visibility: named, reveal: live, inputsFrom: [ideas]}
          - {id: pledges, kind: pledge, title: Pledges, prompt: Who?, visibility: named, reveal: live}
        """

    /// Nothing shows before its reveal, and nobody's name ever; two gatherings.
    static let quiet = """
        id: QUIET
        name: Quiet
        minutes: 10
        language: en
        title: Quiet
        welcome: Come in.
        activities:
          - {id: ideas, kind: gather, title: Ideas, prompt: What?, visibility: anonymous, reveal: live}
          - {id: second, kind: gather, title: More, prompt: What?, visibility: anonymous, reveal: onReveal}
          - {id: dots, kind: vote, title: Dots, prompt: Which?, visibility: anonymous, reveal: onReveal,
             inputsFrom: [ideas], settings: {budget: 100, perItem: 100}}
          - {id: matrix, kind: rate, title: Matrix, prompt: How?, visibility: anonymous, reveal: onReveal,
             inputsFrom: [ideas]}
        """
}
