import Kernel

/// What comes after a claim was closed: customers who do not accept it, third parties who owe,
/// lawsuits.
enum AfterwardsFate {
    static func review(_ number: String, _ round: inout Round) throws -> Assignment? {
        guard let claim = try closed(number, round), !claim.decisions.isEmpty,
            let agent = round.anyone(.serviceAgent)
        else { return nil }
        let person = DemoPerson(&round.chances)
        let errand = Errand(
            agent, "reviews.request",
            [
                "claim": .string(number), "channel": "phone", "isInsured": false,
                "requester": .string(person.name), "phone": .string(person.phone),
                "grounds": "客户认为事故属于保险责任，要求重新核实。",
            ])
        // Asked for a second time it is refused, with the ways that are left.
        return Assignment(round.chances.chance(200) ? [errand, errand.mistaken()] : [errand])
    }

    static func recovery(_ number: String, _ round: inout Round) throws -> Assignment? {
        guard let claim = try closed(number, round), claim.paidMinor > 1 else { return nil }
        let amount = Money(minor: round.chances.between(1...claim.paidMinor / 2), claim.currency)
        guard let handler = round.anyone(.claimsHandler), let clerk = round.anyone(.paymentClerk)
        else { return nil }
        guard claim.line == .motor || claim.line == .property else {
            return Assignment([direct(number, amount, claim.reopenings, clerk)])
        }
        let person = DemoPerson(&round.chances)
        var fields: JSON.Object = [
            "claim": .string(number), "expected": .string(amount.description),
            "limitation": .string(limitation(round)), "basis": "第三者对事故负有责任",
        ]
        if round.chances.chance(300) {
            fields["kind"] = "salvage"
            fields["item"] = "更换下的受损部件"
            fields["isDeducted"] = .bool(round.chances.chance(300))
        } else {
            fields["kind"] = "subrogation"
            fields["opponent"] = .string(person.name)
            fields["contact"] = .string(person.phone)
        }
        let errand = Errand(handler, "recoveries.open", .object(fields))
        fields["relation"] = "family"
        let isFamily = fields["kind"]?.text == "subrogation" && round.chances.chance(150)
        return Assignment(
            isFamily ? [errand.mistaken(fields: .object(fields)), errand] : [errand])
    }

    private static func direct(
        _ number: String, _ amount: Money, _ reopenings: Int64, _ clerk: OfficeMember
    ) -> Errand {
        Errand(
            clerk, "claims.recordRecovery",
            [
                "claim": .string(number), "kind": "repayment",
                "amount": .string(amount.description),
                "reference": .string("RC-\(number)-\(reopenings)"),
            ])
    }

    static func lawsuit(_ number: String, _ round: inout Round) throws -> Assignment? {
        guard let claim = try closed(number, round), let handler = round.anyone(.claimsHandler)
        else { return nil }
        let person = DemoPerson(&round.chances)
        let isArbitrated = round.chances.chance(200)
        let amount = Money(minor: round.chances.skewed(100_000...5_000_000), claim.currency)
        return Assignment([
            Errand(
                handler, "litigation.open",
                [
                    "claim": .string(number), "forum": isArbitrated ? "arbitration" : "court",
                    "authority": isArbitrated ? "杭州仲裁委员会" : "杭州市西湖区人民法院",
                    "docket": .string("（\(round.hours.day(of: round.now).year)）浙0106民初\(number)"),
                    "role": "defendant", "amount": .string(amount.description),
                    "opponent": .string(person.name), "lawyer": "沈思远",
                ])
        ])
    }

    /// Three years on, which is what a demand begins anew.
    static func limitation(_ round: Round) -> String {
        round.hours.day(of: round.now).adding(days: 1_095).description
    }

    private static func closed(_ number: String, _ round: Round) throws -> Claim? {
        let claim = try FateDesk.claim(number, round, undecided: false)
        return claim.flatMap { $0.state == .closed ? $0 : nil }
    }
}
