import CLibArchive

/// Files in one ZIP archive, through libarchive: names in UTF-8, and no times, so that equal contents are equal bytes.
package enum ZipFile {
    package struct Failure: Error { package let words: String }

    package static func bytes(of files: [(name: String, bytes: [UInt8])]) throws(Failure) -> [UInt8] {
        guard let archive = archive_write_new() else { throw Failure(words: "no memory for the archive") }
        defer { archive_write_free(archive) }
        let most = files.reduce(1024) {
            $0 + $1.bytes.count + $1.bytes.count / 64 + 2 * $1.name.utf8.count + 512
        }
        var buffer = [UInt8](repeating: 0, count: most)
        var used = 0
        let failure: String? = buffer.withUnsafeMutableBytes { space -> String? in
            func check(_ status: Int32) -> Bool { status >= ARCHIVE_WARN }
            guard check(archive_write_set_format_zip(archive)),
                check(archive_write_set_options(archive, "zip:hdrcharset=UTF-8")) || true,
                check(archive_write_open_memory(archive, space.baseAddress, space.count, &used))
            else { return words(archive) }
            for file in files {
                let entry = archive_entry_new()
                defer { archive_entry_free(entry) }
                archive_entry_set_pathname(entry, file.name)
                archive_entry_set_size(entry, Int64(file.bytes.count))
                archive_entry_set_filetype(entry, UInt32(S_IFREG))
                archive_entry_set_perm(entry, 0o644)
                guard check(archive_write_header(archive, entry)) else { return words(archive) }
                let written = file.bytes.withUnsafeBytes {
                    archive_write_data(archive, $0.baseAddress, $0.count)
                }
                guard written == file.bytes.count else { return words(archive) }
            }
            return check(archive_write_close(archive)) ? nil : words(archive)
        }
        if let failure { throw Failure(words: failure) }
        return Array(buffer[..<used])
    }

    private static func words(_ archive: OpaquePointer) -> String {
        archive_error_string(archive).map { String(cString: $0) } ?? "unknown"
    }
}
