"""The description of the architecture names files that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"`([\w.\-]+(?:/[\w.\-]+)+)`", TEXT)))


@pytest.mark.parametrize("path", PATHS)
def test_a_named_file_exists(path):
    """Each path in the text is a file of this project."""
    assert (ROOT / path).exists()
