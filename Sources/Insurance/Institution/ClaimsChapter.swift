import Kernel

extension ServiceInstitution {
    static let claims = Chapter(
        4, Words("保险理赔服务管理", "Claims"),
        claimsStaff + claimsProcess + claimsTurnaround + claimsRisk)

    private static let claimsStaff = [
        Article(
            "4.1.1", Words("专业知识与技能", "Knowledge and skill"), [.enforce],
            whole: Words(
                "理赔人员须熟悉产品、条款和流程，具备判断案件所需的法律、医学、财务知识。",
                """
                Claims staff know products, terms and process, and enough law, medicine and \
                finance to judge the case before them.
                """)),
        Article(
            "4.1.2", Words("培训与考核", "Training and assessment"), [.drive, .evidence],
            [
                Duty(
                    "4.1.2a", Words("定期培训", "Regular training"),
                    Words(
                        "理赔人员定期接受政策、实务和风险防范培训。",
                        "Claims staff are trained at intervals in rules, practice and risk.")),
                Duty(
                    "4.1.2b", Words("综合考核", "Assessment"),
                    Words(
                        "从办案质量、时效和客户满意度考核理赔人员。",
                        "Claims staff are assessed on quality, speed and customer satisfaction.")),
            ]),
    ]

    private static let claimsProcess = [
        Article(
            "4.2.1", Words("报案受理", "Notification"), [.drive, .enforce],
            [
                Duty(
                    "4.2.1a", Words("多渠道报案", "Open channels"),
                    Words(
                        "客户可以通过电话、网上或柜面报案。",
                        "A loss can be reported by phone, online or in person.")),
                Duty(
                    "4.2.1b", Words("详细记录并即时通知", "Record and alert"),
                    Words(
                        "详细记录出险时间、地点、经过和损失，并立即通知理赔部门。",
                        """
                        Time, place, course and loss are recorded in detail, and the claims \
                        department is notified immediately.
                        """)),
            ]),
        Article(
            "4.2.2", Words("案件调查", "Investigation"), [.drive, .enforce],
            [
                Duty(
                    "4.2.2a", Words("及时调查", "Prompt start"),
                    Words(
                        "受理后及时开展调查。",
                        "Once a claim is accepted, its investigation starts without delay.")),
                Duty(
                    "4.2.2b", Words("调查方式适当", "Fitting means"),
                    Words(
                        "视案情采用现场查勘、查阅资料、询问证人或委托公估等方式。",
                        """
                        The case decides the means: survey, papers, witnesses or a loss \
                        adjuster.
                        """)),
                Duty(
                    "4.2.2c", Words("客观公正", "Impartial"),
                    Words(
                        "调查须客观公正，有利害关系的人员必须回避。",
                        """
                        The investigation is objective, and whoever has an interest in the case \
                        stands aside.
                        """)),
            ]),
        Article(
            "4.2.3", Words("理赔审核", "Adjudication"), [.enforce],
            [
                Duty(
                    "4.2.3a", Words("三项审核", "Three findings"),
                    Words(
                        "分别审核保险责任、赔付金额和资料完整性，并写明结论。",
                        """
                        Liability, amount and completeness of papers each get a finding of their \
                        own.
                        """)),
                Duty(
                    "4.2.3b", Words("疑难案件会商", "Panel for hard cases"),
                    Words(
                        "复杂、疑难案件由会商小组集体讨论决定。",
                        """
                        A complex or doubtful case is discussed by a panel before it is decided.
                        """)),
            ]),
        Article(
            "4.2.4", Words("理赔支付", "Payment"), [.drive, .enforce],
            [
                Duty(
                    "4.2.4a", Words("按时支付", "On time"),
                    Words(
                        "同意赔付的案件按时付款。",
                        "An approved claim is paid within its time limit.")),
                Duty(
                    "4.2.4b", Words("支付安全", "Safe means"),
                    Words(
                        "以转账、支票或其他安全方式支付给有权领款的人。",
                        """
                        Money goes by transfer, cheque or other safe means to the person \
                        entitled.
                        """)),
                Duty(
                    "4.2.4c", Words("通知与凭证", "Notice and voucher"),
                    Words(
                        "付款后通知客户，并提供支付凭证。",
                        "The customer is told of the payment and receives a voucher for it.")),
            ]),
    ]

    private static let claimsTurnaround = [
        Article(
            "4.3.1", Words("时效标准设定", "Turnaround standards"), [.enforce, .evidence],
            [
                Duty(
                    "4.3.1a", Words("制定标准", "Standards set"),
                    Words(
                        "按产品和案件复杂程度，以工作日为单位制定理赔时效标准。",
                        "Each product and level of complexity has a time limit in working days.")),
                Duty(
                    "4.3.1b", Words("公开并受监督", "Standards public"),
                    Words(
                        "向客户公开时效标准，客户可据此监督和质询。",
                        "Customers can read the time limits and hold the company to them.")),
            ]),
        Article(
            "4.3.2", Words("时效监控与考核", "Turnaround monitoring"), [.drive, .evidence],
            [
                Duty(
                    "4.3.2a", Words("进度跟踪统计", "Progress followed"),
                    Words(
                        "跟踪每个案件的办理进度，统计时效达成情况。",
                        "The progress of every case is followed and its timeliness counted.")),
                Duty(
                    "4.3.2b", Words("超时追责", "Lateness accounted for"),
                    Words(
                        "分析超时案件，查明原因，落实责任。",
                        """
                        For each late case the cause is found, and whoever is responsible \
                        answers for it.
                        """)),
            ]),
    ]

    private static let claimsRisk = [
        Article(
            "4.4.1", Words("风险识别与评估", "Risk identification"), [.drive, .evidence],
            [
                Duty(
                    "4.4.1a", Words("识别风险", "Risks recognised"),
                    Words(
                        "识别案件中的欺诈、道德和法律风险。",
                        "Signs of fraud, moral hazard and legal risk in a claim are recognised.")),
                Duty(
                    "4.4.1b", Words("评估与应对", "Risks assessed"),
                    Words(
                        "评估风险发生的可能性和影响，确定应对措施。",
                        "Likelihood and impact are rated, and a measure answers each risk.")),
            ]),
        Article(
            "4.4.2", Words("反欺诈措施", "Anti-fraud measures"), [.drive, .evidence],
            [
                Duty(
                    "4.4.2a", Words("配合司法机关", "Working with the authorities"),
                    Words(
                        "配合公安、司法机关打击保险欺诈。",
                        "The company supports police and courts in pursuing insurance fraud.")),
                Duty(
                    "4.4.2b", Words("重点调查", "Focused investigation"),
                    Words(
                        "对可疑案件运用数据分析和取证手段重点调查。",
                        """
                        A suspicious claim is examined closely, with data analysis and evidence.
                        """)),
            ]),
        Article(
            "4.4.3", Words("风险防范培训", "Risk training"), [.drive, .evidence],
            whole: Words(
                "定期以真实案例开展风险防范培训。",
                """
                Staff are trained in risk prevention at regular intervals, with real cases made \
                anonymous.
                """)),
    ]
}
