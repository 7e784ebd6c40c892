import Kernel
import Testing

struct TextTableTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("报案", 4), ("4.2.1a 报案", 11), ("，。（）", 8), ("e\u{301}", 1),
        ("𠮷", 2), ("—", 1),
    ])
    func `a Han character takes two cells`(text: String, width: Int) {
        #expect(TextTable.width(text) == width)
    }

    @Test func `columns line up and no line ends with a space`() {
        var table = TextTable([.init("名称"), .init("n", .right), .init("x")])
        table.add(["甲", "5", "yes"])
        table.add(["abcdef", "1000"])
        #expect(
            table.text == """
                名称       n  x
                ------  ----  ---
                甲         5  yes
                abcdef  1000

                """)
    }

    @Test func `cells beyond the columns are left out`() {
        var table = TextTable([.init("a")])
        table.add(["1", "2"])
        table.add(heading: "all")
        #expect(table.text == "a\n-\n1\n\nall\n")
    }
}
