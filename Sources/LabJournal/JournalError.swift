/// Everything that can go wrong with a journal or its data folder.
package enum JournalError: Error, Equatable, Sendable {
    /// The disk is full or the database busy. Nothing was changed; it may be tried again.
    case notSaved(String)
    /// An I/O or sync error: it is unknown what is on disk. The process must end; the next start recovers.
    case broken(String)
    /// The database was written by a newer version, which did the steps `found` that this one doesn't know.
    case newerFormat(path: String, found: [String])
    /// The file isn't one of ours.
    case notAJournal(path: String)
    /// Another process (its id, where known) holds the data folder.
    case inUse(path: String, by: Int32?)
    /// The data folder or a file in it can't be made or written.
    case notWritable(path: String, why: String)
    /// An event doesn't fit the chain.
    case damaged(lab: String, revision: Int, what: String)
    /// The journal was closed.
    case closed
}

extension JournalError: CustomStringConvertible {
    /// What happened and what to do next, for the person who runs the server.
    package var description: String {
        switch self {
        case .notSaved(let why):
            "Not saved: \(why). Nothing was changed. Free some space on the disk; it is tried again by itself."
        case .broken(let why):
            "The journal can't be trusted any longer: \(why). Check the disk, then start again; what was "
                + "acknowledged is recovered at the start."
        case .newerFormat(let path, let found):
            "\(path) was written by a newer version of coprolab (unknown: \(found.joined(separator: ", "))). "
                + "Install that version, or choose another data folder."
        case .notAJournal(let path):
            "\(path) is not a coprolab journal. Choose another data folder, or move the file away."
        case .inUse(let path, let pid):
            "The data folder \(path) is in use by \(pid.map { "process \($0)" } ?? "another process"). "
                + "Stop it first, or choose another data folder."
        case .notWritable(let path, let why):
            "\(path) can't be written: \(why). Give this user the right to write there, or choose another "
                + "data folder."
        case .damaged(let lab, let revision, let what):
            "Lab \(lab) is damaged at revision \(revision): \(what). Run `coprolab verify`, and restore a backup."
        case .closed:
            "The journal is closed because the server is ending."
        }
    }
}
