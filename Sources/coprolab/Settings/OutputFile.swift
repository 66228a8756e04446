import Foundation

/// A file that a command writes for somebody: whole, or not at all.
enum OutputFile {
    /// The file that is meant: in a folder, the one of that name.
    static func path(_ output: String, named name: String) throws -> String {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: output, isDirectory: &isFolder), isFolder.boolValue {
            return (output.hasSuffix("/") ? output : output + "/") + name
        }
        guard !output.hasSuffix("/") else {
            throw Failure("\(output): there is no such folder. Make it first, or name a file.")
        }
        return output
    }

    /// Beside the file first and then in its place, so that nobody finds half of it; what is private is never readable
    /// by others, not for a moment.
    static func write(_ data: Data, to path: String, isPrivate: Bool) throws {
        let file = try WholeFile(path)
        do {
            try file.write([UInt8](data))
            if !isPrivate { try file.openToOthers() }
            try file.synchronize()
            try file.finish()
        } catch {
            file.discard()
            throw error
        }
    }
}
