import Kernel
import Testing

@Suite struct BlindIndexTests {
    let sample: VaultSample
    let index: BlindIndex

    init() throws {
        sample = try VaultSample()
        index = sample.keys.blindIndex
    }

    @Test func `spellings of one value have one index`() throws {
        let groups: [(BlindIndex.Kind, [String])] = [
            (
                .identityNumber,
                [
                    "11010519491231002X", "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ",
                    " 110105 19491231 002X ", "110105491231002",
                ]
            ),
            (
                .phone,
                [
                    "13812345678", "+86 138-1234-5678", "0086 13812345678", "１３８１２３４５６７８",
                    "8613812345678", "(138)12345678",
                ]
            ),
            (.phone, ["010-12345678", "+86 10 12345678", "(010) 1234 5678"]),
            (
                .name,
                [
                    "阿卜杜拉·买买提", "阿卜杜拉•买买提", "阿卜杜拉．买买提", "阿卜杜拉‧买买提",
                    "阿卜杜拉・买买提", " 阿卜杜拉 · 买买提 ",
                ]
            ),
            (.name, ["Zhang  San", "zhang san", "ＺＨＡＮＧ　ＳＡＮ"]),
            (.name, ["张三", "张 三", "张\u{200B}三"]),
            (.email, ["Zhang@Example.com", " zhang@example.COM"]),
            (.plate, ["京A·12345", "京a12345", "京Ａ•１２３４５", "京A 12345"]),
        ]
        for (kind, spellings) in groups {
            let indexes = Set(try spellings.map { try #require(index.exact(kind, $0)) })
            #expect(indexes.count == 1, "\(kind.name) of \(spellings)")
            #expect(indexes.first?.count == 32)
        }
    }

    @Test func `normal forms are stable`() {
        for normaliser in Normaliser.allCases {
            for text in [
                "+86 10 12345678", "00 1 212 555 0100", "110105491231002", "Ａ·Ｂ．c ",
                "李 小 华", "Jean-Luc Picard", "", "  ",
            ] {
                let once = normaliser.apply(text)
                #expect(normaliser.apply(once) == once, "\(normaliser) of \(text)")
            }
        }
    }

    @Test func `other values, kinds and installations have other indexes`() throws {
        let value = "13812345678"
        let stranger = try VaultKeys.generate(random: SampleRandomness(seed: 9).bytes).blindIndex
        let all = [
            index.exact(.phone, value), index.exact(.phone, "13812345679"),
            index.exact(.bankAccount, value), index.tail(.phone, value),
            index.compound("c", [(.phone, value)]), stranger.exact(.phone, value),
        ]
        #expect(Set(all.compactMap(\.self)).count == all.count)
    }

    @Test func `a value without content has no index`() {
        #expect(index.exact(.phone, " - ") == nil)
        #expect(index.nameTokens(" · ").isEmpty)
        #expect(index.tail(.phone, "1234567") == nil)
        #expect(index.tail(.phone, lastFour: "123") == nil)
        #expect(index.compound("c", [(.name, "张三"), (.phone, "")]) == nil)
    }

    @Test func `a tail is found by four digits`() {
        #expect(
            index.tail(.bankAccount, "6222 0212 3456 7890 128")
                == index.tail(.bankAccount, lastFour: "0128"))
    }

    @Test func `parts of a compound are counted apart`() {
        #expect(
            index.compound("c", [(.code("a"), "12"), (.code("b"), "3")])
                != index.compound("c", [(.code("a"), "1"), (.code("b"), "23")]))
    }

    @Test(arguments: [
        ("李小华", "李", true), ("李小华", "小华", true), ("李小华", "李小华", true),
        ("李小华", "华小", false), ("李小华", "李华", false), ("李华", "李华", true),
        ("𠮷田", "𠮷田", true), ("阿卜杜拉·买买提", "拉买", true), ("Zhang San", "zhang", true),
        ("李小华", "王", false),
    ])
    func `a name is found by its parts`(name: String, part: String, found: Bool) {
        let tokens = Set(index.nameTokens(name))
        let query = index.nameQuery(part)
        #expect(!query.isEmpty)
        #expect(tokens.isSuperset(of: query) == found)
    }

    @Test func `a long name has a bounded number of tokens`() {
        let letters = (0..<5000).compactMap { Unicode.Scalar(0x4E00 + $0) }.map(Character.init)
        #expect(index.nameTokens(String(letters)).count == 64 + 63)
    }
}

extension BlindIndex.Kind {
    fileprivate static func code(_ name: String) -> BlindIndex.Kind {
        BlindIndex.Kind(name, .code)
    }
}
