"""`python -m tests.soak [TURNS]`: soak the agent and say what grew; status 1 if too much did."""

import sys
import tempfile
from pathlib import Path

from tests.soak.soak import soak

MOST_GROWTH = 0.05


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as directory:
        report = soak(Path(directory), turns, warm_up=max(100, turns // 4))
    print(report)
    sys.exit(report.failed > 0 or report.growth > MOST_GROWTH)


if __name__ == "__main__":
    main()
