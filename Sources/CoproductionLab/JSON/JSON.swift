/// A JSON value (RFC 8259) as the protocol, the journal and the views use it.
///
/// Whole numbers stay whole: `4` and `4.0` are told apart on the way in and written as they are.
package enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])
}

extension JSON {
    package static let empty = JSON.object([:])

    /// The member of an object, or nil where there is none or this is no object.
    package subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    package var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    package var int: Int? {
        switch self {
        case .int(let value): value
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    package var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    package var array: [JSON]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    package var object: [String: JSON]? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// The strings of an array; what isn't a string is left out.
    package var strings: [String] { array?.compactMap(\.string) ?? [] }

    /// A figure for people: rounded to four decimals, so that a patch doesn't carry the noise of the arithmetic.
    package static func figure(_ value: Double) -> JSON {
        let rounded = (value * 10_000).rounded() / 10_000
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? .int(Int(rounded)) : .double(rounded)
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .int(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }
}

extension Dictionary where Key == String, Value == JSON {
    /// Sets a member to a text where there is one; an absent text leaves the member out, since views hold no null.
    package mutating func set(_ key: String, _ value: String?) {
        if let value { self[key] = .string(value) }
    }

    package mutating func set(_ key: String, _ value: Int?) {
        if let value { self[key] = .int(value) }
    }

    /// Sets a flag only where it is raised.
    package mutating func flag(_ key: String, _ value: Bool) {
        if value { self[key] = true }
    }
}
