import Kernel
import Testing

@Suite struct MaskTests {
    @Test(arguments: [
        (PersonalKind.name, "李小华", "李*华"), (.name, "张三", "张*"), (.name, "欧阳小华", "欧阳**"),
        (.name, "欧阳锋", "欧阳*"), (.name, "欧阳", "欧*"), (.name, "张", "*"),
        (.name, "𠮷田太郎", "𠮷**郎"), (.name, "张 三", "张*"), (.name, "张李小明华", "张***华"),
        (.name, "Zhang San", "Z*** S***"), (.name, "A B", "*** ***"),
        (.name, "Abdulla·Tursun", "A***·T***"), (.name, "J張", "J***"),
        (.identityNumber, "11010519491231123X", "110***********123X"),
        (.identityNumber, "110105491231002", "110********1002"),
        (.identityNumber, "E12345678", "****"), (.identityNumber, "1", "****"),
        (.phone, "13812345678", "138****5678"), (.phone, "+86 138 1234 5678", "138****5678"),
        (.phone, "0755-12345678", "075*****5678"), (.phone, "12345678", "****"),
        (.phone, "1", "****"), (.bankAccount, "6222021234567890128", "****0128"),
        (.bankAccount, "12345678901", "****"), (.bankAccount, "1234", "****"),
        (.email, "zhang@example.com", "z***@example.com"),
        (.email, "zs@example.com", "***@example.com"),
        (.email, "zhang", "[已隐藏]"), (.email, "@example.com", "[已隐藏]"), (.email, "a@", "[已隐藏]"),
        (.address, "浙江省杭州市西湖区文三路1号", "浙江省杭州市****"),
        (.address, "北京市海淀区中关村大街1号", "北京市****"),
        (.address, "广西壮族自治区南宁市青秀区", "广西壮族自治区南宁市****"),
        (.address, "云南大理白族自治州大理市", "云南大理白族自治州****"),
        (.address, "浙江省1号楼", "浙江省****"), (.address, "文三路1号", "[已隐藏]"),
        (.address, "浙江", "浙江****"), (.address, "12 Main Street", "[已隐藏]"),
        (.birthDate, "1949-12-31", "1949-**-**"), (.birthDate, "19491231", "[已隐藏]"),
        (.narrative, "摔倒", "[已隐藏]"), (.health, "糖尿病", "[已隐藏]"), (.other, "x", "[已隐藏]"),
        (.name, "", ""), (.health, " ", ""),
    ])
    func `a mask shows no more than its rule allows`(kind: PersonalKind, text: String, mask: String)
    {
        #expect(kind.mask(text).zh == mask)
    }

    @Test func `what is hidden is said in both languages`() {
        #expect(PersonalKind.health.mask("x") == Words("[已隐藏]", "[hidden]"))
        #expect(Set(PersonalKind.allCases.map(\.title)).count == PersonalKind.allCases.count)
    }

    @Test func `no value of one to four characters shows itself`() {
        for kind in PersonalKind.allCases where kind != .name && kind != .address {
            for text in ["1", "12", "123", "1234", "a@b", "张三"] {
                #expect(!kind.mask(text).zh.contains(text), "\(kind)")
            }
        }
    }
}
