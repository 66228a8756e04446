import GRDB
import LabJournal

/// The database's tables and how they came to be.
///
/// Text is kept as its UTF-8 bytes in BLOB columns: compared byte for byte, and a NUL can't cut it short.
/// Events have ever-growing row ids, so their rows are only ever added behind the last one and SQLite never moves
/// one; a moved row would leave a copy of itself in the page's free space, where `secure_delete` doesn't reach it.
enum Schema {
    /// `copl`, in the database's header.
    static let applicationID = 0x636F_706C

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
        migrator.registerMigration("1 labs, events, commands") { db in
            try db.execute(
                sql: """
                    CREATE TABLE lab (
                        id INTEGER PRIMARY KEY,
                        name BLOB NOT NULL UNIQUE,
                        revision INTEGER NOT NULL,
                        head BLOB NOT NULL,
                        summary BLOB);
                    CREATE TABLE event (
                        id INTEGER PRIMARY KEY,
                        lab INTEGER NOT NULL,
                        revision INTEGER NOT NULL,
                        time INTEGER NOT NULL,
                        kind BLOB NOT NULL,
                        version INTEGER NOT NULL,
                        items BLOB NOT NULL,
                        command BLOB,
                        -- Each a salt of 16 bytes, then the part's bytes.
                        who BLOB,
                        what BLOB,
                        hash BLOB NOT NULL);
                    CREATE UNIQUE INDEX eventByRevision ON event (lab, revision);
                    -- What is left of erased parts. In event there are zeros then.
                    CREATE TABLE erasure (
                        event INTEGER PRIMARY KEY,
                        who BLOB,
                        what BLOB);
                    CREATE TABLE command (
                        lab INTEGER NOT NULL,
                        client BLOB NOT NULL,
                        number INTEGER NOT NULL,
                        first INTEGER NOT NULL,
                        count INTEGER NOT NULL,
                        PRIMARY KEY (lab, client, number)) WITHOUT ROWID;
                    -- Work that has to be done again where it was interrupted.
                    CREATE TABLE chore (name TEXT PRIMARY KEY) WITHOUT ROWID;
                    """)
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        }
        migrator.registerMigration("2 ledger of erasures") { db in
            try db.execute(sql: "CREATE TABLE ledger (id INTEGER PRIMARY KEY, line BLOB NOT NULL UNIQUE)")
        }
        return migrator
    }

    /// Refuses a file that isn't ours or is from a newer version, before anything in it is changed.
    static func check(_ db: Database, path: String) throws {
        guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") != 0 else { return }
        guard try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
            throw JournalError.notAJournal(path: path)
        }
        let found = try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid")
        let unknown = found.filter { !migrator.migrations.contains($0) }
        guard unknown.isEmpty else { throw JournalError.newerFormat(path: path, found: unknown) }
    }
}
