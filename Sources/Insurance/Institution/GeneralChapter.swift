import Kernel

extension ServiceInstitution {
    static let general = Chapter(
        1, Words("总则", "General"),
        [
            Article(
                "1.1", Words("制度目的", "Purpose"), [.evidence],
                whole: Words(
                    "规范各环节的服务行为，以可查的结果证明服务质量和客户权益得到保障并持续改进。",
                    """
                    Service follows one standard, and records prove its quality, how customers' \
                    rights are protected and what is improved.
                    """)),
            Article(
                "1.2", Words("适用范围", "Scope"), [.enforce],
                whole: Words(
                    "全体员工受本制度约束，每个人只能以本人身份、在所任岗位的范围内办理业务。",
                    """
                    The institution binds all staff; everyone acts under their own name and \
                    within the posts they hold.
                    """)),
            Article(
                "1.3.1", Words("客户至上", "Customer first"), [.drive, .evidence],
                whole: Words(
                    "办理业务从客户需要出发，办结后告知客户结果并了解其是否满意。",
                    """
                    Work starts from what the customer needs and ends by telling them the \
                    outcome and asking whether it satisfied them.
                    """)),
            Article(
                "1.3.2", Words("诚实守信", "Good faith"), [.enforce, .evidence],
                whole: Words(
                    "向客户如实说明产品和办理过程，不得欺骗、误导，作出不利决定必须说明理由。",
                    """
                    Customers hear the truth about product and process, are never deceived, and \
                    learn the reasons of an adverse decision.
                    """)),
            Article(
                "1.3.3", Words("专业规范", "Professional conduct"), [.enforce],
                whole: Words(
                    "业务由具备资质的人员按行业规则和本制度规定的步骤办理，不得跳过步骤。",
                    """
                    Qualified staff do the work by the rules of the industry and the steps of \
                    this institution, and skip none.
                    """)),
            Article(
                "1.3.4", Words("高效便捷", "Efficiency"), [.drive, .evidence],
                whole: Words(
                    "每个步骤都有时限，不断简化流程、减少等待，让客户办事方便。",
                    """
                    Every step has a time limit; processes are simplified and waits are cut so \
                    that service is convenient.
                    """)),
        ])
}
