"""The console in Chromium: a claim from the call to the voucher by those whose work it is; two
people in one case; a session that ends in mid-form; pages judged by axe, a form by keys alone."""

import re
import sys

import browser
import demo_site
import walk_lists
from desk import PICKED, Desk, found

PAGES = [
    "/console", "/console?tab=pool", "/console?tab=started", "/console?tab=followed",
    "/console?tab=copied", "/console?tab=done", "/console/notes", "/console/find",
    "/console/list/claim", "/console/list/notice?stage=received", "/console/list/payment",
    "/console/dispatch", "/console/releases", "/console/breaches", "/console/turnaround",
    "/console/turnaround?by=product", "/console/standards?metric=claims.decision&count=3",
    "/console/outbox", "/console/do/standards.set",
]
def take_notice(desk, judge):
    """The call: the policy is found by number and checked, the notice taken on the same page."""
    page = desk.page
    desk.go("/console/intake")
    judge.look(page, "/console/intake zh")
    page.locator("#intake-q").fill("P20")
    page.get_by_role("button", name="查找").first.click()
    policy = page.locator(".found a", has_text="机动车").first
    judge.expect(policy.count() == 1, "intake finds motor policies by the beginning of a number")
    policy.click()
    judge.expect(page.get_by_text("今日有效").is_visible(), "intake says that the policy is in force")
    judge.look(page, "/console/intake policy zh")
    desk.send()
    judge.expect(page.get_by_role("alert").is_visible(), "an empty notice is refused on the page")
    judge.look(page, "/console/intake refused zh")
    today = page.evaluate("new Date(Date.now() + 8 * 3600e3 - 3600e3).toISOString().slice(0, 16)")
    desk.fill(
        lossAt=today, place="杭州市西湖区文三路", cause="collision", course="追尾，后保险杠受损",
        estimate="3200", reporterName="张晓明", reporterPhone="13900001111", relation="本人")
    desk.send()
    if page.locator("[id='f-distinct']").count() and page.get_by_role("alert").count():
        desk.fill(distinct="true")
        desk.send()
    number = found(r"NTC-\d{4}-\d+", page.url)
    judge.expect(number, f"the notice is taken and shown ({page.url})")
    return number


def to_voucher(chromium, site, judge):
    """From the call to the voucher: eight posts, each sees the step that is theirs on top."""
    notice = take_notice(Desk(chromium, site, "intake"), judge)
    registrar = Desk(chromium, site, "registrar")
    registrar.do(notice, "立案", reason="按报案估损计提")
    claim = found(r"CLM-\d{4}-\d+", registrar.page.url)
    judge.expect(claim, f"the claim is registered and shown ({registrar.page.url})")
    registrar.case(claim)
    registrar.page.locator(".strip .actions").get_by_role(
        "link", name="接收资料", exact=True).click()
    for box in registrar.page.locator("input[type=checkbox]").all():
        box.check()
    registrar.send()
    judge.expect(
        registrar.page.locator("#papers").get_by_text(re.compile(r"(\d+)/\1")).count() == 1,
        "all papers are in")
    assessor = Desk(chromium, site, "assessor")
    assessor.do(
        claim, "定损", items__0__coverage="damage", items__0__description="后保险杠更换与喷漆",
        items__0__claimed="3200", items__0__assessed="3,000.00",
        items__0__departure="工时按本地维修价格核减")
    verifier = Desk(chromium, site, "verifier")
    verifier.do(claim, "核损")
    calculator = Desk(chromium, site, "calculator")
    calculator.do(
        claim, "理算并提出处理意见", outcome="pay", coverage__holds="true",
        coverage__reason="碰撞属于保险责任", coverage__terms="第一章第六条", amount__holds="true",
        amount__reason="核定 3000 元，扣除免赔额 500 元", amount__terms="第一章第六条",
        completeness__holds="true", completeness__reason="资料齐全", completeness__terms="索赔须知")
    judge.expect(
        calculator.page.locator(".sum").get_by_text("¥2,500.00").is_visible(),
        "the sheet shows what is payable")
    calculator.case(claim)
    judge.expect(
        calculator.page.locator(".strip .actions a.button:not(.second)").count() == 0,
        "who proposed is offered no decision")
    approver = Desk(chromium, site, "approver")
    approver.case(claim)
    judge.look(approver.page, "/console/case/claim to approve zh")
    approver.do(claim, "核赔", reason="同意赔付")
    cashier = Desk(chromium, site, "cashier")
    cashier.do(
        claim, "下达付款指令", method="bankTransfer", payee="张晓明",
        account="6222021234567890128", isEntitled="true")
    cashier.case(claim)
    payment = found(r"PAY-\d{4}-\d+", cashier.page.locator("main").inner_text())
    judge.expect(payment, "the payment is on the claim's page")
    releaser = Desk(chromium, site, "releaser")
    releaser.go("/console/releases")
    page = releaser.page
    page.locator(f'[name="payment.{payment}"]').check()
    page.get_by_role("button", name="预检所选").click()
    judge.expect(page.get_by_text("1 笔可以放款").is_visible(), "the check says what would be done")
    judge.look(page, "/console/releases checked zh")
    page.get_by_role("button", name="放款所选").click()
    judge.expect(page.get_by_text("已放款 1 笔").is_visible(), "one payment is released")
    cashier.go("/console/do/payments.sendBatch")
    cashier.fill(currency="CNY")
    cashier.send()
    cashier.do(payment, "确认到账", reference="BANK-20260001", amount="2500.00")
    registrar.do(claim, "结案")
    page = registrar.page
    judge.expect(
        page.locator(".stages [aria-current]").inner_text() == "已结案", "the claim is closed")
    judge.look(page, "/console/case/claim closed zh")
    code = re.search(r"\b[0-9A-Z]{20,32}\b", page.locator("main").inner_text())
    judge.expect(code, "the voucher's code is on the page")
    if code:
        page.goto(f"{site}/verify/{code.group(0)}")
        judge.expect(page.locator(".voucher").count() == 1, "the voucher's code is confirmed")
    for desk in (registrar, assessor, verifier, calculator, approver, cashier, releaser):
        judge.expect(not desk.faults, f"the script of {desk.post} ran sound {desk.faults}")
    return claim


def open_claim(desk):
    desk.go("/console/list/claim?stage=registered")
    return desk.page.locator("td a", has_text="CLM-").first.inner_text()


def two_people(chromium, site, judge):
    """What one typed stays when another was first; both are shown, and it can be sent again."""
    one, other = (Desk(chromium, site, "registrar") for _ in range(2))
    claim = open_claim(one)
    one.case(claim)
    other.case(claim)
    one.page.locator(".strip").get_by_role("link", name="调整准备金", exact=True).click()
    one.fill(reserve="4100", reason="客户补报")
    other.do(claim, "调整准备金", reserve="4000", reason="按定损估计")
    one.send()
    page = one.page
    judge.expect(page.get_by_text("本案有以下变动").is_visible(), "the later one is told what happened")
    judge.expect(
        page.locator('[id="f-reason"]').input_value() == "客户补报", "what was typed is still there")
    judge.look(page, "/console/do/stale zh")
    one.send()
    judge.expect("done=" in page.url, f"sent again it is done ({page.url})")
    # The other one's page hears of it without being asked.
    other.case(claim)
    one.do(claim, "调整准备金", reserve="4200", reason="再次核对")
    heard = other.page.locator(".timeline li", has_text="再次核对")
    heard.wait_for(timeout=15_000)
    judge.expect(heard.count() == 1, "an open page shows what another did")


def session_ends(chromium, site, judge):
    """The session ends in mid-form; after signing in again the form is as it was."""
    desk = Desk(chromium, site, "registrar")
    claim = open_claim(desk)
    desk.case(claim)
    desk.page.locator(".strip").get_by_role("link", name="调整准备金", exact=True).click()
    desk.page.locator('[id="f-reason"]').press_sequentially("一句还没写完的话")
    # The page's policy forbids what wait_for_function does.
    for _ in range(50):
        if desk.page.evaluate("Object.keys(sessionStorage).some(key => key.startsWith('draft'))"):
            break
        desk.page.wait_for_timeout(100)
    desk.page.context.clear_cookies()
    desk.send()
    judge.expect("/sign-in" in desk.page.url, "without a session the form leads to signing in")
    form = desk.page.evaluate("new URLSearchParams(location.search).get('next')")
    desk.page.get_by_role("button", name=PICKED["registrar"]).first.click()
    desk.page.wait_for_url("**/console**")
    desk.go(form)
    judge.expect(
        desk.page.locator('[id="f-reason"]').input_value() == "一句还没写完的话",
        "what was typed is back")


def keys_alone(chromium, site, judge):
    """The palette, a case and its form, without a mouse."""
    desk = Desk(chromium, site, "registrar")
    claim = open_claim(desk)
    page = desk.page
    desk.go("/console")
    page.keyboard.press("Control+k")
    page.keyboard.type(claim)
    page.locator("#palette-results [aria-selected=true]", has_text=claim).wait_for()
    judge.judge(page, "/console palette zh")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/console/case/{claim}")
    browser.tab_to(page, ".strip .actions a[href*='claims.changeReserve']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/do/**")
    browser.tab_to(page, "[id='f-reserve']")
    page.keyboard.type("4300")
    browser.tab_to(page, "[id='f-reason']")
    page.keyboard.type("键盘办理")
    browser.tab_to(page, "form.command .bar-below button")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=claims.changeReserve")
    judge.expect(page.get_by_text("键盘办理").count() == 1, "a form is done by keys alone")


def customer(chromium, site, judge):
    """On a phone: in by policy number and code, a loss reported with a picture, followed."""
    desk = Desk(chromium, site, "intake")
    desk.go("/console/intake")
    desk.page.locator("#intake-q").fill("P20")
    desk.page.get_by_role("button", name="查找").first.click()
    policy = found(r"P\d{4}\w+", desk.page.locator(".found a", has_text="有效").first.inner_text())
    phone = chromium.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    page = phone.new_page()
    page.goto(site + "/portal")
    judge.judge(page, "/portal zh 390")
    page.locator("#policy").fill(policy)
    page.get_by_role("button", name="发送验证码").click()
    judge.judge(page, "/portal code zh 390")
    page.locator("#code").fill(re.search(r"\d{6}", page.locator(".notice").inner_text()).group(0))
    page.get_by_role("button", name="进入").click()
    judge.judge(page, "/portal home zh 390")
    page.get_by_role("link", name="我要报案").click()
    judge.judge(page, "/portal report zh 390")
    at = page.evaluate("new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 16)")
    page.locator("#policy").select_option(policy)
    page.locator("#lossAt").fill(at)
    page.locator("#place").fill("杭州市西湖区")
    page.locator("#cause").select_option("other")
    page.locator("#course").fill("停车时被剐蹭")
    page.locator("#reporterName").fill("张晓明")
    page.locator("#photo").set_input_files(
        {"name": "现场.png", "mimeType": "image/png", "buffer": desk.page.screenshot()})
    page.get_by_role("button", name="提交报案").click()
    page.wait_for_url("**/portal/case/**")
    judge.expect("photos" not in page.url, f"the picture is taken ({page.url})")
    judge.expect(page.get_by_text("我们答应您").count() == 1, "the customer sees a promise")
    for language in browser.LANGUAGES:
        page.goto(page.url.split("?")[0] + f"?lang={language}")
        judge.look(page, f"/portal case {language}")


def pages(chromium, site, judge):
    """Every page of the console, in both languages, widths and schemes."""
    desk = Desk(chromium, site, "supervisor")
    claim = open_claim(desk)
    desk.case(claim)
    weight = sum(
        len(desk.page.request.get(address).body()) for address in desk.page.evaluate(
            "[location.href, ...document.querySelectorAll('link[rel=stylesheet], script[src]')]"
            ".map(one => one.href ?? one.src ?? one)"))
    judge.expect(weight < 80_000, f"a case page with its styles and script is light ({weight})")
    clock = desk.page.locator(".promise-line a").first.get_attribute("href")
    more = [
        f"/console/case/{claim}", f"/console/case/{claim}/reveal?field=insured", clock,
        f"/console/do/claims.doubt/{claim}",
    ]
    for path in PAGES + more:
        mark = "&" if "?" in path else "?"
        answer = desk.go(f"{path}{mark}lang=en")
        judge.expect(answer.status == 200, f"{path} answers ({answer.status})")
        judge.judge(desk.page, f"{path} en")
        desk.go(f"{path}{mark}lang=zh")
        judge.look(desk.page, f"{path} zh")
    auditor = Desk(chromium, site, "auditor")
    for language in browser.LANGUAGES:
        auditor.go(f"/console/audit?lang={language}")
        judge.look(auditor.page, f"/console/audit {language}")


def main():
    judge = browser.Judge()
    with browser.browser() as chromium, demo_site.served() as (site, data):
        to_voucher(chromium, site, judge)
        two_people(chromium, site, judge)
        session_ends(chromium, site, judge)
        keys_alone(chromium, site, judge)
        customer(chromium, site, judge)
        walk_lists.many_at_once(chromium, site, judge)
        walk_lists.beside_the_list(chromium, site, judge)
        walk_lists.out_and_in(chromium, site, judge)
        pages(chromium, site, judge)
    return judge.result()


if __name__ == "__main__":
    sys.exit(main())
