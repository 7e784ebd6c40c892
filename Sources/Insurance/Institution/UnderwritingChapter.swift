import Kernel

extension ServiceInstitution {
    static let underwriting = Chapter(
        5, Words("核保服务管理", "Underwriting"),
        underwritingStaff + underwritingProcess + underwritingControl)

    private static let underwritingStaff = [
        Article(
            "5.1.1", Words("专业知识与经验", "Expertise"), [.enforce],
            whole: Words(
                "核保人员须精通产品风险和核保规则，经验与其核保权限相称，判断准确。",
                """
                Underwriters know product risk and rules in depth, judge accurately, and hold \
                the authority that their experience warrants.
                """)),
        Article(
            "5.1.2", Words("培训与提升", "Training and growth"), [.drive, .evidence],
            [
                Duty(
                    "5.1.2a", Words("定期培训", "Regular training"),
                    Words(
                        "核保人员定期参加公司内外的培训。",
                        """
                        Underwriters attend training inside and outside the company at \
                        intervals.
                        """)),
                Duty(
                    "5.1.2b", Words("行业交流", "Industry exchange"),
                    Words(
                        "鼓励核保人员参加行业交流，并记录所得。",
                        """
                        Exchange with the industry is encouraged, and what was learnt is \
                        recorded.
                        """)),
            ]),
    ]

    private static let underwritingProcess = [
        Article(
            "5.2.1", Words("投保资料审核", "Document review"), [.enforce],
            whole: Words(
                "投保人、被保险人、保险标的、保险金额和保险期间等资料齐全、准确，方可核保。",
                """
                An application is underwritten only when its parties, subject-matter, sum \
                insured and term are complete and correct.
                """)),
        Article(
            "5.2.2", Words("风险评估", "Risk assessment"), [.enforce, .evidence],
            [
                Duty(
                    "5.2.2a", Words("评估要素", "Factors"),
                    Words(
                        "综合评估年龄、职业、健康、财务状况和既往投保情况。",
                        """
                        Age, occupation, health, finances and insurance history are all weighed.
                        """)),
                Duty(
                    "5.2.2b", Words("确定风险等级", "Risk level"),
                    Words(
                        "依据模型和经验确定风险等级，偏离模型须说明理由。",
                        """
                        Models and experience set the risk level, and a departure from the model \
                        states its reason.
                        """)),
            ]),
        Article(
            "5.2.3", Words("核保决策", "Decision"), [.enforce],
            [
                Duty(
                    "5.2.3a", Words("核保结论", "Conclusions"),
                    Words(
                        "在权限内作出标准承保、加费、限制承保或拒保的结论。",
                        """
                        Within their authority underwriters decide on standard terms, a loading, \
                        restricted cover or declinature.
                        """)),
                Duty(
                    "5.2.3b", Words("复杂案件会商", "Panel for complex cases"),
                    Words(
                        "复杂的投保申请由核保会商小组集体讨论。",
                        "A complex application is discussed by an underwriting panel.")),
            ]),
        Article(
            "5.2.4", Words("核保沟通", "Communication"), [.drive, .enforce],
            [
                Duty(
                    "5.2.4a", Words("及时告知", "Prompt notice"),
                    Words(
                        "核保结论及时告知销售人员或客户。",
                        "The salesperson or the customer learns the result without delay.")),
                Duty(
                    "5.2.4b", Words("说明理由", "Reasons given"),
                    Words(
                        "加费、限制承保或拒保的，说明理由和依据，争取客户理解。",
                        """
                        A loading, restriction or declinature comes with its reasons and their \
                        basis, and the customer's understanding is sought.
                        """)),
            ]),
    ]

    private static let underwritingControl = [
        Article(
            "5.3.1", Words("风险监控与预警", "Monitoring and warning"), [.drive, .evidence],
            [
                Duty(
                    "5.3.1a", Words("定期分析", "Regular analysis"),
                    Words(
                        "定期分析核保业务指标。",
                        "The figures of underwriting are analysed at regular intervals.")),
                Duty(
                    "5.3.1b", Words("异常预警", "Warnings"),
                    Words(
                        "指标异常时立即提示核保人员，并跟踪处理。",
                        "An abnormal indicator warns underwriters at once and is followed up.")),
            ]),
        Article(
            "5.3.2", Words("核保政策调整", "Policy adjustment"), [.enforce, .evidence],
            whole: Words(
                "随市场、业务和风险变化调整核保规则，兼顾经营目标、风险偏好和客户需要。",
                """
                Underwriting rules follow market, business and risk, and each change weighs \
                goals, risk appetite and customers' needs.
                """)),
        Article(
            "5.3.3", Words("内部监督与审计", "Supervision and audit"), [.drive, .evidence],
            [
                Duty(
                    "5.3.3a", Words("定期检查", "Regular checks"),
                    Words(
                        "定期检查核保流程的合规性和结论的准确性。",
                        """
                        Whether process and decisions were right is checked at regular \
                        intervals.
                        """)),
                Duty(
                    "5.3.3b", Words("整改落实", "Rectification"),
                    Words(
                        "对检查发现的问题限期整改，并复查结果。",
                        "What a check finds is put right by a date and checked again.")),
            ]),
    ]
}
