"""A member of staff of the demo at a browser of their own."""

import re

PICKED = {
    "intake": "报案受理员", "registrar": "理赔承办人、立案员", "assessor": "定损员",
    "verifier": "核损员", "calculator": "理算员 ", "approver": "核赔员 ", "cashier": "付款经办人 ",
    "releaser": "付款复核人 ", "supervisor": "理赔主管", "auditor": "内部审计员",
    "system": "系统管理员",
}


class Desk:
    """One member of staff at their own browser."""

    def __init__(self, chromium, site, post, width=1280):
        context = chromium.new_context(
            locale="zh-CN", viewport={"width": width, "height": 900})
        context.set_default_timeout(15_000)
        self.site = site
        self.page = context.new_page()
        self.faults = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.sign_in(post)

    def sign_in(self, post):
        self.post = post
        self.page.goto(self.site + "/sign-in")
        self.page.get_by_role("button", name=PICKED[post]).first.click()
        self.page.wait_for_url("**/console**")

    def go(self, path):
        return self.page.goto(self.site + path)

    def case(self, number):
        self.go(f"/console/case/{number}")

    def do(self, number, title, **fields):
        """Opens the case, takes the step that the strip offers, fills its form and sends it."""
        self.case(number)
        self.page.locator(".strip .actions").get_by_role("link", name=title, exact=True).click()
        self.fill(**fields)
        self.send()

    def fill(self, **fields):
        for name, value in fields.items():
            path = name.replace("__", ".")
            one = self.page.locator(f'[id="f-{path}"]')
            if one.count() == 0:
                self.page.locator(f'[name="{path}"][value="{value}"]').check()
            elif one.evaluate("one => one.tagName") == "SELECT":
                one.select_option(value)
            elif one.get_attribute("type") == "checkbox":
                one.check()
            else:
                one.fill(value)

    def send(self):
        self.page.locator("form.command .bar-below button").click()
        self.page.wait_for_load_state()


def found(pattern, text):
    match = re.search(pattern, text)
    return match.group(0) if match else ""
