import CoproductionLab
import Testing

@testable import LabServer

@Suite("The file of an export for keeping")
struct KeptDocumentTests {
    /// What is amiss with a file that is sealed, and then changed.
    private static func problem(texts: Int, _ change: (inout [UInt8]) -> Void = { _ in }) throws
        -> ImportProblem.Kind?
    {
        let source = KeptDocument.Source(Lab(id: "abc"), revision: 3, head: [1, 2, 3], at: 0)
        var members: [String: JSON] = [
            "format": "coprolab", "formatVersion": 1, "for": "keeping", "kept": [:],
        ]
        members["activities"] = .array((0..<texts).map { .string("Walk \($0) } {") })
        var file = KeptDocument.sealed(from: source) { further in
            JSON.object(members.merging(further) { $1 }).pieces()
        }
        var bytes: [UInt8] = []
        var pieces = 0
        while let piece = try file.next() {
            bytes += piece
            pieces += 1
        }
        #expect(pieces == 1 || texts > 0)
        #expect(try JSON(parsing: bytes, atMost: .max)["source"]?["revision"] == 3)
        change(&bytes)
        do throws(ImportProblem) {
            _ = try KeptDocument.read(bytes)
            return nil
        } catch {
            return error.kind
        }
    }

    @Test(
        "is sealed as it goes out, in one piece or in many, and a changed byte is found",
        arguments: [0, 10_000])
    func sealed(texts: Int) throws {
        // Its seal holds, and what it says is no lab.
        #expect(try Self.problem(texts: texts) == .content)
        let changed = try Self.problem(texts: texts) { bytes in
            if let place = bytes.firstIndex(of: UInt8(ascii: "2")) { bytes[place] = UInt8(ascii: "4") }
        }
        #expect(changed == .changed)
    }
}
