import GRDB
import LabJournal

extension JournalError {
    /// What an error of SQLite means for the journal.
    ///
    /// A full disk and a busy database undo the transaction and change nothing. After anything else it is unknown
    /// what is on disk, and a failed sync must never be tried again: the kernel reports it only once.
    init(_ error: any Error) {
        switch error {
        case let error as JournalError:
            self = error
        case let error as DatabaseError:
            let message = "\(error.message ?? "no message") (SQLite \(error.extendedResultCode.rawValue))"
            switch error.resultCode {
            case .SQLITE_FULL, .SQLITE_BUSY, .SQLITE_LOCKED: self = .notSaved(message)
            default: self = .broken(message)
            }
        default:
            self = .broken("\(error)")
        }
    }
}

extension Error {
    /// Whether SQLite found its file malformed, as opposed to failing to read or write it.
    var isCorruption: Bool {
        guard let error = self as? DatabaseError else { return false }
        return error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB
    }
}
