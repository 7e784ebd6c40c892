import Crypto

/// The schema's numbered files, in order. A new file gets the next number and a line here.
package enum Schema {
    package static let migrations: [Migration] = [
        Migration(1, "kernel", PackageResources._001_kernel_sql),
        Migration(2, "insurance", PackageResources._002_insurance_sql),
        Migration(3, "people", PackageResources._003_people_sql),
    ]
}

/// One forward-only step of the schema.
package struct Migration: Hashable, Sendable {
    package let number: Int
    package let name: String
    /// The file's text in the dialect both engines share; see ``SchemaScript``.
    package let script: String
    /// SHA-256 of the file's bytes, as lower-case hex: an applied file must never change.
    package let sha256: String

    package init(_ number: Int, _ name: String, _ bytes: [UInt8]) {
        self.number = number
        self.name = name
        script = String(decoding: bytes, as: UTF8.self)
        sha256 = SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
