package import Kernel

/// What happens around the commands on files: receiving, showing, scanning again, sweeping.
///
/// The bytes are durable in the store before any row names them, and nothing is opened before the
/// journal says who sees it.
package struct EvidenceDesk: Sendable {
    package let dispatcher: Dispatcher
    let store: any Kernel.FileStore
    let scanner: (any FileScanner)?
    /// Whether files that nobody scanned are shown: only when the insurer said so itself.
    let showsUnscanned: Bool

    /// - Parameters:
    ///   - scanner: without one every file stays unscanned.
    package init(
        _ dispatcher: Dispatcher, store: any Kernel.FileStore, scanner: (any FileScanner)?,
        showsUnscanned: Bool = false
    ) {
        self.dispatcher = dispatcher
        self.store = store
        self.scanner = scanner
        self.showsUnscanned = showsUnscanned
    }

    /// How many files and bytes one person may send within a day.
    static let dailyFiles = 500
    static let dailyBytes: Int64 = 2 << 30

    /// Takes an upload for the case `number`. It waits a day for ``AttachFile``.
    package func receive(
        _ bytes: [UInt8], named name: String, for number: String, by principal: Principal,
        at moment: Moment? = nil
    ) async throws -> PendingFile {
        let now = moment ?? dispatcher.now()
        do {
            try dispatcher.admit(AttachFile.self, principal)
            let place = try await place(of: number, principal, bytes.count, now)
            let found = try FileInspection.inspect(bytes)
            let plainName = try FileName.checked(name, for: found.type)
            let scanned = try await scan(bytes, at: now)
            let random = dispatcher.random
            guard let words = random(16).twoWords else { throw VaultFailure.randomness }
            let id = ID<PendingFile>(at: now, random: words)
            let sealed = try FileSeal.seal(bytes, of: id, key: place.key, random: random)
            let file = PendingFile(
                id: id, subject: place.subject,
                content: EvidenceFile.Content(
                    hash: Hash(of: bytes).hex, stored: try await store.put(sealed).hex,
                    bytes: Int64(bytes.count), type: found.type,
                    width: found.width.map(Int64.init), height: found.height.map(Int64.init)),
                name: try Sealer(key: place.key, random: random)
                    .seal(plainName, field: PersonalKind.other.rawValue),
                uploader: principal.text, receivedAt: now, scanned: scanned)
            try await dispatcher.database.write { try EvidenceStore.insert(file, $0) }
            return file
        } catch let refusal as Refusal {
            dispatcher.securityLog.count("files.upload", refusal.id, at: now)
            throw refusal
        }
    }

    private struct Place: Sendable {
        let subject: CaseReference
        let key: SubjectKey
    }

    private func place(
        of number: String, _ principal: Principal, _ bytes: Int, _ now: Moment
    ) async throws -> Place {
        let day = now.adding(seconds: -PendingFile.patience)
        return try await dispatcher.database.read { [vault = dispatcher.vault] reader in
            guard let (subject, person) = try EvidenceStore.owner(of: number, reader) else {
                throw Refusal.noSuch(Words("案件", "case"))
            }
            try CustomerRight.check(
                on: number, Words("案件", "case"), by: principal, reader)
            let sent = try EvidenceStore.sent(by: principal.text, since: day, reader)
            try require(
                sent.files < Self.dailyFiles && sent.bytes + Int64(bytes) <= Self.dailyBytes,
                else: .fileQuota)
            guard let key = try vault.subject(person, reader) else { throw Refusal.personErased }
            return Place(subject: subject, key: key)
        }
    }

    /// What the scanner says; `nil` when it cannot say. What it finds unsafe is not taken.
    private func scan(
        _ bytes: [UInt8], at now: Moment
    ) async throws -> EvidenceFile.Scanned? {
        guard let scanner else { return nil }
        let verdict: ScanVerdict
        do { verdict = try await scanner.scan(bytes) } catch is ScanFailure { return nil }
        guard case .clean = verdict else { throw Refusal.fileUnsafe }
        return EvidenceFile.Scanned(result: .clean, scanner: scanner.name, found: nil, at: now)
    }
}

extension EvidenceDesk {
    /// A file as it is shown.
    package struct Shown: Sendable {
        package let file: EvidenceFile
        package let name: String
        package let bytes: [UInt8]
    }

    /// The content of a file, once it is on record that `principal` sees it.
    package func show(_ id: ID<EvidenceFile>, to principal: Principal) async throws -> Shown {
        var command = OpenFile()
        command.file = id
        command.showsUnscanned = showsUnscanned
        _ = try await dispatcher.perform(command, by: principal)
        let loaded: Loaded<EvidenceFile>? = try await dispatcher.database.read {
            try $0.load(id)
        }
        guard let file = loaded?.state else { throw Refusal.noSuch(EvidenceFile.title) }
        let (bytes, key) = try await content(of: file)
        let name = try Sealer.open(file.name, field: PersonalKind.other.rawValue, key: key)
        return Shown(file: file, name: name, bytes: bytes)
    }

    /// The content as it was sent, checked against what the journal says of it.
    private func content(of file: EvidenceFile) async throws -> ([UInt8], SubjectKey) {
        let person = file.name.person
        let key = try await dispatcher.database.read { [vault = dispatcher.vault] reader in
            try vault.subject(person, reader)
        }
        guard let key else { throw Refusal.personErased }
        guard let address = Hash(hex: file.content.stored),
            let sealed = try await store.get(address)
        else { throw Refusal.fileLost }
        guard Hash(of: sealed) == address,
            let bytes = try? FileSeal.open(sealed, of: file.id, key: key),
            Hash(of: bytes).hex == file.content.hash
        else { throw Refusal.fileChanged }
        return (bytes, key)
    }

    /// Scans what could not be scanned when it came. Returns how many got a verdict.
    @discardableResult
    package func scanWaiting(limit: Int = 1000) async throws -> Int {
        guard let scanner else { return 0 }
        var (done, seen, last) = (0, 0, "")
        while seen < limit, !Task.isCancelled {
            let page = try await dispatcher.database.read { [last] reader in
                try EvidenceStore.unscanned(after: last, limit: 50, reader)
            }
            guard let end = page.last else { break }
            for file in page {
                // What cannot be read has no verdict and is shown to nobody.
                guard let (bytes, _) = try? await content(of: file.state) else { continue }
                let verdict: ScanVerdict
                do { verdict = try await scanner.scan(bytes) } catch is ScanFailure { return done }
                _ = try await dispatcher.perform(
                    RecordScan(file.state.id, verdict, by: scanner.name), by: .system("scan"))
                done += 1
            }
            (seen, last) = (seen + page.count, end.state.id.text)
        }
        return done
    }

    /// Removes uploads that nobody attached within their day, an hour later, so that no attaching
    /// is cut short. Returns how many files went.
    @discardableResult
    package func sweep() async throws -> Int {
        let moment = dispatcher.now().adding(seconds: -PendingFile.patience - 3600)
        var removed = 0
        for _ in 0..<50 {
            let (forgotten, orphans) = try await dispatcher.database.write {
                try EvidenceStore.forget(before: moment, limit: 200, $0)
            }
            for orphan in orphans {
                if let address = Hash(hex: orphan) { try await store.remove(address) }
            }
            removed += orphans.count
            if forgotten < 200 { break }
        }
        return removed
    }
}
