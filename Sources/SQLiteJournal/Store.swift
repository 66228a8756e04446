import Foundation
import GRDB
import Glibc
import LabJournal

/// The database connection behind a ``SQLiteJournal``. It belongs to the journal's thread.
final class Store {
    let path: String
    private let queue: DatabaseQueue
    /// Every lab, by the bytes of its id. Only this connection writes, so it needn't be read again.
    var labs: [Data: LabRow]
    /// Whether bytes that were erased may still be in the write-ahead log.
    private(set) var mustTruncate = false
    /// Counts the transactions that erased or deleted something, for who reads in several steps.
    private(set) var erasures = 0
    private var changesAtCheckpoint = 0
    /// The file beside the database that says what the ledger does, or nil.
    let mirror: String?
    /// Whether that file may lack something.
    var mustMirror = false
    /// The last line that is in that file; nil where it isn't known.
    var mirrored: Int64?
    /// The lab whose events are being put back.
    var restoring: LabRow?

    /// How many changed rows may be in the write-ahead log before they are moved into the database. Each is at most
    /// about three pages of 4 KiB, mostly far less.
    private static let checkpointInterval = 10_000

    /// Opens the database, or makes it with mode 0600, and brings its tables up to date.
    /// - Parameter mirror: the file in which the ledger is kept a second time, so that it is there when the database is lost.
    init(path: String, mirror: String? = nil) throws(JournalError) {
        self.path = path
        self.mirror = mirror
        try Self.makeFile(path)
        do {
            queue = try DatabaseQueue(path: path, configuration: Self.configuration(path: path))
            try Schema.migrator.migrate(queue)
            labs = try queue.read { db in try LabRow.all(db) }
        } catch {
            if let error = error as? DatabaseError {
                switch error.resultCode {
                case .SQLITE_NOTADB: throw .notAJournal(path: path)
                case .SQLITE_BUSY: throw .inUse(path: path, by: nil)
                case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
                    throw .notWritable(path: path, why: error.message ?? "SQLite can't open it")
                default: break
                }
            }
            throw JournalError(error)
        }
        try truncateLog()
        try finishScrubbing()
        try readMirror()
    }

    /// Runs `body` in one transaction. Where it throws, nothing of it stays.
    func write<T>(_ body: (Database) throws -> T) throws(JournalError) -> T {
        try access { db in
            var result: T?
            do {
                try db.inTransaction(.immediate) {
                    result = try body(db)
                    return .commit
                }
            } catch {
                if db.isInsideTransaction {
                    throw JournalError.broken("a transaction can't be undone: \(error)")
                }
                throw error
            }
            guard let result else { throw JournalError.broken("a transaction gave no result") }
            return result
        }
    }

    /// Runs `body` without a transaction of its own.
    func access<T>(_ body: (Database) throws -> T) throws(JournalError) -> T {
        do {
            return try queue.writeWithoutTransaction(body)
        } catch {
            throw JournalError(error)
        }
    }

    /// Moves what is in the write-ahead log into the database where enough has gathered. A full disk lets it wait.
    func checkpointIfDue() throws(JournalError) {
        if mustMirror { mirrorLedger() }
        if mustTruncate { return try truncateLog() }
        try access { db in
            guard db.totalChangesCount - changesAtCheckpoint >= Self.checkpointInterval else { return }
            do {
                try db.checkpoint(.passive)
                changesAtCheckpoint = db.totalChangesCount
            } catch {
                guard case .notSaved = JournalError(error) else { throw error }
            }
        }
    }

    /// Notes that something was erased, so that the log is emptied too.
    func noteErasure() {
        erasures += 1
        mustTruncate = true
    }

    /// Empties the write-ahead log. A full disk lets it wait until the next checkpoint.
    func truncateLog() throws(JournalError) {
        try access { db in
            do {
                try db.checkpoint(.truncate)
                changesAtCheckpoint = db.totalChangesCount
                mustTruncate = false
            } catch {
                guard case .notSaved = JournalError(error) else { throw error }
            }
        }
    }

    func close() throws(JournalError) {
        do {
            try queue.close()
        } catch {
            throw JournalError(error)
        }
    }

    private static func makeFile(_ path: String) throws(JournalError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST { return }
            throw DataFolder.notWritable(path, errno)
        }
        Glibc.close(descriptor)
        let folder = (path as NSString).deletingLastPathComponent
        try DataFolder.synchronize(folder: folder.isEmpty ? "." : folder)
    }

    private static func configuration(path: String) -> Configuration {
        var configuration = Configuration()
        configuration.label = "coprolab.journal"
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            // No second connection can exist, and the index of the log is in memory: a full disk can't break it.
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try Schema.check(db, path: path)
            guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
                throw JournalError.broken("SQLite can't write ahead in \(path)")
            }
            // Checkpoints are ours to run: SQLite's own would keep a failed sync to themselves.
            try db.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA secure_delete = ON;
                    PRAGMA wal_autocheckpoint = 0;
                    PRAGMA cell_size_check = ON;
                    PRAGMA cache_size = -32768;
                    """)
        }
        return configuration
    }
}
