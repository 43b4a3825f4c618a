"""Write the hashed locks from pyproject.toml, without index or download addresses.

One resolution (`requirements/dev.txt`) holds everything; each other lock is a part of it, so the
sandbox, the tests and the images run the same versions. SAM and checkov pin boto3 and more to
versions of their own: each has a lock, and an environment, apart.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = [
    *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--generate-hashes"),
    *("--universal", "--python-version", "3.11", "--no-annotate", "--no-header"),
]
WHOLE = "requirements/dev.txt"
EVERY_EXTRA = ("agent", "mcp-tool", "client", "scripts", "sandbox")
PARTS = {
    "requirements/run.txt": EVERY_EXTRA,
    "src/agent/requirements.txt": ("agent",),
    "src/mcp_tool/requirements.txt": ("mcp-tool",),
}
APART = {
    "requirements/sam.txt": "aws-sam-cli>=1.170\ncfn-lint>=1.58\n",
    "requirements/checkov.txt": "checkov>=3.3\n",
}


def main() -> None:
    """Resolve the whole, then cut the parts out of it."""
    _compile("pyproject.toml", "--all-extras", "--group", "dev", "-o", WHOLE)
    for lock, extras in PARTS.items():
        chosen = [word for extra in extras for word in ("--extra", extra)]
        _compile("pyproject.toml", *chosen, "--constraint", WHOLE, "-o", lock)
    for lock, wanted in APART.items():
        _compile("-", "-o", lock, wanted=wanted)


def _compile(*arguments: str, wanted: str = "") -> None:
    subprocess.run([*COMPILE, *arguments], cwd=ROOT, check=True, input=wanted, text=True)


if __name__ == "__main__":
    main()
