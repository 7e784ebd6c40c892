import HTTPTypes
import Hummingbird
import Insurance
import Kernel

/// Letters as pages and as PDF. Names are masked; with a reason for seeing them they are opened,
/// once that is on record.
extension Site {
    var letterRoutes: [Route] {
        [
            Route(.get, "/api/v1/letters/{file}", .reading(["letter"])) { try await letter($0) }
        ]
    }

    private func letter(_ visit: Visit) async throws -> Response {
        let file = try visit.part("file")
        let query = try visit.query(["reason", "text"])
        guard let dot = file.lastIndex(of: "."),
            let form = LetterForm(rawValue: String(file[file.index(after: dot)...]))
        else { throw Refusal.noSuch(Letter.title) }
        let number = String(file[..<dot])
        let principal = try visit.principal
        let found = try await database.read { reader -> Letter? in
            guard let letter: Loaded<Letter> = try reader.load(number: number),
                try CaseSight.of(principal, reader)?.sees(letter.claimNumber, reader) != false
            else { return nil }
            return letter.state
        }
        guard let letter = found else { throw Refusal.noSuch(Letter.title) }
        let page = try await page(letter, query, visit)
        switch form {
        case .html:
            return Answer.bytes(
                pages.letter(page.values(nonce: visit.context.nonce)),
                type: "text/html; charset=utf-8")
        case .pdf: return try await printed(page)
        }
    }

    private enum LetterForm: String { case html, pdf }

    private func printed(_ page: LetterPage) async throws -> Response {
        guard let printer else { throw Refusal.notPrinted(.absent) }
        do throws(PrintFailure) {
            let pdf = try await printer.pdf(pages.letter(page.values(nonce: nil)))
            return Answer.bytes(pdf, type: "application/pdf")
        } catch {
            throw Refusal.notPrinted(error)
        }
    }

    private func page(
        _ letter: Letter, _ query: [String: String], _ visit: Visit
    ) async throws -> LetterPage {
        let (name, address) = try await names(letter, query, visit)
        let scheme = visit.origin.isSecure ? "https" : "http"
        let verify = "\(scheme)://\(visit.origin.host)/verify/\(letter.code)"
        return LetterPage(
            letter: letter, recipient: name, address: address, verify: verify,
            code: codes?.square(verify))
    }

    /// The recipient's name and address: their masks, or opened for a stated reason.
    private func names(
        _ letter: Letter, _ query: [String: String], _ visit: Visit
    ) async throws -> (String, String?) {
        guard let asked = query["reason"] else {
            let opener = try await database.read { [vault = dispatcher.vault] reader in
                try vault.opener(for: [letter.recipient.person], reader)
            }
            return (masked(letter.recipient, .name, opener, visit.language),
                letter.address.map { masked($0, .address, opener, visit.language) })
        }
        guard let reason = RevealReason(rawValue: asked), let text = query["text"],
            (1...500).contains(text.count)
        else { throw Problem.badParameter("reason") }
        let desk = RevealDesk(dispatcher)
        func open(_ sealed: Sealed, _ kind: PersonalKind) async throws -> String {
            try await desk.reveal(
                sealed, kind, about: letter.stream, reason: reason, text: text,
                by: visit.principal)
        }
        let name = try await open(letter.recipient, .name)
        guard let address = letter.address else { return (name, nil) }
        return (name, try await open(address, .address))
    }

    private func masked(
        _ sealed: Sealed, _ kind: PersonalKind, _ opener: Opener, _ language: Language
    ) -> String {
        // A value that opens no more, because its person was erased, stays hidden.
        let text = try? opener.open(sealed, field: kind.rawValue)
        return (text.map(kind.mask) ?? PersonalKind.hidden)[language]
    }
}

extension Refusal {
    static func notPrinted(_ failure: PrintFailure) -> Refusal {
        switch failure {
        case .absent:
            Refusal(
                .conflict, "letters.printerAbsent",
                Words(
                    "服务器未安装 weasyprint，请打开 .html 版本后打印",
                    "weasyprint is not installed here; open the .html letter and print that"))
        case .busy:
            Refusal(
                .busy, "letters.printerBusy",
                Words("打印任务过多，请稍后再试", "too many letters are being printed; try again"))
        case .failed:
            Refusal(
                .conflict, "letters.notPrinted",
                Words("PDF 生成失败，请打开 .html 版本后打印", "the PDF failed; open the .html letter instead"))
        }
    }
}
