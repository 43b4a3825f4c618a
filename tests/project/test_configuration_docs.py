"""docs/configuration.md names what there is to configure."""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from local.cloudformation.template import ROOT
from mcp_tool import settings

PAGE = ROOT / "docs" / "configuration.md"


class Asked(Mapping):
    """An empty environment that remembers what was looked for."""

    def __init__(self):
        self.names = set()

    def __getitem__(self, name):
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0


def test_the_tool_functions_variables_are_those_it_reads():
    """None is missing, none is of the past, and defaults are true."""
    asked = Asked()
    defaults = settings.read(asked)
    rows = re.findall(r"^\| (`[A-Z_]+`.*?) \| `?(.*?)`? \|", PAGE.read_text(), re.MULTILINE)
    assert {name for cell, _ in rows for name in re.findall(r"`(\w+)`", cell)} == asked.names
    said = dict(rows)
    assert float(said["`READ_DEADLINE_SECONDS`"]) == defaults.read_deadline_seconds
    assert int(said["`READ_ROW_CEILING`"]) == defaults.row_ceiling
    assert int(said["`ANSWER_BYTES`"]) == defaults.answer_bytes


def test_the_generated_part_is_fresh(tmp_path):
    """The file's values, written anew from the code, are those on the page."""
    fresh = Path(shutil.copy(PAGE, tmp_path))
    subprocess.run([sys.executable, "-m", "cogapp", "-r", fresh], check=True, timeout=60)
    assert fresh.read_text() == PAGE.read_text()
