import Kernel

/// The texts the product ships, edition 0 of each kind: what holds until the insurer approves an
/// edition of its own.
enum ShippedLetters {
    static func text(_ kind: LetterKind) -> Words {
        switch kind {
        case .documentRequest: documentRequest
        case .reminder: reminder
        case .decision: decision
        case .refusal: refusal
        case .progress: progress
        case .voucher: voucher
        }
    }

    /// The ways a customer has who does not agree (保险法 第24条; 消费投诉处理管理办法).
    static let appeal = Words(
        "向本公司申请复核：请书面说明理由，并附新的材料；\n"
            + "向本公司投诉：可拨打客服电话、到柜面或通过网站提出；\n"
            + "申请调解：可向当地保险纠纷调解组织申请；\n仲裁或诉讼：可依合同约定申请仲裁，或向有管辖权的人民法院起诉。",
        "A review by us: write to us why, with any new papers;\n"
            + "A complaint to us: by telephone, at "
            + "the counter or on our site;\nMediation: at the local body for insurance disputes;\n"
            + "Arbitration or court: as the contract says, or at the competent people's court.")

    private static let documentRequest = Words(
        """
        # 补充索赔资料一次性告知书
        尊敬的{{recipient}}：

        您的赔案{{claim}}，为核定保险责任，还需要以下资料。本通知（{{request}}）一次性告知全部所缺资料：

        - {{papers}}

        请在收到本通知后{{days}}日内一次备齐交来。自本通知送达您之日起，至您补齐资料之日止，核定期限暂停计算。\
        本公司已留存的资料，无需您再次提供。

        {{date}}
        """,
        """
        # One-time request for documents
        Dear {{recipient}},

        To decide your claim {{claim}} we still need the following papers. This request \
        ({{request}}) names all of them, once:

        - {{papers}}

        Please send them together within {{days}} days. The time we have to decide stands still \
        from the day this request reaches you until the last paper reaches us. What we already \
        hold you need not send again.

        {{date}}
        """)

    private static let reminder = Words(
        """
        # 补充资料提醒函
        尊敬的{{recipient}}：

        您的赔案{{claim}}（补充资料通知{{request}}）还缺以下资料：

        - {{papers}}

        如有困难，请与我们联系，我们会协助您办理。

        {{date}}
        """,
        """
        # Reminder of missing documents
        Dear {{recipient}},

        For your claim {{claim}} (request {{request}}) these papers are still missing:

        - {{papers}}

        If something stands in the way, tell us; we help you.

        {{date}}
        """)

    private static let decision = Words(
        """
        # 理赔决定通知书
        尊敬的{{recipient}}：

        您的赔案{{claim}}已核定，应付赔款 {{amount}}。

        # 核定理由
        - {{reasons}}

        # 条款依据
        - {{terms}}

        # 如有异议
        - {{appeal}}

        {{date}}
        """,
        """
        # Notice of the decision on your claim
        Dear {{recipient}},

        Your claim {{claim}} is decided: we pay {{amount}}.

        # Reasons
        - {{reasons}}

        # Terms of the contract
        - {{terms}}

        # If you do not agree
        - {{appeal}}

        {{date}}
        """)

    private static let refusal = Words(
        """
        # 拒赔通知书
        尊敬的{{recipient}}：

        您的赔案{{claim}}经核定，不属于保险责任或不应给付，本公司不予赔付。

        # 拒赔理由
        - {{reasons}}

        # 条款依据
        - {{terms}}

        # 如您不同意本决定
        - {{appeal}}

        {{date}}
        """,
        """
        # Notice of refusal
        Dear {{recipient}},

        We have decided your claim {{claim}} and do not pay it.

        # Reasons
        - {{reasons}}

        # Terms of the contract
        - {{terms}}

        # If you do not agree with this decision
        - {{appeal}}

        {{date}}
        """)

    private static let progress = Words(
        """
        # 理赔进展告知函
        尊敬的{{recipient}}：

        您的赔案{{claim}}目前进展如下：

        - {{progress}}

        下一步承诺时限：{{due}}。

        {{date}}
        """,
        """
        # Report on the progress of your claim
        Dear {{recipient}},

        Where your claim {{claim}} stands:

        - {{progress}}

        We have promised the next step by {{due}}.

        {{date}}
        """)

    private static let voucher = Words(
        """
        # 赔款支付凭证
        {{recipient}}：

        您的赔案{{claim}}赔款 {{amount}} 已支付，凭证号{{voucher}}。扫描下方二维码可核验本凭证真伪。

        {{date}}
        """,
        """
        # Payment voucher
        {{recipient}},

        Your claim {{claim}} was paid: {{amount}}, voucher {{voucher}}. The code below confirms \
        that this voucher is genuine.

        {{date}}
        """)
}
