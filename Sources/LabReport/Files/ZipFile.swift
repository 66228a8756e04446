import CLibArchive
import CoproductionLab

/// Files in one ZIP archive, through libarchive: names in UTF-8, and no times, so that equal contents are equal bytes.
/// Each file is made when its turn comes, and is in memory alone.
package struct ZipFile: FilePieces {
    package struct Failure: Error { package let words: String }

    /// Makes the bytes of a file.
    package typealias Contents = @Sendable () -> [UInt8]

    private var files: ArraySlice<(name: String, contents: Contents)>
    private let archive: Archive
    private var isClosed = false

    package init(_ files: [(name: String, contents: Contents)]) throws(Failure) {
        self.files = files[...]
        archive = try Archive()
    }

    package mutating func next() throws -> [UInt8]? {
        while !isClosed {
            if let file = files.popFirst() {
                try archive.add(file.name, file.contents())
            } else {
                try archive.close()
                isClosed = true
            }
            let written = archive.taken()
            if !written.isEmpty { return written }
        }
        return nil
    }
}

/// libarchive's writer, and what it has written and nobody has taken yet.
///
/// Unchecked, since a pointer is in it: whoever holds the archive asks for one piece after the other.
private final class Archive: @unchecked Sendable {
    private let writer: OpaquePointer
    private var written: [UInt8] = []

    init() throws(ZipFile.Failure) {
        guard let writer = archive_write_new() else {
            throw ZipFile.Failure(words: "no memory for the archive")
        }
        self.writer = writer
        _ = archive_write_set_options(writer, "zip:hdrcharset=UTF-8")
        try check(archive_write_set_format_zip(writer))
        // What is written comes at once, and nothing is added to fill a block.
        try check(archive_write_set_bytes_per_block(writer, 0))
        let status = archive_write_open(
            writer, Unmanaged.passUnretained(self).toOpaque(), nil,
            { _, context, bytes, count in
                guard let context, let bytes else { return -1 }
                let archive = Unmanaged<Archive>.fromOpaque(context).takeUnretainedValue()
                archive.written.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
                return count
            }, nil)
        try check(status)
    }

    deinit { archive_write_free(writer) }

    func add(_ name: String, _ bytes: [UInt8]) throws(ZipFile.Failure) {
        let entry = archive_entry_new()
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, name)
        archive_entry_set_size(entry, Int64(bytes.count))
        archive_entry_set_filetype(entry, UInt32(S_IFREG))
        archive_entry_set_perm(entry, 0o644)
        try check(archive_write_header(writer, entry))
        let count = bytes.withUnsafeBytes { archive_write_data(writer, $0.baseAddress, $0.count) }
        guard count == bytes.count else { throw failure }
        try check(archive_write_finish_entry(writer))
    }

    func close() throws(ZipFile.Failure) { try check(archive_write_close(writer)) }

    func taken() -> [UInt8] {
        defer { written = [] }
        return written
    }

    private func check(_ status: Int32) throws(ZipFile.Failure) {
        guard status >= ARCHIVE_WARN else { throw failure }
    }

    private var failure: ZipFile.Failure {
        ZipFile.Failure(words: archive_error_string(writer).map { String(cString: $0) } ?? "unknown")
    }
}
