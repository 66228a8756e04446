import CoproductionLab

/// Two rooms in which the same people do the same things, but may answer differently. As long as answers are hidden both
/// must look the same to everybody but those who answered: nothing in a view hangs on what is hidden.
package struct Twins {
    package var one: LabFixture
    package var two: LabFixture
    package let people: [ID]
    package let items: [ID]
    /// What everybody has been sent so far: patches lead on from here.
    private var sent: (one: Lab, two: Lab)

    /// T2 with five people and five ideas, open from the ideas to the pledges.
    package init(_ change: (inout LabFixture.Step) -> Void = { _ in }) throws(Rejection) {
        var room = LabFixture(change)
        let people = try room.join([.usesServices, .family, .neighbour, .staff, .manager])
        try room.open("ideas", "dots", "matrix", "pledges")
        var items: [ID] = []
        for (text, person) in [("Walks", 0), ("Café", 3), ("Songs", 1), ("Tea", 1), ("Buddies", 1)] {
            items.append(try room.addIdea(text, by: people[person]))
        }
        self.init(room, people: people, items: items)
    }

    /// Two of a room that is there already.
    package init(_ room: LabFixture, people: [ID], items: [ID]) {
        (one, two, self.people, self.items) = (room, room, people, items)
        sent = (room.lab, room.lab)
        _ = (one.takeTouched(), two.takeTouched())
    }

    /// Does something in both rooms alike.
    package mutating func both(_ act: (inout LabFixture) throws(Rejection) -> Void) throws(Rejection) {
        try act(&one)
        try act(&two)
    }

    /// A look at a lab: what somebody gets of it, as bytes.
    package struct Look: Sendable {
        package let name: String
        package let bytes: @Sendable (LabFixture) -> [UInt8]

        package init(_ name: String, _ bytes: @escaping @Sendable (LabFixture) -> [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// The looks by which the rooms can be told apart: views of every audience, what is a bystander's and the host's
    /// own, and those given.
    package func differences(_ looks: [Look] = []) -> [String] {
        let bystanders = [people.last, LabFixture.host].compactMap(\.self)
        let all =
            Audience.allCases.map { audience in
                Look("\(audience)'s view") { $0.view(audience).bytes }
            } + bystanders.map { person in Look("\(person)'s own") { $0.mine(person).bytes } } + looks
        return all.filter { $0.bytes(one) != $0.bytes(two) }.map(\.name)
    }

    /// The audiences whose patches since the last call tell the rooms apart, and the patches of the first room.
    package mutating func takePatches() -> (differences: [String], patches: [JSON]) {
        let touched = (one.takeTouched(), two.takeTouched())
        var (differences, patches): ([String], [JSON]) = ([], [])
        for audience in Audience.allCases {
            let patch = one.lab.patch(for: audience, since: sent.one, touching: touched.0)
            if patch != two.lab.patch(for: audience, since: sent.two, touching: touched.1) {
                differences.append("\(audience)'s patch")
            }
            if let patch { patches.append(patch) }
        }
        sent = (one.lab, two.lab)
        return (differences, patches)
    }
}
