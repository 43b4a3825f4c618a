"""`python -m policies`: write the lists into the templates; `--check` fails where they are old."""

import sys
from pathlib import Path

from policies import generated
from policies.lists import load

ROOT = Path(__file__).parents[2]
TEMPLATES = (ROOT / "template.yaml", ROOT / "reader-role.yaml")


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit status."""
    lists = load()
    old = {path: path.read_text(encoding="utf-8") for path in TEMPLATES}
    stale = {
        path: new for path, text in old.items() if (new := generated.render(text, lists)) != text
    }
    for path, text in stale.items():
        if "--check" in arguments:
            sys.stderr.write(f"{path.name} is not as generated: run `make policies`\n")
        else:
            path.write_text(text, encoding="utf-8")
            sys.stderr.write(f"wrote {path.name}\n")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
