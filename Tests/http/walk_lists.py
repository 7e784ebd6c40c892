"""Lists of the console: many at once, and a case beside its list."""

import re

import browser
from desk import Desk


def many_at_once(chromium, site, judge):
    """All that a filter finds is checked, then done; without a script too."""
    desk = Desk(chromium, site, "supervisor")
    page = desk.page
    desk.go("/console/list/work_item?status=held")
    judge.look(page, "/console/list/work_item zh")
    page.get_by_role("link", name=re.compile("批量办理筛选出的全部")).click()
    for language in browser.LANGUAGES:
        desk.go(f"/console/bulk/work_item?status=held&lang={language}")
        judge.look(page, f"/console/bulk verbs {language}")
    desk.go("/console/bulk/work_item?status=held&lang=zh")
    page.get_by_role("button", name="人工派工", exact=True).click()
    judge.look(page, "/console/bulk form zh")
    page.get_by_role("button", name=re.compile("^预检")).click()
    judge.expect(page.get_by_role("alert").is_visible(), "what is missing is told on the page")
    judge.look(page, "/console/bulk form refused zh")
    page.locator('[id="f-to"]').select_option(index=3)
    page.locator('[id="f-reason"]').fill("统一调整")
    page.get_by_role("button", name=re.compile("^预检")).click()
    judge.expect(page.locator(".refused").count() >= 1, "what would be refused is listed")
    judge.look(page, "/console/bulk assign checked zh")
    page.get_by_role("button", name="返回修改").click()
    judge.expect(
        page.locator('[id="f-reason"]').input_value() == "统一调整", "what was given is still there")
    desk.go("/console/bulk/work_item?status=held")
    page.get_by_role("button", name="催办", exact=True).click()
    good = re.search(r"(\d+) 件会办理", page.get_by_role("status").first.inner_text())
    judge.expect(good and int(good.group(1)) > 0, "the check says how many will be urged")
    judge.look(page, "/console/bulk checked zh")
    browser.tab_to(page, "main button[name=step]")
    page.keyboard.press("Enter")
    done = page.get_by_text(f"已办理 {good.group(1)} 件")
    done.wait_for()
    judge.expect(done.is_visible(), "as many are done as the check said")
    judge.look(page, "/console/bulk done zh")
    plain = chromium.new_context(
        locale="zh-CN", java_script_enabled=False, storage_state=page.context.storage_state())
    page = plain.new_page()
    page.goto(site + "/console/list/work_item?status=held")
    page.locator("tbody input[type=checkbox]").first.check()
    page.get_by_role("button", name="批量办理所选").click()
    page.get_by_role("button", name="催办", exact=True).click()
    said = page.get_by_role("status").first.inner_text()
    judge.expect("1 件会办理" in said, f"one marked row, without a script ({said})")
    judge.expect(not desk.faults, f"the script of lists ran sound {desk.faults}")


def beside_the_list(chromium, site, judge):
    """A case is looked at without leaving the list: by keys, by its link, and without a script."""
    desk = Desk(chromium, site, "supervisor")
    page = desk.page
    desk.go("/console/list/claim")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press(" ")
    panel = page.locator("#peek")
    number = page.locator("tbody tr").nth(1).locator("a").first.inner_text()
    panel.get_by_text(number).wait_for()
    judge.expect("/console/list/claim" in page.url, "the list is still there")
    judge.expect(
        page.evaluate("document.activeElement.id") == "peek", "the panel has the keyboard")
    judge.look(page, "/console/list/claim peek zh")
    page.keyboard.press("j")
    other = page.locator("tbody tr").nth(2).locator("a").first.inner_text()
    panel.get_by_text(other).wait_for()
    judge.expect(panel.get_by_text(number).count() == 0, "j shows the next case in the panel")
    page.keyboard.press("Escape")
    judge.expect(not panel.is_visible(), "Escape closes the panel")
    judge.expect(
        page.evaluate("document.activeElement.hasAttribute('data-peek')"),
        "the keyboard is back in the list")
    page.locator("[data-peek]").first.click()
    panel.get_by_role("heading", level=2).wait_for()
    panel.get_by_role("button", name="关闭").click()
    judge.expect(not panel.is_visible(), "the panel closes by its button")
    desk.go("/console/list/claim?lang=en")
    page.locator("[data-peek]").first.click()
    panel.get_by_role("heading", level=2).wait_for()
    judge.look(page, "/console/list/claim peek en")
    judge.expect(not desk.faults, f"the script of the panel ran sound {desk.faults}")
    plain = chromium.new_context(
        locale="zh-CN", java_script_enabled=False, storage_state=page.context.storage_state())
    page = plain.new_page()
    page.goto(site + "/console/list/claim?lang=zh")
    page.locator("[data-peek]").first.click()
    judge.expect("/console/case/CLM" in page.url, "without a script the link opens the case")
