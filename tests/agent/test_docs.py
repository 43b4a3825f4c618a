"""What docs/agent.md says is what the code does."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.agent.conftest import Start

DOCS = Path(__file__).parent.parent.parent / "docs" / "agent.md"


def test_the_tables_are_those_of_the_code(tmp_path: Path) -> None:
    """Events, errors and settings, written anew from the code, are what the document holds."""
    fresh = Path(shutil.copy(DOCS, tmp_path))

    subprocess.run([sys.executable, "-m", "cogapp", "-r", str(fresh)], check=True, timeout=60)

    assert fresh.read_text(encoding="utf-8") == DOCS.read_text(encoding="utf-8")


def test_every_route_is_documented(start: Start) -> None:
    """The table of routes names each operation that the service describes."""
    written = set()
    for cell in re.findall(
        r"^\| (`(?:GET|POST|PATCH|DELETE)\b.*?) \|", DOCS.read_text("utf-8"), re.M
    ):
        paths = re.findall(r"(/[^ `?]*)", cell)
        methods = re.findall(r"\b(GET|POST|PATCH|DELETE)\b", cell)
        written |= {(method, path) for method in methods for path in paths}

    described = {
        (method.upper(), path.replace("{conversation_id}", "{id}"))
        for path, operations in start().http.get("/openapi.json").json()["paths"].items()
        for method in operations
    }
    assert written == described
