/// Why bytes were refused as JSON, and where. Never quotes the bytes: they may be personal.
package struct JSONProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: String, Sendable, CaseIterable {
        case empty, tooLarge, tooDeep, endsEarly, trailing, unexpected
        case notUTF8, controlCharacter, badEscape, loneSurrogate
        case duplicateName, notCanonical
        case floatingNumber, negativeZero, leadingZero, numberTooLarge
    }

    package let reason: Reason
    /// The byte position, from 0, where the problem was seen.
    package let offset: Int

    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    package var description: String { words.en }

    /// What is wrong, where, and what to send instead.
    package var words: Words {
        Words(
            "JSON 第 \(offset) 字节处：\(explanation.zh)",
            "JSON, byte \(offset): \(explanation.en)")
    }

    private var explanation: Words {
        switch reason {
        case .empty: Words("内容为空，请发送一个 JSON 值", "there is nothing; send one JSON value")
        case .tooLarge: Words("内容过大，请拆分后发送", "the content is too large; send it in parts")
        case .tooDeep: Words("嵌套层数过多，请减少层数", "nested too deeply; use fewer levels")
        case .endsEarly: Words("内容不完整，请发送完整内容", "it ends too early; send all of it")
        case .trailing: Words("值之后还有多余内容，请删除", "more follows the value; remove it")
        case .unexpected: Words("此处字符不符合 JSON 语法", "this character is not JSON syntax here")
        case .duplicateName: Words("同一对象中名称重复", "an object has the same name twice")
        case .notCanonical: Words("不是规范形式", "not in canonical form")
        default: textOrNumber
        }
    }

    private var textOrNumber: Words {
        switch reason {
        case .notUTF8: Words("不是有效的 UTF-8，请用 UTF-8 编码", "not valid UTF-8; encode it as UTF-8")
        case .controlCharacter: Words("文本含未转义的控制字符", "a text has an unescaped control character")
        case .badEscape: Words("未知的转义序列", "an escape sequence that JSON does not have")
        case .loneSurrogate: Words("代理字符不成对", "half of a surrogate pair without the other")
        case .floatingNumber:
            Words(
                "不接受小数或指数，请用整数（金额以分为单位）",
                "fractions and exponents are not taken; write a whole number (money in fen)")
        case .negativeZero: Words("不接受 -0，请写 0", "-0 is not taken; write 0")
        case .leadingZero: Words("数字不能以 0 开头", "a number must not start with a needless 0")
        default: Words("整数超出 64 位范围", "the whole number does not fit in 64 bits")
        }
    }
}
