import Crypto
import Foundation

/// Secrets: made here, handed out once, kept as SHA-256 alone.
package enum Secrets {
    /// 256 random bits in base64url.
    package static func token() -> String {
        let key = SymmetricKey(size: .bits256)
        return key.withUnsafeBytes { Data($0) }.base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    /// A code for people to read and type: base 32 without letters that look alike (Crockford), in groups of four.
    ///
    /// - Parameter characters: eight are 40 bits, which hold because wrong tries are limited.
    package static func code(characters: Int) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        var random = SystemRandomNumberGenerator()
        var text = ""
        for index in 0..<characters {
            if index > 0, index.isMultiple(of: 4) { text.append("-") }
            text.append(alphabet[Int.random(in: 0..<32, using: &random)])
        }
        return text
    }

    /// What somebody typed, as it was made: capitals, no spaces or dashes, look-alikes read as what they look like.
    package static func normalised(code: String) -> String {
        String(
            code.uppercased().compactMap { character -> Character? in
                switch character {
                case "O": "0"
                case "I", "L": "1"
                case "U": "V"
                case _ where character.isASCII && (character.isLetter || character.isNumber): character
                default: nil
                }
            })
    }

    /// SHA-256 in hexadecimal, each use with a domain of its own, so that one hash never serves as another.
    package static func hash(_ secret: String, as domain: Domain) -> String {
        hex(SHA256.hash(data: Data("coprolab \(domain.rawValue)\n\(secret)".utf8)))
    }

    package enum Domain: String, Sendable {
        case token, returnCode, recoveryCode, screenToken, client, organiser, erased
    }

    /// Compares two hashes without telling by its time where they differ.
    package static func equal(_ one: String, _ other: String) -> Bool {
        let one = Array(one.utf8)
        let other = Array(other.utf8)
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// The pseudonym behind a key in one activity: HMAC-SHA-256, cut to 80 bits. It joins nothing across activities for
    /// whoever doesn't hold the key.
    package static func pseudonym(key: SymmetricKey, activity: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("author \(activity)".utf8), using: key)
        return "x" + hex(code).prefix(20)
    }

    /// The key of a person's pseudonyms, derived from their token, which only they hold.
    package static func pseudonymKey(token: String) -> SymmetricKey {
        SymmetricKey(data: SHA256.hash(data: Data("coprolab pseudonyms\n\(token)".utf8)))
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
