import Delivery
import Kernel
import Testing

@Suite struct WebhookSignatureTests {
    private let secret = Array("0123456789abcdef".utf8)
    private let body = Array("{}".utf8)
    private let now = Moment(milliseconds: 1_000_000_000)
    // printf 'evt-1.1000000.{}' | openssl dgst -sha256 -hmac 0123456789abcdef
    private let known = "v1=fa3ed17f7e14bd73e3ebd16119ade9c586fd9f36eebba1e40145c7a657825282"

    private func isGenuine(
        id: String = "evt-1", timestamp: String = "1000000", body: String = "{}",
        signature: String? = nil, secrets: [[UInt8]]? = nil, at moment: Moment? = nil
    ) -> Bool {
        WebhookSignature.isGenuine(
            id: id, timestamp: timestamp, body: Array(body.utf8), signature: signature ?? known,
            secrets: secrets ?? [secret], now: moment ?? now)
    }

    @Test func `the signature is the one another program computes`() {
        let value = WebhookSignature.value(
            id: "evt-1", timestamp: 1_000_000, body: body, secret: secret)
        #expect(value == known)
        #expect(isGenuine())
    }

    @Test func `anything changed is not genuine`() {
        #expect(!isGenuine(id: "evt-2"))
        #expect(!isGenuine(timestamp: "1000001"))
        #expect(!isGenuine(timestamp: "+1000000"))
        #expect(!isGenuine(body: "{} "))
        #expect(!isGenuine(secrets: [Array("another secret!!".utf8)]))
        #expect(!isGenuine(secrets: []))
        #expect(!isGenuine(signature: String(known.dropLast())))
        #expect(!isGenuine(signature: String(known.dropFirst(3))))
    }

    @Test(arguments: ["", "v1=", "v1", "v1=zz", "v0=00", ",,,", "v1=0", "v1=é", "v1=00,v1=11"])
    func `a missing or malformed signature is not genuine`(signature: String) {
        #expect(!isGenuine(signature: signature))
    }

    @Test(arguments: ["", "now", "-1", "9223372036854775807", "9223372036854775808", "1e6"])
    func `a missing or malformed timestamp is not genuine`(timestamp: String) {
        #expect(!isGenuine(timestamp: timestamp))
    }

    @Test func `an old or future call is not genuine`() {
        #expect(isGenuine(at: now.adding(seconds: 300)))
        #expect(!isGenuine(at: now.adding(seconds: 301)))
        #expect(isGenuine(at: now.adding(seconds: -300)))
        #expect(!isGenuine(at: now.adding(seconds: -301)))
    }

    @Test func `while a secret is replaced, either one will do`() {
        #expect(isGenuine(secrets: [Array("another secret!!".utf8), secret]))
        #expect(isGenuine(signature: "v1=00,\(known)"))
    }
}
