import Insurance
import Kernel
import TestSupport
import Testing
import Web

struct FileRouteTests {
    private func upload(
        _ browser: Browser, _ bytes: [UInt8], case number: String,
        _ name: String = "attachment; filename=photo.png"
    ) async throws -> Browser.Reply {
        try await browser.with("Content-Type", "application/octet-stream")
            .with("Content-Disposition", name)
            .send("POST", "/api/v1/files?case=\(number)", bytes)
    }

    private func attach(
        _ browser: Browser, _ file: JSON?, case number: String
    ) async throws -> Browser.Reply {
        try await browser.post(
            "/api/v1/commands/files.attach",
            json: ["file": file ?? .null, "case": .string(number), "purpose": "sitePhoto"])
    }

    @Test func `an uploaded picture is attached, listed with its hash and downloaded as it was`()
        async throws
    {
        let office = try await Office.open()
        let number = try await office.world.notice()
        let picture = DemoPicture.png()
        let sent = try await upload(
            office.agent, picture, case: number,
            "attachment; filename*=UTF-8''%E7%8E%B0%E5%9C%BA.PNG")
        #expect(sent.status == 200, "\(sent.text)")
        let file = try sent.json["file"]
        #expect(try sent.json["hash"]?.text == Hash(of: picture).hex)
        let attached = try await attach(office.agent, file, case: number)
        #expect(attached.status == 200, "\(attached.text)")
        let list = try await office.agent.get("/api/v1/evidence_file?case_number=\(number)")
        #expect(list.text.contains(Hash(of: picture).hex))
        #expect(!list.text.contains("现场.PNG"))
        let back = try await office.agent.get("/api/v1/files/\(file?.text ?? "")")
        #expect(back.status == 200)
        #expect(back.bytes == picture)
        #expect(back.field("Content-Type") == "image/png")
        let disposition = back.field("Content-Disposition") ?? ""
        #expect(disposition.hasPrefix("attachment; filename=\""))
        #expect(disposition.hasSuffix("filename*=UTF-8''%E7%8E%B0%E5%9C%BA.PNG"))
        #expect(back.field("Content-Security-Policy")?.hasSuffix("; sandbox") == true)
        #expect(back.field("X-Content-Type-Options") == "nosniff")
        #expect(back.field("Cache-Control") == "no-store")
    }

    @Test func `an upload that is not a plain file of the list is refused and nothing is kept`()
        async throws
    {
        let office = try await Office.open()
        let number = try await office.world.notice()
        let before = try await office.digest()
        let picture = DemoPicture.png()
        let hostile: [([UInt8], String, String)] = [
            ([0x50, 0x4B, 3, 4, 0, 0], "attachment; filename=a.png", "files.typeRefused"),
            (picture, "attachment; filename=\"../../a.png\"", "files.nameRefused"),
            (picture, "attachment; filename=a.php.png", "files.endingMismatch"),
            (picture, "attachment; filename*=UTF-8''a%00.png", "files.nameRefused"),
            (picture, "attachment", "request.fileName"),
            (picture, "attachment; filename*=UTF-8''%FF.png", "request.fileName"),
            (
                HostileFiles.png(holding: HostileFiles.testString), "attachment; filename=a.png",
                "files.unsafe"
            ),
            (
                HostileFiles.png(holding: Array("<script>".utf8)), "attachment; filename=a.png",
                "files.ambiguous"
            ),
        ]
        for (bytes, name, id) in hostile {
            let reply = try await upload(office.agent, bytes, case: number, name)
            #expect(try reply.json["id"]?.text == id, "\(reply.text)")
        }
        #expect(
            try await upload(office.agent, picture, case: "NONE").json["id"]?.text
                == "case.missing")
        let large = [UInt8](repeating: 0, count: FileInspection.largest + 1)
        #expect(try await upload(office.agent, large, case: number).status == 413)
        #expect(try await office.digest() == before)
    }

    @Test func `who has no post, no scope or not sent it themselves gets nothing`() async throws {
        let office = try await Office.open()
        let number = try await office.world.notice()
        #expect(
            try await upload(office.trainer, DemoPicture.png(), case: number).status == 403)
        #expect(try await upload(office.writer, DemoPicture.png(), case: number).status == 403)
        let sent = try await upload(office.agent, DemoPicture.png(), case: number)
        let file = try sent.json["file"]
        var command = AttachFile()
        command.file = ID(file?.text ?? "") ?? .blank
        command.case = number
        let refusal = try await office.world.refusal(of: command, by: .claimsHandler)
        #expect(refusal.id == "case.missing")
        // Pending, it is shown to nobody.
        #expect(try await office.agent.get("/api/v1/files/\(file?.text ?? "")").status == 404)
    }
}
