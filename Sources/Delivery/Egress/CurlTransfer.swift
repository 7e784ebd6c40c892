import CLibCurl
import Glibc

/// One transfer by libcurl. Made, used and let go on one thread of a ``BlockingPool``.
///
/// An option that libcurl does not take makes ``perform()`` refuse: a transfer never runs with a
/// protection silently missing.
final class CurlTransfer {
    /// Initialises the library once; lazy globals run under a lock.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let handle: UnsafeMutableRawPointer
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private var problem = CURLE_OK
    private let guardian = UnsafeMutablePointer<covenant_curl_guard>.allocate(capacity: 1)
    /// What callbacks point at, kept alive until the transfer is gone.
    private var kept: [AnyObject] = []

    init?() {
        guard CurlTransfer.isReady, let handle = curl_easy_init() else {
            guardian.deallocate()
            return nil
        }
        self.handle = handle
        set(CURLOPT_NOSIGNAL, 1)
        // Neither variables of the environment nor files of the user decide where a call goes.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NOPROXY, "*")
        set(CURLOPT_NETRC, 0)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    }

    deinit {
        curl_easy_cleanup(handle)
        for list in lists { curl_slist_free_all(list) }
        guardian.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) {
        note(covenant_curl_set_long(handle, option, value))
    }

    /// libcurl copies the text.
    func set(_ option: CURLoption, _ text: String) {
        note(text.withCString { covenant_curl_set_pointer(handle, option, $0) })
    }

    func set(_ option: CURLoption, list texts: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for text in texts {
            guard let longer = curl_slist_append(list, text) else {
                curl_slist_free_all(list)
                return note(CURLE_OUT_OF_MEMORY)
            }
            list = longer
        }
        guard let list else { return }
        lists.append(list)
        note(covenant_curl_set_pointer(handle, option, list))
    }

    /// Seconds for the whole transfer and for connecting.
    func limit(seconds: Int, connecting: Int) {
        set(CURLOPT_TIMEOUT, seconds)
        set(CURLOPT_CONNECTTIMEOUT, connecting)
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds)
    }

    /// Posts `bytes`, which libcurl copies.
    func post(_ bytes: [UInt8]) {
        set(CURLOPT_POST, 1)
        set(CURLOPT_POSTFIELDSIZE, bytes.count)
        note(
            bytes.withUnsafeBytes {
                covenant_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, $0.baseAddress)
            })
    }

    /// Uploads `bytes` through the read callback.
    func upload(_ bytes: [UInt8]) {
        let upload = Upload(bytes)
        kept.append(upload)
        set(CURLOPT_UPLOAD, 1)
        set(CURLOPT_INFILESIZE, bytes.count)
        note(
            covenant_curl_set_bytes(handle, CURLOPT_READFUNCTION) { target, size, count, context in
                guard let target, let context else { return 0 }
                let upload = Unmanaged<Upload>.fromOpaque(context).takeUnretainedValue()
                return upload.copy(to: UnsafeMutableRawPointer(target), room: size &* count)
            })
        let context = Unmanaged.passUnretained(upload).toOpaque()
        note(covenant_curl_set_pointer(handle, CURLOPT_READDATA, context))
    }

    /// Drops what the other side answers and hangs up after `limit` bytes, headers included.
    func discardReply(limit: Int) {
        let meter = Meter(left: limit)
        kept.append(meter)
        let context = Unmanaged.passUnretained(meter).toOpaque()
        for (function, data) in [
            (CURLOPT_WRITEFUNCTION, CURLOPT_WRITEDATA),
            (CURLOPT_HEADERFUNCTION, CURLOPT_HEADERDATA),
        ] {
            note(
                covenant_curl_set_bytes(handle, function) { _, size, count, context in
                    guard let context else { return 0 }
                    let meter = Unmanaged<Meter>.fromOpaque(context).takeUnretainedValue()
                    return meter.take(size &* count)
                })
            note(covenant_curl_set_pointer(handle, data, context))
        }
    }

    /// Lets the transfer connect to these addresses only, whatever else libcurl may come to.
    func permitOnly(_ addresses: [IPAddress]) {
        let permitted = Permitted(addresses)
        kept.append(permitted)
        guardian.initialize(
            to: covenant_curl_guard(
                permits: { context, address in
                    guard let context, let address, let asked = IPAddress(address) else { return 0 }
                    let permitted = Unmanaged<Permitted>.fromOpaque(context).takeUnretainedValue()
                    return permitted.addresses.contains(asked) ? 1 : 0
                },
                context: Unmanaged.passUnretained(permitted).toOpaque()))
        note(covenant_curl_set_guard(handle, guardian))
    }

    func perform() -> CURLcode {
        problem == CURLE_OK ? curl_easy_perform(handle) : problem
    }

    /// The last status the other side sent; 0 when it sent none.
    var status: Int {
        var value = 0
        let code = covenant_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &value)
        return code == CURLE_OK ? value : 0
    }

    /// Seconds the other side asked to wait (HTTP Retry-After); `nil` when it did not ask.
    var retryAfter: Int? {
        var value: curl_off_t = 0
        let code = covenant_curl_get_offset(handle, CURLINFO_RETRY_AFTER, &value)
        return code == CURLE_OK && value > 0 ? Int(value) : nil
    }

    private func note(_ code: CURLcode) {
        if problem == CURLE_OK { problem = code }
    }
}

/// The bytes still to send.
private final class Upload {
    private let bytes: [UInt8]
    private var sent = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func copy(to target: UnsafeMutableRawPointer, room: Int) -> Int {
        let count = min(room, bytes.count - sent)
        bytes.withUnsafeBytes { source in
            UnsafeMutableRawBufferPointer(start: target, count: count)
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[sent..<(sent + count)]))
        }
        sent += count
        return count
    }
}

/// How much of an answer is still taken.
private final class Meter {
    private var left: Int

    init(left: Int) {
        self.left = left
    }

    /// Any other number than `count` makes libcurl hang up.
    func take(_ count: Int) -> Int {
        guard count <= left else { return 0 }
        left -= count
        return count
    }
}

private final class Permitted {
    let addresses: [IPAddress]

    init(_ addresses: [IPAddress]) {
        self.addresses = addresses
    }
}
