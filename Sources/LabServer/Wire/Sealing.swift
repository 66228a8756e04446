import Crypto
import Foundation

/// Seals a token under another secret of the same person (AES-GCM, RFC 5116), so that somebody who comes back with a code gets
/// the token they had, and with it their own pseudonyms, while the disk alone opens nothing.
package enum Sealing {
    package static func seal(_ token: String, under secret: String, as domain: Secrets.Domain) -> String? {
        let sealed = try? AES.GCM.seal(Data(token.utf8), using: key(secret, domain))
        return sealed?.combined?.base64EncodedString()
    }

    package static func open(_ sealed: String, with secret: String, as domain: Secrets.Domain) -> String? {
        guard let data = Data(base64Encoded: sealed), let box = try? AES.GCM.SealedBox(combined: data),
            let token = try? AES.GCM.open(box, using: key(secret, domain))
        else { return nil }
        return String(decoding: token, as: UTF8.self)
    }

    private static func key(_ secret: String, _ domain: Secrets.Domain) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Data(secret.utf8)),
            info: Data("coprolab sealed token \(domain.rawValue)".utf8), outputByteCount: 32)
    }
}
