/// People read and listen.
enum InfoPlayer: DemoPlayer {
    static let kind = "info"
    static func next(_ scene: DemoScene) -> DemoTurn { .done }
}

/// People rest.
enum BreakPlayer: DemoPlayer {
    static let kind = "break"
    static func next(_ scene: DemoScene) -> DemoTurn { .done }
}
