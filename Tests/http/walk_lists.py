"""Lists of the console: many at once, and a case beside its list."""

import io
import pathlib
import re
import xml.etree.ElementTree as xml
import zipfile

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


STATEMENT = """对账单号,银行流水号,附言,金额,结果,退票代码,退票说明
D1,L1,PAY-2026-999999,"1,200.00",支付成功,,
D1,L2,PAY-2026-999998,一千,支付成功,,
"""


def out_and_in(chromium, site, judge):
    """A list leaves as a file, taken once; a file comes in, and what is refused is handed back."""
    desk = Desk(chromium, site, "supervisor")
    page = desk.page
    shown = export(desk, "CSV", judge)
    text = shown.decode("utf-8-sig")
    rows = [line for line in text.split("\r\n") if line]
    judge.expect(rows[0].startswith("编号,阶段,"), f"the heading is in words ({rows[0]})")
    judge.expect(all("CLM-" in row for row in rows[1:]), "each row is a claim of the list")
    judge.expect("*" in rows[1], "names are masked in the file as on the page")
    judge.expect(
        page.get_by_role("button", name="下载文件").count() == 0, "the file is taken once")
    judge.look(page, "/console/transfers taken zh")
    book = zipfile.ZipFile(io.BytesIO(export(desk, "Excel", judge)))
    judge.expect(book.testzip() is None, "the workbook is whole")
    sheet = xml.fromstring(book.read("xl/worksheets/sheet1.xml"))
    lines = sheet.findall(".//{*}sheetData/{*}row")
    judge.expect(len(lines) == len(rows), f"as many rows in both ({len(lines)}, {len(rows)})")
    judge.expect(sheet.find(".//{*}f") is None, "no cell is a formula")
    judge.expect(sheet.find(".//{*}c/{*}v") is not None, "amounts are numbers")
    system = Desk(chromium, site, "system")
    page = system.page
    for language in browser.LANGUAGES:
        system.go(f"/console/transfers?lang={language}")
        judge.look(page, f"/console/transfers {language}")
    system.go("/console/transfers?lang=zh")
    page.locator("#mapping").select_option("bank-statement-utf8")
    page.locator("#import-file").set_input_files(
        {"name": "对账.csv", "mimeType": "text/csv", "buffer": STATEMENT.encode()})
    page.get_by_role("button", name="导入", exact=True).click()
    take = page.get_by_role("button", name="下载拒收的 1 行及原因")
    take.wait_for()
    judge.expect(page.get_by_text("读取 2 行").count() == 1, "the report says what was read")
    judge.look(page, "/console/transfers import zh")
    with page.expect_download() as waiting:
        take.click()
    refused = pathlib.Path(waiting.value.path()).read_bytes().decode("utf-8-sig")
    judge.expect("\r\n3,,import.cell," in refused, f"the line and its reason ({refused})")
    judge.expect(not desk.faults + system.faults, "the script of transfers ran sound")


def export(desk, format, judge):
    page = desk.page
    desk.go("/console/list/claim?lang=zh")
    page.get_by_role("button", name=format, exact=True).click()
    page.wait_for_url("**/console/transfers/*")
    judge.judge(page, f"/console/transfers {format} begun zh")
    take = page.get_by_role("button", name="下载文件")
    take.wait_for()
    judge.look(page, f"/console/transfers {format} ready zh")
    with page.expect_download() as waiting:
        take.click()
    page.reload()
    return pathlib.Path(waiting.value.path()).read_bytes()
