"""Every walkthrough under docs/walkthroughs, run as it stands against one demo insurer.

With names as arguments only those: test_walkthroughs.py payments.
"""

import re
import sys

import demo_site
import seen_duties

FOLDER = demo_site.ROOT / "docs" / "walkthroughs"


def script(page):
    text = page.read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```bash\n(.*?)```", text, re.S))


def main():
    wanted = set(sys.argv[1:])
    pages = [page for page in sorted(FOLDER.glob("*.md")) if not wanted or page.stem in wanted]
    passed, failed = 0, 0
    with demo_site.served() as (site, data):
        for page in pages:
            text = script(page)
            # Pages that do not source the prelude begin elsewhere and have a check of their own.
            if "prelude.sh" not in text:
                continue
            run = demo_site.run_script(text, site, data)
            if run.returncode == 0:
                passed += 1
                continue
            failed += 1
            print(f"FAILED: {page.name}\n{run.stdout[-1500:]}\n{run.stderr[-1500:]}")
        # Only all pages together show all there is to see.
        unseen = [] if wanted else seen_duties.problems(site, data)
        for problem in unseen:
            print("FAILED:", problem)
        sound, said = demo_site.verified(data)
    print(said)
    passed, failed = passed + sound, failed + (not sound) + len(unseen)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or (not pages) else 0


if __name__ == "__main__":
    sys.exit(main())
