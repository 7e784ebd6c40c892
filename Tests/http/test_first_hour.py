"""docs/walkthroughs/first-hour.md, run as it stands against an installation that is empty."""

import pathlib
import re
import sys

import demo_site

PAGE = demo_site.ROOT / "docs" / "walkthroughs" / "first-hour.md"


def main():
    script = "\n".join(re.findall(r"```bash\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S))
    with demo_site.empty() as (site, data, token):
        run = demo_site.run_script(script, site, data, SETUP=token)
        print(run.stdout[-2000:])
        print(run.stderr[-2000:], file=sys.stderr)
        secrets = [token] + re.findall(r"cov_[A-Za-z0-9_-]{43}", run.stdout)
        kept = [
            path for path in pathlib.Path(data).rglob("*") if path.is_file()
            and any(secret.encode() in path.read_bytes() for secret in secrets)]
        sound, said = demo_site.verified(data)
    print(said)
    results = [run.returncode == 0, sound, not kept]
    for path in kept:
        print(f"FAILED: a token stands in {path}")
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
