import Kernel
import Testing

@testable import Delivery

@Suite struct EgressRulesTests {
    /// Addresses inside, in every spelling that has fooled a filter before.
    static let inside = [
        "127.0.0.1", "127.1", "127.255.255.254", "0.0.0.0", "0", "0.1.2.3", "10.0.0.1",
        "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "100.127.255.254", "192.0.0.8", "192.0.2.1", "198.51.100.7", "203.0.113.9",
        "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "2130706433", "017700000001", "127.0.1",
        "0xa9fea9fe", "2852039166", "%31%32%37.0.0.1", "localhost", "LOCALHOST", "localhost.",
        "a.localhost", "printer.local", "metadata.google.internal", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[0:0:0:0:0:ffff:a00:1]",
        "[fe80::1]", "[fec0::1]", "[fc00::1]", "[fd12:3456::1]", "[ff02::1]",
        "[64:ff9b::7f00:1]", "[64:ff9b:1::a00:1]", "[2001:db8::1]", "[3fff::1]", "[2001::1]",
        "[2002:7f00:1::]", "[100::1]",
    ]

    @Test(arguments: inside)
    func `an address inside is refused in every spelling`(host: String) {
        #expect(throws: EgressRefusal.privateAddress) {
            try EgressRules().target(for: "https://\(host)/hook")
        }
    }

    static let outside = [
        "1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
        "192.167.1.1", "192.169.1.1", "11.0.0.1", "223.255.255.255", "[2606:4700:4700::1111]",
        "[2400:3200::1]",
    ]

    @Test(arguments: outside)
    func `a public address is allowed`(host: String) throws {
        let target = try EgressRules().target(for: "https://\(host)/hook?a=b")
        #expect(target.url.text == "https://\(host):443/hook?a=b")
    }

    static let malformed = [
        "", "example.com/x", "//1.1.1.1/", "ftp://1.1.1.1/", "file:///etc/passwd",
        "gopher://1.1.1.1/", "https://user@1.1.1.1/", "https://user:secret@1.1.1.1/",
        "https://1.1.1.1:0/", "https://1.1.1.1:65536/", "https://1.1.1.1\\@127.0.0.1/",
        "https://1.1.1.1/\r\nHost: x", "https://1.1.1.1 /", "https://127．0．0．1/",
        "https://①②⑦.0.0.1/", "https://[fe80::1%25eth0]/", "https://[::1/", "https://",
        "https://a%00b.example/", "https://1.1.1.1:443:80/",
        "https://1.1.1.1/" + String(repeating: "a", count: 3000),
    ]

    @Test(arguments: malformed)
    func `an address that is not plainly a web address is refused`(url: String) {
        #expect(throws: EgressRefusal.malformed) { try EgressRules().target(for: url) }
    }

    @Test func `plain http needs the list of allowed receivers`() throws {
        #expect(throws: EgressRefusal.plainHTTP) {
            try EgressRules().target(for: "http://1.1.1.1/")
        }
        let rules = EgressRules(allowed: ["Hooks.Internal:8080", "127.0.0.1:9000"]) { _, _ in
            [IPAddress("10.1.2.3")].compactMap { $0 }
        }
        let target = try rules.target(for: "http://hooks.internal:8080/x")
        #expect(target.pin == "hooks.internal:8080:10.1.2.3")
        #expect(throws: EgressRefusal.plainHTTP) {
            try rules.target(for: "http://hooks.internal:8081/x")
        }
        #expect(throws: EgressRefusal.privateAddress) {
            try rules.target(for: "https://hooks.internal:8443/x")
        }
    }

    @Test(arguments: [
        ["169.254.169.254"], ["1.1.1.1", "127.0.0.1"], ["::ffff:10.0.0.1"], ["fd00::1"],
    ])
    func `a public name that leads inside is refused`(answers: [String]) {
        let rules = EgressRules(allowed: []) { _, _ in answers.compactMap { IPAddress($0) } }
        #expect(throws: EgressRefusal.privateAddress) {
            try rules.target(for: "https://169.254.169.254.nip.io/latest")
        }
    }

    @Test func `a name without an answer is tried again later`() {
        let rules = EgressRules(allowed: []) { _, _ in [] }
        #expect(throws: EgressRefusal.unresolved) {
            try rules.target(for: "https://nowhere.example/")
        }
        guard case .later = EgressRefusal.unresolved.outcome else {
            Issue.record("a name may resolve again")
            return
        }
    }

    @Test func `refusals never repeat the address`() {
        for refusal in EgressRefusal.allCases {
            #expect(!"\(refusal.outcome)".contains("://"))
        }
    }
}
