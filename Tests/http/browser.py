"""A real browser for the checks of pages: looked at, judged by axe, walked with keys alone."""

import contextlib
import os
import pathlib
import shutil

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
LANGUAGES = ("zh", "en")
# Rules of WCAG 2.2 that axe leaves off unless asked.
OPTIONS = {"rules": {"target-size": {"enabled": True}}}


@contextlib.contextmanager
def browser():
    path = os.environ.get("COVENANT_CHROMIUM") or shutil.which("chromium")
    if not path:
        raise SystemExit("chromium was not found; run bin/setup")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield chromium
        finally:
            chromium.close()


class Judge:
    """Collects what is wrong with pages. With COVENANT_SHOTS, keeps pictures in that folder."""

    def __init__(self):
        self.axe = Axe()
        self.looked = 0
        self.wrong = []
        folder = os.environ.get("COVENANT_SHOTS")
        self.shots = pathlib.Path(folder) if folder else None

    def expect(self, holds, sentence):
        self.looked += 1
        if not holds:
            self.wrong.append(sentence)
            print("FAILED:", sentence, flush=True)
        return holds

    def look(self, page, name):
        """The page as it stands, in each width and colour scheme."""
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                self.judge(page, f"{name} {width} {scheme}")
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        page.emulate_media(color_scheme="light")

    def judge(self, page, name):
        found = self.axe.run(page, options=OPTIONS).response["violations"]
        said = "; ".join(
            f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found)
        self.expect(not found, f"axe finds nothing on {name}: {said}")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        self.expect(wide <= 0, f"nothing runs over the side on {name} (by {wide} px)")
        if self.shots:
            self.shots.mkdir(parents=True, exist_ok=True)
            file = name.strip("/").replace("/", "_").replace(" ", "-") or "home"
            page.screenshot(path=self.shots / f"{file}.png", full_page=True)

    def result(self):
        failed = len(self.wrong)
        print(f"{self.looked - failed} passed, {failed} failed")
        return 1 if failed or not self.looked else 0


def tab_to(page, selector):
    """Presses Tab until this is focused and shows it; says how, when it never is."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert style != "none", f"focus is not seen on {selector}"
            return
    raise AssertionError(f"{selector} is not reached with Tab on {page.url}")


def fill(page, **fields):
    """Types into the fields, one after the other, and sends the form with Enter."""
    for name, text in fields.items():
        tab_to(page, f"main input[name={name}]")
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press(page, selector):
    """Follows a link, or presses a button."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")
