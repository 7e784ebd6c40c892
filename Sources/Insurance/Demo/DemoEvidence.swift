import Kernel

extension DemoTeller {
    /// Uploads and attaches a file of the claim as `post`; none without a folder for files.
    mutating func attach(
        _ bytes: [UInt8], _ name: String, _ purpose: EvidencePurpose, to claim: String,
        as post: PostWords.Post
    ) async throws -> [JSON] {
        guard let desk = door.evidence, let member = holder(of: post) else { return [] }
        let pending = try await desk.receive(
            bytes, named: name, for: claim, by: member.principal, at: now)
        let receipt = try await act(
            post, "files.attach",
            [
                "file": .string(pending.id.text), "case": .string(claim),
                "purpose": .string(purpose.rawValue),
            ])
        return [receipt.text("file").map(JSON.string)].compactMap(\.self)
    }

    /// Whether files can be kept here.
    var keepsFiles: Bool { door.evidence != nil }

    /// Takes the notice and registers the claim; returns its number.
    mutating func register(_ notice: JSON.Object, reserve: String) async throws -> String {
        var fields = notice
        fields["source"] = .string(source)
        let number = try await act(.claimsIntake, "claims.registerNotice", .object(fields))
            .text("number")
        wait(minutes: 30)
        return try await act(
            .registrationClerk, "claims.registerClaim",
            [
                "notice": .string(number ?? ""), "reserve": .string(reserve),
                "reason": "按报案估损计提",
            ]
        ).text("number") ?? ""
    }

    /// Declares and records one finding that does the task.
    mutating func find(
        _ claim: String, _ task: String, _ finding: String, _ evidence: [JSON] = [],
        as post: PostWords.Post
    ) async throws {
        try await act(
            post, "claims.declareInterest",
            ["claim": .string(claim), "task": .string(task), "hasNoInterest": true])
        try await act(
            post, "claims.recordFinding",
            [
                "claim": .string(claim), "task": .string(task), "finding": .string(finding),
                "day": .string(today.description), "evidence": .array(evidence),
                "completes": true,
            ])
    }
}

/// One page that says what it stands for, as a whole PDF: a paper of the demo.
enum DemoPaper {
    static func pdf(_ line: String) -> [UInt8] {
        let text = line.filter { $0.isASCII && ($0.isLetter || $0.isNumber || " .-".contains($0)) }
        let content = "BT /F1 18 Tf 60 760 Td (\(text)) Tj ET"
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources"
                + "<</Font<</F1 5 0 R>>>>>>",
            "<</Length \(content.utf8.count)>>\nstream\n\(content)\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
        var pdf = "%PDF-1.4\n"
        var table = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let place = String(pdf.utf8.count)
            table += String(repeating: "0", count: 10 - place.count) + place + " 00000 n \n"
            pdf += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = pdf.utf8.count
        pdf += "xref\n0 6\n\(table)trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
        return Array(pdf.utf8)
    }
}
