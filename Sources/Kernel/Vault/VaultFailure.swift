/// Why a sealed value could not be made or opened. Never carries a value or a key.
package enum VaultFailure: Error, Hashable, Sendable {
    /// The person's key was destroyed (or never existed): the value is gone for ever.
    case erased
    /// The value does not open with this key for this person and field: it was altered, moved
    /// from another person or field, or belongs to another generation of the key.
    case altered
    /// The bytes have not the layout of this version.
    case malformed
    /// The text to seal is longer than ``Sealed/maximumLength`` bytes.
    case tooLong
    /// The name of the field is empty or longer than 128 bytes.
    case field
    /// The wrapping key of this version is not in the key file.
    case unknownVersion(UInt32)
    /// The wrapping key of this version is below the minimum that is still accepted.
    case retiredVersion(UInt32)
    /// The source of randomness did not return the bytes that were asked for.
    case randomness

    /// What happened, why, and what to do.
    package var message: Words {
        switch self {
        case .erased:
            Words("此人的信息已按规定删除，无法恢复。", "This person's data was erased and cannot be restored.")
        case .altered, .malformed:
            Words(
                "密封的信息与其归属不符或已被改动，未予打开。请通知系统管理员核对日志。",
                "The sealed value was altered or does not belong here, so it was not opened. "
                    + "Ask the administrator to verify the journal.")
        case .tooLong:
            Words(
                "内容过长：最多64 KiB。请缩短或作为附件提交。",
                "The text is too long: at most 64 KiB. Shorten it or attach a file.")
        case .field:
            Words("字段名称无效。", "The name of the field is not valid.")
        case .unknownVersion(let version):
            Words(
                "密钥文件中没有第\(version)版主密钥。请恢复包含该版本的密钥文件。",
                "The key file has no wrapping key of version \(version). "
                    + "Restore the key file that holds it.")
        case .retiredVersion(let version):
            Words(
                "第\(version)版主密钥已停用。请用新版本重新封装，或在密钥文件中调低最低版本。",
                "Wrapping key version \(version) is retired. Rewrap with the newest version, "
                    + "or lower the minimum in the key file.")
        case .randomness:
            Words(
                "系统随机数不可用，未保存任何内容。请检查操作系统后重试。",
                "No randomness was available, so nothing was kept. "
                    + "Check the operating system and try again.")
        }
    }
}

extension VaultFailure {
    /// `count` bytes of `random`, or ``randomness`` when it returned another number.
    static func bytes(_ count: Int, of random: RandomBytes) throws(VaultFailure) -> [UInt8] {
        let bytes = random(count)
        guard bytes.count == count else { throw .randomness }
        return bytes
    }
}
