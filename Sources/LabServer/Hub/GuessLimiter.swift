/// Limits guesses at codes: after twenty wrong ones a minute an address has one typed code a second evaluated, right or
/// wrong, so that a hall behind one address still gets in, and a guesser gets nowhere near a million codes.
struct GuessLimiter {
    static let freeGuesses = 20
    static let window = Duration.seconds(60)
    static let pace = Duration.seconds(1)

    private struct Visitor {
        var wrong: [ContinuousClock.Instant] = []
        var next: ContinuousClock.Instant?
    }
    private var visitors: [String: Visitor] = [:]

    /// How long to wait before a code from this address is evaluated; nil: it is evaluated now.
    mutating func delay(
        for address: String, free: Int = freeGuesses, now: ContinuousClock.Instant
    ) -> Duration? {
        guard var visitor = visitors[address] else { return nil }
        visitor.wrong.removeAll { now - $0 > Self.window }
        defer { visitors[address] = visitor.wrong.isEmpty && visitor.next == nil ? nil : visitor }
        guard visitor.wrong.count >= free else {
            visitor.next = nil
            return nil
        }
        if let next = visitor.next, next > now { return next - now }
        visitor.next = now + Self.pace
        return nil
    }

    mutating func wrong(from address: String, now: ContinuousClock.Instant) {
        // Bounded however many addresses come: whoever has been quiet for a minute is forgotten.
        if visitors.count >= 50_000 {
            visitors = visitors.filter { $0.value.wrong.last.map { now - $0 <= Self.window } == true }
        }
        visitors[address, default: Visitor()].wrong.append(now)
    }
}
