import Crypto

/// The schema's numbered files, in order. A new file gets the next number and a line here.
package enum Schema {
    package static let migrations: [Migration] = [
        Migration(1, "kernel", PackageResources._001_kernel_sql),
        Migration(2, "insurance", PackageResources._002_insurance_sql),
        Migration(3, "people", PackageResources._003_people_sql),
        Migration(4, "dispatch", PackageResources._004_dispatch_sql),
        Migration(5, "investigation", PackageResources._005_investigation_sql),
        Migration(6, "documents", PackageResources._006_documents_sql),
        Migration(7, "adjudication", PackageResources._007_adjudication_sql),
        Migration(8, "payments", PackageResources._008_payments_sql),
        Migration(9, "afterwards", PackageResources._009_afterwards_sql),
        Migration(10, "turnaround", PackageResources._010_turnaround_sql),
        Migration(11, "desks", PackageResources._011_desks_sql),
        Migration(12, "dispatch", PackageResources._012_dispatch_sql),
        Migration(13, "rescission", PackageResources._013_rescission_sql),
        Migration(14, "console", PackageResources._014_console_sql),
        Migration(15, "portal", PackageResources._015_portal_sql),
        Migration(16, "models", PackageResources._016_models_sql),
        Migration(17, "transfers", PackageResources._017_transfers_sql),
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
