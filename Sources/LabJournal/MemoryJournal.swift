/// A journal that is gone with the process, for tests and trials. It keeps the whole contract but durability.
package actor MemoryJournal: Journal {
    private var kept: [Key: Lab] = [:]
    private var order: [Key] = []
    private var lines: [[UInt8]] = []
    private var erasures = 0
    private var refusal: JournalError?
    private var isClosed = false

    package init() {}

    /// Lets every `append` fail with this error until it is called with nil: a full disk, for tests.
    package func refuse(with error: JournalError?) {
        refusal = error
    }

    package func append(_ batches: [LabBatch]) throws(JournalError) -> [AppendResult] {
        try checkOpen()
        if let refusal { throw refusal }
        var results: [AppendResult] = []
        for batch in batches {
            let key = Key(batch.lab)
            // Taken out while it changes, so that its arrays aren't copied.
            let known = kept.removeValue(forKey: key)
            var lab = known ?? Lab(id: batch.lab)
            let result = lab.append(batch)
            results.append(result)
            if case .committed = result {
                if let line = batch.line { note(line) }
                if batch.events.contains(where: { $0.kind == Erasure.kind }) { erasures += 1 }
            }
            if known != nil {
                kept[key] = lab
            } else if case .committed = result {
                kept[key] = lab
                order.append(key)
            }
        }
        return results
    }

    package func events(
        of lab: String, after revision: Int, limit: Int
    ) throws(JournalError) -> [StoredEvent] {
        try checkOpen()
        return kept[Key(lab)]?.tail(after: revision, limit: limit) ?? []
    }

    package func erasures(of lab: String) throws(JournalError) -> [StoredEvent] {
        try checkOpen()
        let lab = kept[Key(lab)]
        return (lab?.events ?? []).filter { $0.event.kind == Erasure.kind }.map {
            $0.stored(in: lab?.id ?? "")
        }
    }

    package func command(lab: String, client: String, number: Int) throws(JournalError) -> CommandRecord? {
        try checkOpen()
        return kept[Key(lab)]?.commands[CommandKey(client, number)]
    }

    package func labs() throws(JournalError) -> [LabSummary] {
        try checkOpen()
        return order.compactMap { key in
            kept[key].map {
                LabSummary(lab: $0.id, revision: $0.events.count, head: $0.head, summary: $0.summary)
            }
        }
    }

    package func deleteLab(_ lab: String, entering line: [UInt8]?) throws(JournalError) {
        try checkOpen()
        if let refusal { throw refusal }
        guard kept.removeValue(forKey: Key(lab)) != nil else { return }
        order.removeAll { $0 == Key(lab) }
        erasures += 1
        if let line { note(line) }
    }

    package func ledger() throws(JournalError) -> [[UInt8]] {
        try checkOpen()
        return lines
    }

    package func enter(_ lines: [[UInt8]]) throws(JournalError) {
        try checkOpen()
        if let refusal { throw refusal }
        for line in lines { note(line) }
    }

    private func note(_ line: [UInt8]) {
        if !lines.contains(line) { lines.append(line) }
    }

    /// The whole lab is one page.
    package func backup(_ cursor: BackupCursor) throws(JournalError) -> BackupPage? {
        try checkOpen()
        guard let lab = kept[Key(cursor.lab)] else { return nil }
        var pieces: [BackupPiece] = []
        let upTo = cursor.upTo ?? lab.events.count
        if cursor.upTo == nil {
            pieces.append(
                .lab(LabSummary(lab: lab.id, revision: upTo, head: lab.head, summary: lab.summary)))
        }
        for event in lab.events.prefix(upTo).dropFirst(cursor.after) {
            let key = event.event.commandKey.flatMap(CommandRecord.parse)
            if let record = key.flatMap({ lab.commands[CommandKey($0.client, $0.number)] }),
                record.firstRevision == event.revision
            {
                pieces.append(.command(record))
            }
            pieces.append(.event(event))
        }
        let quiet = lab.commands.values.filter { $0.count == 0 && $0.firstRevision <= upTo }
        pieces += quiet.sorted { $0.key < $1.key }.map { .command($0) }
        return BackupPage(pieces: pieces, next: nil, erasures: erasures)
    }

    package func verify(lab: String?, head: [UInt8]?) throws(JournalError) -> VerifyReport {
        try checkOpen()
        var verdicts: [LabVerdict] = []
        var found: HeadVerdict?
        for key in order where lab == nil || lab.map(Key.init) == key {
            guard let lab = kept[key] else { continue }
            var verifier = ChainVerifier(lab: lab.id, lookingFor: head)
            for event in lab.events {
                let key = event.event.commandKey.flatMap(CommandRecord.parse)
                verifier.check(
                    event, causedBy: key.flatMap { lab.commands[CommandKey($0.client, $0.number)] })
            }
            verdicts.append(verifier.verdict(recordedRevision: lab.events.count, recordedHead: lab.head))
            if let revision = verifier.foundAt { found = .found(lab: lab.id, revision: revision) }
        }
        return VerifyReport(labs: verdicts, head: head == nil ? nil : found ?? .missing)
    }

    package func close() {
        isClosed = true
    }

    private func checkOpen() throws(JournalError) {
        if isClosed { throw .closed }
    }
}

/// The bytes of an id: Swift compares strings by meaning, a journal byte for byte.
private struct Key: Hashable {
    let bytes: [UInt8]
    init(_ text: String) { bytes = Array(text.utf8) }
}

private struct CommandKey: Hashable {
    let client: Key
    let number: Int
    init(_ client: String, _ number: Int) {
        self.client = Key(client)
        self.number = number
    }
    init(_ record: CommandRecord) { self.init(record.client, record.number) }
}

private struct Lab {
    let id: String
    var events: [SealedEvent] = []
    var head: [UInt8]
    var summary: [UInt8]?
    var commands: [CommandKey: CommandRecord] = [:]

    init(id: String) {
        self.id = id
        head = HashChain.start(lab: id)
    }

    func tail(after revision: Int, limit: Int) -> [StoredEvent] {
        events.dropFirst(max(revision, 0)).prefix(max(limit, 0)).map { $0.stored(in: id) }
    }

    mutating func append(_ batch: LabBatch) -> AppendResult {
        guard batch.expecting == events.count else {
            return .conflict(tail: tail(after: batch.expecting, limit: .max))
        }
        var new: Set<CommandKey> = []
        let repeated = batch.commands.compactMap { record in
            commands[CommandKey(record)] ?? (new.insert(CommandKey(record)).inserted ? nil : record)
        }
        guard repeated.isEmpty else { return .repeated(repeated) }
        for event in batch.events {
            let sealed = HashChain.seal(event, lab: id, revision: events.count + 1, after: head)
            events.append(sealed)
            head = sealed.hash
            for (revision, parts) in Erasure.parts(namedBy: event)
            where revision >= 1 && revision < sealed.revision {
                events[revision - 1].erase(parts)
            }
        }
        for record in batch.commands { commands[CommandKey(record)] = record }
        if let summary = batch.summary { self.summary = summary }
        return .committed(revision: events.count, head: head)
    }
}
