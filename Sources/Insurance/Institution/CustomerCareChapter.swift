import Kernel

extension ServiceInstitution {
    static let customerCare = Chapter(
        3, Words("保险客服服务管理", "Customer service"),
        serviceDuties + serviceProcess + serviceQuality)

    private static let serviceDuties = [
        Article(
            "3.1.1", Words("咨询解答", "Answering inquiries"), [.drive, .evidence],
            [
                Duty(
                    "3.1.1a", Words("解答疑问", "Answers"),
                    Words(
                        "解答客户关于产品、办理流程和理赔的疑问。",
                        "Customers get answers about products, procedures and claims.")),
                Duty(
                    "3.1.1b", Words("专业建议", "Advice"),
                    Words(
                        "根据客户说明的需要提出专业建议，帮助其选择合适的产品。",
                        """
                        Advice follows the stated needs, so that the customer finds a product \
                        that fits.
                        """)),
            ]),
        Article(
            "3.1.2", Words("投诉处理", "Complaints"), [.drive, .evidence],
            [
                Duty(
                    "3.1.2a", Words("受理并答复", "Accept and reply"),
                    Words(
                        "受理投诉，如实记录，跟踪办理，并将结果告知客户。",
                        "A complaint is taken in, recorded with care, pursued and answered.")),
                Duty(
                    "3.1.2b", Words("分析改进", "Learn from complaints"),
                    Words(
                        "分析投诉反映的问题，提出改进措施，防止再次发生。",
                        """
                        What complaints reveal is analysed and put right so that it does not \
                        recur.
                        """)),
            ]),
        Article(
            "3.1.3", Words("关系维护", "Customer relationship"), [.drive, .evidence],
            [
                Duty(
                    "3.1.3a", Words("定期回访", "Regular callbacks"),
                    Words(
                        "定期回访客户，了解需求变化和满意程度。",
                        """
                        Customers are called at intervals to learn how their needs change and \
                        how satisfied they are.
                        """)),
                Duty(
                    "3.1.3b", Words("信息告知", "News"),
                    Words(
                        "在客户同意的范围内告知新产品和服务信息。",
                        """
                        Customers who agreed to it learn of new products and changes in service.
                        """)),
            ]),
    ]

    private static let serviceProcess = [
        Article(
            "3.2.1", Words("咨询受理", "Inquiry intake"), [.drive, .enforce],
            [
                Duty(
                    "3.2.1a", Words("问候并表明身份", "Greet and identify"),
                    Words(
                        "接待客户时先问候，并说明本人身份。",
                        "The agent greets the customer and says who is speaking.")),
                Duty(
                    "3.2.1b", Words("倾听、记录、答复或转办", "Listen, record, answer or transfer"),
                    Words(
                        "认真倾听并记录，当场准确答复，或转交负责部门直至其接收。",
                        """
                        The agent listens, notes the question and answers it correctly, or \
                        transfers it until another department has accepted it.
                        """)),
            ]),
        Article(
            "3.2.2", Words("投诉处理流程", "Complaint process"), [.drive, .enforce],
            [
                Duty(
                    "3.2.2a", Words("详细记录", "Detailed record"),
                    Words(
                        "详细记录投诉事项、经过和客户诉求。",
                        "The record states what happened, when, and what the customer asks for.")),
                Duty(
                    "3.2.2b", Words("即时转办", "Passed on at once"),
                    Words(
                        "立即将投诉转交责任部门办理。",
                        "The complaint goes to the department responsible without delay.")),
                Duty(
                    "3.2.2c", Words("跟进与反馈", "Progress reports"),
                    Words(
                        "跟进办理进度，并按期向客户反馈。",
                        "Progress is followed, and the customer hears of it at set intervals.")),
                Duty(
                    "3.2.2d", Words("满意度回访", "Satisfaction callback"),
                    Words(
                        "办结后回访客户，确认其是否满意。",
                        """
                        After the case is closed the customer is called and asked whether they \
                        are satisfied.
                        """)),
            ]),
        Article(
            "3.2.3", Words("客户回访流程", "Callback process"), [.drive, .evidence],
            [
                Duty(
                    "3.2.3a", Words("制订计划", "Callback plan"),
                    Words(
                        "制订回访计划，明确对象、内容和时间。",
                        "A plan states whom to call, what to ask and when.")),
                Duty(
                    "3.2.3b", Words("实施回访", "Callbacks made"),
                    Words(
                        "以电话或问卷回访，了解使用情况和需要。",
                        """
                        By phone or questionnaire customers are asked about their experience and \
                        needs.
                        """)),
                Duty(
                    "3.2.3c", Words("结果运用", "Results used"),
                    Words(
                        "分析回访结果，将发现的问题交有关部门解决。",
                        """
                        Results are analysed, and each problem found goes to a department to be \
                        solved.
                        """)),
            ]),
    ]

    private static let serviceQuality = [
        Article(
            "3.3.1", Words("录音监听", "Call listening"), [.drive, .evidence],
            [
                Duty(
                    "3.3.1a", Words("录音与抽听", "Recordings sampled"),
                    Words(
                        "服务通话录音保存，并定期抽样监听。",
                        """
                        Service calls are recorded, and a sample of them is listened to \
                        regularly.
                        """)),
                Duty(
                    "3.3.1b", Words("评价与辅导", "Scoring and coaching"),
                    Words(
                        "评价服务态度、专业性和准确性，纠正差错并辅导当事人。",
                        """
                        Attitude, skill and accuracy are scored; faults are corrected by \
                        coaching.
                        """)),
            ]),
        Article(
            "3.3.2", Words("满意度调查", "Satisfaction survey"), [.drive, .evidence],
            [
                Duty(
                    "3.3.2a", Words("定期调查", "Regular surveys"),
                    Words(
                        "通过回访和网上问卷定期调查客户满意度。",
                        """
                        Satisfaction is surveyed at intervals, by callback and by online \
                        questionnaire.
                        """)),
                Duty(
                    "3.3.2b", Words("排名与奖惩", "Ranking and reward"),
                    Words(
                        "依据调查结果对客服人员排名、考核和奖惩。",
                        """
                        Survey results decide how service staff are ranked, assessed and \
                        rewarded.
                        """)),
            ]),
        Article(
            "3.3.3", Words("数据分析与改进", "Analysis and improvement"), [.drive, .evidence],
            [
                Duty(
                    "3.3.3a", Words("趋势分析", "Trends"),
                    Words(
                        "持续分析业务量、投诉和满意度的变化趋势。",
                        """
                        Volumes, complaints and satisfaction are followed and analysed over \
                        time.
                        """)),
                Duty(
                    "3.3.3b", Words("薄弱环节改进", "Weak points improved"),
                    Words(
                        "找出薄弱环节，采取措施并检验成效，持续改进。",
                        """
                        Weak points are found and acted on, and the effect of each action is \
                        checked.
                        """)),
            ]),
    ]
}
