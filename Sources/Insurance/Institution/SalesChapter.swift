import Kernel

extension ServiceInstitution {
    static let sales = Chapter(
        2, Words("保险销售服务管理", "Sales"),
        salesQualification + salesConduct + customerInformation)

    private static let salesQualification = [
        Article(
            "2.1.1", Words("入职要求", "Entry requirements"), [.enforce],
            [
                Duty(
                    "2.1.1a", Words("学历要求", "Education"),
                    Words(
                        "销售人员须具有大专及以上学历，同等条件下优先录用金融、保险、法律专业人员。",
                        """
                        A salesperson has a college education or better; degrees in finance, \
                        insurance or law come first.
                        """)),
                Duty(
                    "2.1.1b", Words("销售资质", "Right to sell"),
                    Words(
                        "销售人员须取得规定的从业资格和执业证件，并在有效期内展业。",
                        """
                        A salesperson holds the required qualification and a licence that is in \
                        force.
                        """)),
                Duty(
                    "2.1.1c", Words("品行要求", "Good conduct"),
                    Words(
                        "销售人员须品行端正，经核查无不良从业记录。",
                        """
                        A salesperson is of good character, and a check finds no adverse record.
                        """)),
            ]),
        Article(
            "2.1.2", Words("持续培训", "Continuing training"), [.drive, .evidence],
            [
                Duty(
                    "2.1.2a", Words("定期培训", "Regular courses"),
                    Words(
                        "销售人员定期参加公司内外的产品、销售技能和沟通课程，完成规定学时。",
                        """
                        Sales staff complete set hours of courses on products, selling and \
                        communication.
                        """)),
                Duty(
                    "2.1.2b", Words("鼓励自学", "Self-study"),
                    Words(
                        "公司鼓励自学，经认可的自学成果计入学时。",
                        "Learning on one's own is encouraged and, once recognised, earns credit.")),
            ]),
        Article(
            "2.1.3", Words("资质考核", "Assessment"), [.drive, .enforce],
            [
                Duty(
                    "2.1.3a", Words("定期考核", "Regular assessment"),
                    Words(
                        "按业绩、客户满意度等指标定期考核销售人员，结果告知本人。",
                        """
                        Sales staff are assessed at intervals on volume, satisfaction and other \
                        measures.
                        """)),
                Duty(
                    "2.1.3b", Words("违规处理", "Sanctions"),
                    Words(
                        "考核不合格或违规者，视情节予以警告、暂停销售或解除合同，处理立即生效。",
                        """
                        Failure or misconduct brings a warning, a suspension from selling or \
                        dismissal, according to gravity and with immediate effect.
                        """)),
            ]),
    ]

    private static let salesConduct = [
        Article(
            "2.2.1", Words("产品介绍", "Product introduction"), [.enforce],
            [
                Duty(
                    "2.2.1a", Words("如实介绍", "Full and fair account"),
                    Words(
                        "完整、准确、客观地介绍条款、保障、理赔条件和费率，不隐瞒、不夸大。",
                        """
                        Terms, cover, claim conditions and rates are explained completely and \
                        accurately, with nothing left out or embellished.
                        """)),
                Duty(
                    "2.2.1b", Words("耐心解答", "Questions answered"),
                    Words(
                        "耐心回答客户疑问，客户确认理解后方可投保。",
                        """
                        Every question is answered patiently, and the application waits until \
                        the customer confirms that all is clear.
                        """)),
            ]),
        Article(
            "2.2.2", Words("销售过程记录", "Sales record"), [.enforce, .evidence],
            [
                Duty(
                    "2.2.2a", Words("记录沟通", "Conversations recorded"),
                    Words(
                        "逐次记录与客户的沟通，写明需求、介绍的产品和客户反馈。",
                        """
                        Every conversation is recorded: what the customer needed, which products \
                        were presented, how the customer responded.
                        """)),
                Duty(
                    "2.2.2b", Words("妥善保管", "Records kept"),
                    Words(
                        "销售记录按期限安全保存，不得改写，日后服务时可以调取。",
                        """
                        Sales records are kept for their term, unaltered, and can be found years \
                        later.
                        """)),
            ]),
        Article(
            "2.2.3", Words("禁止行为", "Prohibited conduct"), [.enforce, .drive],
            [
                Duty(
                    "2.2.3a", Words("禁止欺诈胁迫", "No deceit or pressure"),
                    Words(
                        "不得以欺骗、误导或胁迫的方式促使客户投保。",
                        "No customer is brought to buy by deceit, misleading words or pressure.")),
                Duty(
                    "2.2.3b", Words("禁止不当承诺", "No improper promise"),
                    Words(
                        "不得承诺不合理收益，不得回避或淡化风险。",
                        "Nobody promises returns that cannot be expected or plays down a risk.")),
                Duty(
                    "2.2.3c", Words("保守秘密", "Secrets kept"),
                    Words(
                        "不得泄露客户个人信息和公司商业秘密。",
                        "Customers' personal information and business secrets are not passed on.")),
            ]),
    ]

    private static let customerInformation = [
        Article(
            "2.3.1", Words("信息收集", "Collection"), [.enforce],
            [
                Duty(
                    "2.3.1a", Words("基本信息", "Basic particulars"),
                    Words(
                        "按规定收集姓名、性别、年龄、联系方式、职业等基本信息。",
                        """
                        Name, sex, age, contact and occupation are collected in the prescribed \
                        form.
                        """)),
                Duty(
                    "2.3.1b", Words("敏感信息授权", "Consent for sensitive facts"),
                    Words(
                        "收集财务、健康等敏感信息，须先取得客户明确授权。",
                        """
                        Finances, health and other sensitive facts are collected only after the \
                        customer has expressly authorised it.
                        """)),
            ]),
        Article(
            "2.3.2", Words("信息录入与维护", "Entry and upkeep"), [.drive, .evidence],
            [
                Duty(
                    "2.3.2a", Words("及时准确录入", "Prompt and accurate entry"),
                    Words(
                        "客户信息及时录入，做到准确、完整。",
                        "What customers tell us is entered without delay, correct and whole.")),
                Duty(
                    "2.3.2b", Words("定期维护", "Regular upkeep"),
                    Words(
                        "定期核对客户信息，收到变更后尽快更新。",
                        """
                        Customer records are reviewed at intervals, and a change is made \
                        promptly.
                        """)),
            ]),
        Article(
            "2.3.3", Words("信息安全保护", "Information security"), [.enforce, .evidence],
            [
                Duty(
                    "2.3.3a", Words("安全措施", "Safeguards"),
                    Words(
                        "以技术和管理措施防止客户信息泄露、篡改、丢失。",
                        """
                        Technical and organisational safeguards prevent leaks, alteration and \
                        loss.
                        """)),
                Duty(
                    "2.3.3b", Words("禁止私自提供", "No private sharing"),
                    Words(
                        "未经批准，任何人不得将客户信息提供给第三方。",
                        "Nobody hands customer information to an outside party without approval.")),
            ]),
    ]
}
