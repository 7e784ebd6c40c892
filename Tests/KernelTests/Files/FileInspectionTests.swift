import TestSupport
import Testing

@testable import Kernel

struct FileInspectionTests {
    static let jpeg: [UInt8] =
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0]
        + [0xFF, 0xC0, 0, 11, 8, 0x01, 0x00, 0x02, 0x00, 1, 1, 0x11, 0]
        + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0x34, 0xFF, 0xD9]

    static let pdf = Array(
        "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".utf8)

    static func box(_ kind: String, _ content: [UInt8]) -> [UInt8] {
        let size = content.count + 8
        return (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - $0 * 8)) }
            + Array(kind.utf8) + content
    }

    static let mp4 =
        box("ftyp", Array("isom".utf8) + [0, 0, 2, 0] + Array("isomavc1".utf8))
        + box("moov", [1, 2, 3]) + box("mdat", [4, 5, 6])

    static func heic(width: UInt8, height: UInt8) -> [UInt8] {
        let size = [0, 0, 0, 0] + [0, 0, width, 0] + [0, 0, height, 0]
        return box("ftyp", Array("heic".utf8) + [0, 0, 0, 0] + Array("mif1heic".utf8))
            + box("meta", [0, 0, 0, 0] + box("ispe", size)) + box("mdat", [9])
    }

    private func refusal(_ bytes: [UInt8]) -> String? {
        do {
            _ = try FileInspection.inspect(bytes)
            return nil
        } catch {
            return error.id
        }
    }

    @Test func `each kind is told by its content, pictures with their size`() throws {
        let png = try FileInspection.inspect(HostileFiles.picture)
        #expect(png == FileInspection(.png, width: 24, height: 24))
        let jpeg = try FileInspection.inspect(Self.jpeg)
        #expect(jpeg == FileInspection(.jpeg, width: 512, height: 256))
        #expect(try FileInspection.inspect(Self.pdf).type == .pdf)
        #expect(try FileInspection.inspect(Self.mp4).type == .mp4)
        let heic = try FileInspection.inspect(Self.heic(width: 2, height: 1))
        #expect(heic == FileInspection(.heic, width: 512, height: 256))
    }

    @Test func `archives, pages, programs and scraps are not taken`() {
        let refused: [[UInt8]] = [
            [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 100),
            Array("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".utf8),
            Array("<html></html>".utf8), Array("GIF89a".utf8) + [0, 0, 0, 0],
            [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1], [0x4D, 0x5A, 0x90, 0], HostileFiles.testString,
            [0x1F, 0x8B, 8, 0], Array(HostileFiles.picture.prefix(40)),
            Array(Self.jpeg.dropLast(2)),
            Array(Self.pdf.dropLast(7)), Array(Self.mp4.dropLast()), [0xFF, 0xD8, 0xFF], [0],
        ]
        for bytes in refused {
            #expect(refusal(bytes) == "files.typeRefused", "\(bytes.prefix(8))")
        }
        #expect(refusal([]) == "files.empty")
    }

    @Test func `a picture of thirty thousand by thirty thousand is refused by its header`() {
        var png = HostileFiles.picture
        png.replaceSubrange(16..<24, with: [0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30])
        #expect(refusal(png) == "files.pictureTooLarge")
        // Each side is allowed, their product is not.
        png.replaceSubrange(16..<24, with: [0, 0, 0x4E, 0x20, 0, 0, 0x4E, 0x20])
        #expect(refusal(png) == "files.pictureTooLarge")
        png.replaceSubrange(16..<24, with: [0, 0, 0, 0, 0, 0, 0, 1])
        #expect(refusal(png) == "files.pictureTooLarge")
        png.replaceSubrange(16..<24, with: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
        #expect(refusal(png) == "files.pictureTooLarge")
        #expect(refusal(Self.heic(width: 0x75, height: 0x75)) == "files.pictureTooLarge")
    }

    @Test func `what is two files at once is refused`() {
        let zipEnd: [UInt8] = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)
        #expect(refusal(HostileFiles.png(holding: zipEnd)) == "files.ambiguous")
        #expect(refusal(HostileFiles.png(holding: Array("%PDF-1.4".utf8))) == "files.ambiguous")
        #expect(
            refusal(HostileFiles.png(holding: Array("<ScRiPt>alert(1)".utf8)))
                == "files.ambiguous")
        #expect(refusal(HostileFiles.png(holding: Array("<?php x".utf8))) == "files.ambiguous")
        #expect(refusal(Self.jpeg.dropLast(2) + zipEnd + [0xFF, 0xD9]) == "files.ambiguous")
        #expect(refusal(Self.mp4 + Self.box("free", zipEnd)) == "files.ambiguous")
        #expect(refusal(Self.pdf + zipEnd) == "files.ambiguous")
        #expect(refusal(Self.pdf + Array("<html>".utf8)) == "files.ambiguous")
        let script = Array("%PDF-1.7\n<</S/JavaScript/JS(app.alert(1))>>\n%%EOF\n".utf8)
        #expect(refusal(script + [UInt8](repeating: 0x20, count: 40)) == "files.ambiguous")
        // After the end of a picture nothing may follow.
        #expect(refusal(HostileFiles.picture + [0]) == "files.typeRefused")
    }

    @Test func `no cut or changed byte stops the process`() {
        let random = SeededBytes(11)
        let heic = Self.heic(width: 1, height: 1)
        for sample in [HostileFiles.picture, Self.jpeg, Self.pdf, Self.mp4, heic] {
            for length in 0..<sample.count { _ = refusal(Array(sample.prefix(length))) }
            for _ in 0..<300 {
                var changed = sample
                for _ in 0..<6 {
                    let drawn = random.bytes(3)
                    let place = Int(drawn[0]) << 8 | Int(drawn[1])
                    changed[place % changed.count] = drawn[2]
                }
                _ = refusal(changed)
            }
        }
    }
}

struct FileNameTests {
    private func refusal(_ name: String, _ type: FileType = .jpeg) -> String? {
        do {
            _ = try FileName.checked(name, for: type)
            return nil
        } catch {
            return error.id
        }
    }

    @Test func `plain names are kept as they are`() {
        for name in ["IMG_0001.JPG", "现场照片（一）：右前门.jpeg", "a.b.jpg"] {
            #expect(refusal(name) == nil, "\(name)")
        }
    }

    @Test func `paths, control signs and turned writing are refused`() {
        let names = [
            "", ".jpg", "../../etc/passwd.jpg", "..\\a.jpg", "/a.jpg", "a\u{0}.jpg", "a\n.jpg",
            "a\u{202E}gpj.exe.jpg", "c:a.jpg", "a\u{FF0F}b.jpg", "%2e%2e.jpg",
            String(repeating: "长", count: 151) + ".jpg",
        ]
        for name in names { #expect(refusal(name) == "files.nameRefused", "\(name)") }
    }

    @Test func `an ending that is another kind or hides one is refused`() {
        let names = [
            "a", "a.", "a.png", "a.jpg.exe", "a.php.jpg", "a.pHaR.jpg", "a.ｐｈｐ.jpg",
            "a.jpg ", "a.html.jpg",
        ]
        for name in names { #expect(refusal(name) == "files.endingMismatch", "\(name)") }
        #expect(refusal("报告.pdf", .pdf) == nil)
    }
}
