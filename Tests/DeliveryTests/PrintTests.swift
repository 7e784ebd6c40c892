import Foundation
import Kernel
import Testing

@testable import Delivery

struct PrintTests {
    @Test func `a code is a square with its three finders, and nonsense has none`() throws {
        let square = try #require(QRCodes().square("https://example.com/verify/ABCDEFGH23456789"))
        #expect(square.side >= 21 && (square.side - 17) % 4 == 0)
        func isFinder(_ row: Int, _ column: Int) -> Bool {
            (0..<7).allSatisfy { square.isDark[row * square.side + column + $0] }
        }
        let far = square.side - 7
        #expect(isFinder(0, 0) && isFinder(0, far) && isFinder(far, 0))
        #expect(QRCodes().square("") == nil)
        #expect(QRCodes().square(String(repeating: "x", count: 501)) == nil)
        #expect(QRCodes().square("a\0b") == nil)
    }

    @Test func `a page becomes a PDF`() async throws {
        let html = "<!doctype html><meta charset=utf-8><p>守诺保险 letter</p>"
        do {
            let pdf = try await WeasyPrint().pdf(Array(html.utf8))
            #expect(pdf.starts(with: "%PDF-".utf8) && pdf.count > 1_000)
        } catch {
            #expect(error == .absent)
            print("weasyprint is not installed: 1 test skipped")
        }
    }

    @Test func `a program that is absent, fails, or never ends prints nothing`() async throws {
        let page = Array("<p>x</p>".utf8)
        await #expect(throws: PrintFailure.failed) {
            _ = try await WeasyPrint(program: "/bin/false").pdf(page)
        }
        await #expect(throws: PrintFailure.failed) {
            _ = try await WeasyPrint(program: "/no/such/program").pdf(page)
        }
        var limits = WeasyPrint.Limits()
        limits.seconds = 1
        let script = FileManager.default.temporaryDirectory
            .appendingPathComponent("covenant-endless-\(ProcessInfo.processInfo.processIdentifier)")
        try Data("#!/bin/sh\nwhile :; do :; done\n".utf8).write(to: script)
        defer { try? FileManager.default.removeItem(at: script) }
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o700], ofItemAtPath: script.path)
        let endless = WeasyPrint(program: script.path, limits: limits)
        await #expect(throws: PrintFailure.failed) { _ = try await endless.pdf(page) }
        limits.bytes = 3
        let tooLong = WeasyPrint(program: "/bin/cat", limits: limits)
        await #expect(throws: PrintFailure.failed) { _ = try await tooLong.pdf(page) }
    }
}
