"""The walkthrough of README.md, run as it stands against a demo insurer, ends in a voucher."""

import re
import sys

import demo_site


def walkthrough():
    text = (demo_site.ROOT / "README.md").read_text(encoding="utf-8")
    return re.search(r"<!-- walkthrough -->\n```bash\n(.*?)```", text, re.S).group(1)


def main():
    with demo_site.served() as (site, data):
        run = demo_site.run_script(
            walkthrough().replace("bin/covenant", demo_site.PROGRAM), site, data)
    print(run.stdout[-3000:])
    print(run.stderr, file=sys.stderr)
    genuine = '"genuine":true' in run.stdout.replace(" ", "")
    problems = re.findall(r'"type": ?"/problems/[^"]*"', run.stdout)
    passed = run.returncode == 0 and genuine and not problems
    print("1 passed, 0 failed" if passed else f"{problems}\n0 passed, 1 failed")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
