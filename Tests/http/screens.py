"""The main screens of a demo insurer as pictures: NAME-LANGUAGE-SCHEME.png in the folder named."""

import pathlib
import sys

import browser
import demo_site
from test_console import Desk

# What is looked at, and by whom.
SCREENS = [
    ("workbench", "supervisor", "/console?tab=pool"),
    ("intake", "intake", "/console/intake?policy={policy}"),
    ("claims", "supervisor", "/console/list/claim"), ("case", "approver", "/console/case/{claim}"),
    ("form", "calculator", "/console/do/claims.proposeDecision/{claim}"),
    ("dispatch", "supervisor", "/console/dispatch"), ("releases", "releaser", "/console/releases"),
    ("breaches", "supervisor", "/console/breaches"),
    ("turnaround", "supervisor", "/console/turnaround"),
    ("deadline", "supervisor", "{clock}"), ("audit", "auditor", "/console/audit"),
    ("promise", "supervisor", "/promise"), ("institution", "supervisor", "/institution"),
]


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    with browser.browser() as chromium, demo_site.served() as (site, _):
        desks = {post: Desk(chromium, site, post) for post in {post for _, post, _ in SCREENS}}
        places = named(desks["supervisor"])
        for name, post, path in SCREENS:
            page = desks[post].page
            for language in browser.LANGUAGES:
                address = path.format(**places)
                mark = "&" if "?" in address else "?"
                desks[post].go(f"{address}{mark}lang={language}")
                for scheme in browser.SCHEMES:
                    page.emulate_media(color_scheme=scheme)
                    page.screenshot(path=folder / f"{name}-{language}-{scheme}.png")
    print(f"{len(SCREENS) * 4} pictures in {folder}")
    return 0


def named(desk):
    """A claim that was decided, a promise of it, and a policy."""
    desk.go("/console/list/claim?stage=paid&lang=zh")
    claim = desk.page.locator("td a", has_text="CLM-").first.inner_text()
    desk.case(claim)
    clock = desk.page.locator(".promise-line a").first.get_attribute("href")
    policy = desk.page.locator("dl.facts dt:text-is('保单') + dd").first.inner_text()
    return {"claim": claim, "clock": clock, "policy": policy.strip()}


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
