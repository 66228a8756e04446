/// The registry of kinds: a new kind adds its line here.
package enum ActivityKinds {
    package static let all: [any ActivityContent.Type] = [
        Info.self,
        Break.self,
        Choose.self,
        Gather.self,
        Cluster.self,
        Vote.self,
        Rate.self,
        Grid.self,
        PledgeBoard.self,
        QuestionQueue.self,
        Survey.self,
        Form.self,
        Reflect.self,
    ]

    package static func named(_ kind: String) -> (any ActivityContent.Type)? { byName[kind] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.kind, $0) })
}
