"""Every page in a real browser: axe finds nothing in both languages, light and dark, wide and
narrow; set-up, sign-in, one-time code, activation and change of password go by keyboard alone.
"""

import base64
import hashlib
import hmac
import re
import sqlite3
import struct
import sys
import time

import qrcode

import browser
import demo_site
from browser import fill, press, tab_to

PHRASE = "nine tall bamboo stalks under snow"
OTHER = "seven quiet herons by the lotus pond"


def one_time_code(secret, steps):
    step = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), step, hashlib.sha1).digest()
    place = digest[19] & 15
    number = struct.unpack(">I", digest[place:place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1000000:06d}"


def new_page(chromium, language="zh"):
    context = chromium.new_context(locale="zh-CN" if language == "zh" else "en-GB")
    return context.new_page()


def look_at(judge, page, site, paths):
    for path in paths:
        for language in browser.LANGUAGES:
            page.goto(f"{site}{path}{'&' if '?' in path else '?'}lang={language}")
            judge.look(page, f"{path} {language}")
    page.goto(f"{site}{paths[-1]}?lang=zh")


def public_pages(chromium, judge):
    with demo_site.served() as (site, data):
        code = sqlite3.connect(f"file:{data}/covenant.sqlite?mode=ro", uri=True).execute(
            "SELECT code FROM voucher LIMIT 1").fetchone()
        page = new_page(chromium)
        looks = ["/", "/promise", "/institution", "/sign-in", "/activate", "/verify/none",
                 "/nowhere"]
        look_at(judge, page, site, looks + ([f"/verify/{code[0]}"] if code else []))
        judge.expect(code, "the demo has a voucher to look at")
        page.goto(site + "/institution?lang=zh")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        judge.look(page, "/institution opened zh")


def first_administrator(chromium, judge, site, token):
    """From the set-up token to a session with a one-time code, by keys alone."""
    page = new_page(chromium)
    look_at(judge, page, site, ["/set-up"])
    fill(page, token="cov_wrong", number="A1", name="周明", password=PHRASE, again=PHRASE)
    judge.look(page, "/set-up refused zh")
    judge.expect(page.get_by_role("alert").is_visible(), "a wrong set-up token is told")
    fill(page, token=token, number="A1", name="周明", password=PHRASE, again=PHRASE)
    judge.expect(page.url.endswith("/sign-in?done=installed"), "the set-up leads to sign-in")
    judge.look(page, "/sign-in done zh")
    fill(page, number="A1", password="wrong " + PHRASE)
    judge.look(page, "/sign-in refused zh")
    fill(page, number="A1", password=PHRASE)
    judge.expect(page.url.endswith("/account/one-time-code"), "a code is asked for first")
    secret = enrol(page, judge)
    fill(page, number="A1", password=PHRASE, code=one_time_code(secret, 1))
    judge.expect(page.url == site + "/console", "with the next code the administrator is in")
    return page


def enrol(page, judge):
    judge.look(page, "/account/one-time-code zh")
    fill(page, current=PHRASE)
    judge.look(page, "/account/one-time-code offered zh")
    address = page.locator("code").nth(1).inner_text()
    judge.expect(drawn(page) in masked(address), "the picture is the QR code of the address")
    secret = re.search(r"secret=([A-Z2-7]+)", address).group(1)
    fill(page, code="000000")
    judge.look(page, "/account/one-time-code refused zh")
    fill(page, code=one_time_code(secret, 0))
    judge.expect(page.url.endswith("done=codeConfirmed"), "the code is confirmed")
    return secret


def drawn(page):
    """The modules of the picture, as rows of 0 and 1."""
    path = page.locator(".code-picture path").get_attribute("d")
    size = int(page.locator(".code-picture svg").get_attribute("viewBox").split()[2]) - 8
    dark = {(int(x) - 4, int(y) - 4) for x, y in re.findall(r"M(\d+) (\d+)h", path)}
    return [[int((x, y) in dark) for x in range(size)] for y in range(size)]


def masked(address):
    """The same text by another implementation, with each of the eight masks."""
    codes = []
    for mask in range(8):
        code = qrcode.QRCode(
            error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=mask)
        code.add_data(address, optimize=0)
        code.make()
        codes.append([[int(bool(module)) for module in row] for row in code.get_matrix()])
    return codes


def account_pages(judge, page, site):
    look_at(judge, page, site, ["/account", "/account/password", "/account/one-time-code"])
    page.goto(site + "/account?lang=zh")
    press(page, "a[href='/account/password']")
    fill(page, current="wrong", password=OTHER, again=OTHER)
    judge.look(page, "/account/password refused zh")
    fill(page, current=PHRASE, password=OTHER, again=OTHER)
    judge.expect(page.url.endswith("done=passwordChanged"), "the password is changed by keys alone")


def staff_pages(judge, page, site):
    """Records a member and issues the activation token, by keys alone."""
    press(page, "nav a[href='/staff']")
    fill(page, number="S1", name="李雪")
    judge.expect(page.url.endswith("/staff/S1"), "the member is recorded")
    press(page, "form[action$='/activation'] button")
    judge.look(page, "/staff/S1 activation zh")
    token = page.locator(".notice code").inner_text()
    look_at(judge, page, site, ["/staff", "/staff/S1"])
    tab_to(page, "input[name='post.securityAdministrator']")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    judge.expect("S1" in page.url and page.locator("[role=alert]").count() == 0,
                 "the first security administrator is appointed")
    return token


def activation(chromium, judge, site, token):
    page = new_page(chromium, "en")
    page.goto(site + "/sign-in")
    press(page, "main a[href='/activate']")
    fill(page, token=token, password="short", again="short")
    judge.look(page, "/activate refused en")
    fill(page, token=token, password=PHRASE, again=PHRASE)
    judge.expect(page.url.endswith("done=activated"), "the account is activated by keys alone")
    fill(page, number="S1", password=PHRASE)
    judge.expect(page.url.endswith("/account/one-time-code"), "the member comes in")
    page.goto(site + "/account")
    judge.look(page, "/account duty en")
    press(page, ".aside form button")
    page.goto(site + "/account")
    judge.expect("/sign-in" in page.url, "after signing out nothing is shown")
    page.go_back()
    judge.expect(page.locator("main").inner_text() != "", "the page before is still a page")


def main():
    judge = browser.Judge()
    with browser.browser() as chromium:
        with demo_site.empty() as (site, _, token):
            page = first_administrator(chromium, judge, site, token)
            activation(chromium, judge, site, staff_pages(judge, page, site))
            account_pages(judge, page, site)
        public_pages(chromium, judge)
    return judge.result()


if __name__ == "__main__":
    sys.exit(main())
