/// A random name `[a-z0-9]` made by the server: of a lab, a person, an activity, an idea, …
package typealias ID = String

/// Who stands behind a contribution: the participant's id where the activity shows or keeps names, and in an
/// anonymous activity a pseudonym of that activity alone, which joins nothing across activities.
package typealias Author = String

/// Ids as values: `decide` draws from it and stays a pure function of its input.
package struct IDSource: Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// SplitMix64 (Steele, Lea & Flood 2014): one addition and two multiplications a number, and any seed will do.
    private mutating func nextNumber() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Ten characters, 51 bits: a clash within one lab is not to be expected, and none of them is a secret.
    package mutating func next() -> ID {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
        var number = nextNumber()
        var name: [UInt8] = []
        for _ in 0..<10 {
            name.append(alphabet[Int(number % 36)])
            number /= 36
        }
        return String(decoding: name, as: UTF8.self)
    }
}

/// Fractional keys: strings that sort, between any two of which another fits.
package enum Order {
    /// The key of the `index`th of things that are only ever appended; seven digits leave room on both sides.
    package static func appended(_ index: Int) -> String {
        let digits = String(index + 1, radix: 36)
        return "m" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    /// A key between two others; nil stands for either end.
    package static func between(_ low: String?, _ high: String?) -> String {
        String(
            decoding: middle(Array((low ?? "").utf8)[...], high.map { Array($0.utf8)[...] }), as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)

    /// The shortest key between, so that repeated insertion makes keys longer by a digit in about five.
    private static func middle(_ low: ArraySlice<UInt8>, _ high: ArraySlice<UInt8>?) -> [UInt8] {
        if let high {
            // A key that has ended goes on in zeros.
            let padded = Array(low) + Array(repeating: digits[0], count: max(0, high.count - low.count))
            let common = zip(padded, high).prefix { $0 == $1 }.count
            if common > 0 {
                return Array(high.prefix(common)) + middle(low.dropFirst(common), high.dropFirst(common))
            }
        }
        let from = low.first.flatMap(digits.firstIndex) ?? 0
        let to = high.map { $0.first.flatMap(digits.firstIndex) ?? 0 } ?? digits.count
        if to - from > 1 { return [digits[(from + to) / 2]] }
        // The first digit of `high` alone is less than `high`, unless nothing but zeros follow.
        if let high, to > from, high.dropFirst().contains(where: { $0 != digits[0] }) {
            return [high[high.startIndex]]
        }
        return [digits[from]] + middle(low.dropFirst(), nil)
    }
}
