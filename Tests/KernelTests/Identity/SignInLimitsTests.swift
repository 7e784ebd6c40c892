import Foundation
import Kernel
import Testing

/// The budgets of one installation and a clock that is set by hand.
private struct Door {
    let limits = SignInLimits()
    var budgets: [SignInLimits.Key: SignInLimits.Budget] = [:]
    var now = Moment(milliseconds: 1_700_000_000_000)

    mutating func tries(_ attempt: SignInLimits.Attempt) -> SignInLimits.Decision {
        let (decision, changed) = limits.admit(attempt, at: now, budgets: budgets)
        budgets.merge(changed) { $1 }
        return decision
    }

    mutating func succeeds(_ attempt: SignInLimits.Attempt) {
        budgets.merge(limits.succeeded(attempt, at: now, budgets: budgets)) { $1 }
    }

    mutating func pass(seconds: Int64) { now = now.adding(seconds: seconds) }
}

private func from(
    _ source: String, to account: String = "a", device: String? = nil
) -> SignInLimits.Attempt {
    SignInLimits.Attempt(account: account, source: source, knownDevice: device)
}

@Suite struct SignInLimitsTests {
    private var door = Door()

    @Test mutating func `five tries pass, then the waits double up to a quarter of an hour`() {
        for _ in 0..<5 { #expect(door.tries(from("s")) == .proceed) }
        var waits: [Int64] = []
        for _ in 0..<7 {
            guard case .wait(let until, .account) = door.tries(from("s")) else { break }
            waits.append(until.milliseconds(since: door.now) / 1000)
            door.now = until
            #expect(door.tries(from("s")) == .proceed)
        }
        #expect(waits.prefix(5) == [60, 120, 240, 480, 900])
        #expect(waits.max() == 900)
        #expect(waits.count == 7)
    }

    @Test mutating func `of ten thousand tries from as many sources fewer than ten pass`() {
        var passed = 0
        for number in 0..<10_000 {
            if door.tries(from("s\(number)")) == .proceed { passed += 1 }
            door.now = door.now.adding(milliseconds: 100)
        }
        #expect(passed < 10)
        #expect(passed >= 5)
    }

    @Test mutating func `parallel guesses are counted before any of them fails`() {
        let decisions = (0..<100).map { _ in door.tries(from("s")) }
        #expect(decisions.count { $0 == .proceed } == 5)
    }

    @Test mutating func `the owner on a known device signs in while the account is flooded`() {
        for hour in 0..<48 {
            for number in 0..<50 { _ = door.tries(from("s\(hour)/\(number)")) }
            if case .wait = door.tries(from("elsewhere")) {} else { Issue.record("not flooded") }
            let owner = from("s\(hour)/1", device: "phone")
            #expect(door.tries(owner) == .proceed)
            door.succeeds(owner)
            door.pass(seconds: 300)
        }
    }

    @Test mutating func `the owner on a known device signs in while the installation is flooded`() {
        for number in 0..<2000 { _ = door.tries(from("s\(number)", to: "a\(number)")) }
        guard case .wait(_, .global) = door.tries(from("x", to: "y")) else {
            Issue.record("the installation is not flooded")
            return
        }
        #expect(door.tries(from("x", device: "phone")) == .proceed)
    }

    @Test mutating func `a known device has a budget too`() {
        let decisions = (0..<100).map { _ in door.tries(from("s", device: "phone")) }
        #expect(decisions.count { $0 == .proceed } == 8)
        #expect(door.tries(from("s", device: "tablet")) == .proceed)
        #expect(door.tries(from("s", to: "b", device: "phone")) == .proceed)
    }

    @Test mutating func `one source that tries many accounts is stopped`() {
        let decisions = (0..<100).map { door.tries(from("s", to: "a\($0)")) }
        #expect(decisions.count { $0 == .proceed } == 20)
        #expect(door.tries(from("t", to: "z")) == .proceed)
    }

    @Test mutating func `signing in to an own account in between renews no guesses`() {
        var guesses = 0
        for number in 0..<200 {
            if door.tries(from("s", to: "victim\(number)")) == .proceed { guesses += 1 }
            let own = from("s", to: "own")
            if door.tries(own) == .proceed { door.succeeds(own) }
        }
        #expect(guesses <= 21)
    }

    @Test mutating func `success gives back what it spent`() {
        for _ in 0..<100 {
            #expect(door.tries(from("s")) == .proceed)
            door.succeeds(from("s"))
        }
    }

    @Test mutating func `refused tries do not lengthen the wait`() {
        for _ in 0..<5 { _ = door.tries(from("s")) }
        for _ in 0..<1000 { _ = door.tries(from("s")) }
        door.pass(seconds: 60)
        #expect(door.tries(from("s")) == .proceed)
    }

    @Test mutating func `everything is forgotten by itself`() {
        for _ in 0..<50 {
            if case .wait(let until, _) = door.tries(from("s")) { door.now = until }
        }
        #expect(door.budgets.contains { !door.limits.isForgotten($1, of: $0.scope, at: door.now) })
        door.pass(seconds: 24 * 3600)
        for (key, budget) in door.budgets {
            #expect(door.limits.isForgotten(budget, of: key.scope, at: door.now))
        }
        for _ in 0..<5 { #expect(door.tries(from("s")) == .proceed) }
    }

    @Test mutating func `a clock set back or forward locks nobody out`() {
        for _ in 0..<6 { _ = door.tries(from("s")) }
        door.pass(seconds: -10 * 365 * 86_400)
        guard case .wait(let until, _) = door.tries(from("s")) else {
            Issue.record("expected a wait")
            return
        }
        #expect(until.milliseconds(since: door.now) <= 900_000)
        door.now = Moment(milliseconds: .max)
        #expect(door.tries(from("s")) == .proceed)
        door.now = Moment(milliseconds: .min)
        _ = door.tries(from("s"))
    }

    @Test mutating func `budgets and limits survive storage`() throws {
        for _ in 0..<6 { _ = door.tries(from("s")) }
        let budgets = Array(door.budgets.values)
        let stored = try JSONEncoder().encode(budgets)
        #expect(try JSONDecoder().decode([SignInLimits.Budget].self, from: stored) == budgets)
        let limits = try JSONEncoder().encode(door.limits)
        #expect(try JSONDecoder().decode(SignInLimits.self, from: limits) == door.limits)
        #expect(
            door.limits.keys(for: from("s")).map(\.text) == ["account:a", "global:", "source:s"])
    }
}
