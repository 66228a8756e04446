extension Cluster {
    /// The themes in their order, each with the items under it; loose items come last, under none. Empty while hidden.
    package func arrangement(in scene: Scene) -> [(theme: String?, items: [Item])] {
        guard scene.activity.showsAnswers else { return [] }
        let byTheme = Dictionary(grouping: scene.inputs) { theme(of: $0.id) }
        let named = themes.filter { $0.value.stands }.sorted { $0.value.order < $1.value.order }
        return named.map { ($0.value.text, byTheme[$0.key] ?? []) } + [(nil, byTheme[nil] ?? [])]
    }
}
