import Foundation

@testable import LabServer

/// A folder of its own for one test, removed with this value.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        // Short, since the path of a unix socket has 107 bytes at most.
        path = "/tmp/coprolab-\(UUID().uuidString.prefix(13))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ text: String, to name: String) throws {
        let file = URL(fileURLWithPath: self.file(name))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// The names of the regular files in which these bytes stand, and of all that were searched.
    func search(for text: String) throws -> (found: [String], searched: [String]) {
        let files = try FileManager.default.contentsOfDirectory(atPath: path).filter { name in
            let type =
                try? FileManager.default.attributesOfItem(atPath: file(name))[.type] as? FileAttributeType
            return type == .typeRegular
        }
        let found = try files.filter { name in
            try Data(contentsOf: URL(fileURLWithPath: file(name))).range(of: Data(text.utf8)) != nil
        }
        return (found, files)
    }
}

/// The few pages of a client that is no client: what they hold is known to the byte.
final class SamplePages: Sendable {
    static let shared = SamplePages()
    static let script = "export const words = \"\(String(repeating: "live and learn ", count: 100))\"\n"
    static let secret = "root:x:0:0"

    private let folder = Result { () throws -> TemporaryFolder in
        let folder = try TemporaryFolder()
        try folder.write("<!doctype html><title>coprolab</title>", to: "web/index.html")
        try folder.write(script, to: "web/models/words.js")
        try folder.write("<!doctype html><title>API</title>", to: "web/api/index.html")
        try folder.write("x", to: "web/tiny.css")
        try folder.write("const VERSION = \"{version}\"", to: "web/worker.js")
        try folder.write(secret, to: "web/.hidden.txt")
        try folder.write(secret, to: "web/.git/config.txt")
        try folder.write(secret, to: "web/notes.unknown")
        try folder.write(secret, to: "outside.txt")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("web/link.txt"), withDestinationPath: folder.file("outside.txt"))
        return folder
    }

    func assets() throws -> WebAssets { try WebAssets(folder: folder.get().file("web")) }
}
