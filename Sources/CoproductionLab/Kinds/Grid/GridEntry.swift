/// What somebody wrote into a cell. It flows on with what the cell says of it (S23).
struct GridEntry: Sendable {
    enum Absence: String, Sendable { case withdrawn, hidden }

    let cell: GridCell
    let author: Author
    let role: Role
    let support: Support
    let order: String
    var text: String
    var version = 1
    var absence: Absence?

    var stands: Bool { absence == nil }

    static let limit = 300
}
