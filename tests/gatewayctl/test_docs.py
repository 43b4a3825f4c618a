"""docs/scripts.md says what the scripts do."""

import re
from pathlib import Path

from gatewayctl.cli import COMMANDS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "scripts.md").read_text()


def test_every_script_and_flag_is_described():
    """The tables hold each script and each flag, and none that is not there."""
    assert re.findall(r"^\| `([a-z-]+)\.py` \|", TEXT, re.MULTILINE) == list(COMMANDS)
    flags = {flag for command in COMMANDS.values() for item in command.params for flag in item.opts}
    assert set(re.findall(r"^\| `(--[a-z-]+)` \|", TEXT, re.MULTILINE)) == flags


def test_the_permissions_are_those_of_the_calls():
    """Each action that the door to AWS makes is listed for whoever grants them, and no other."""
    source = (ROOT / "scripts" / "gatewayctl" / "aws.py").read_text()
    called = set(re.findall(r'_errors\("([a-z-]+:\w+)"\)', source))
    listed = TEXT.partition("## Permissions")[2].partition("- not called by the scripts")[0]
    assert set(re.findall(r"`([a-z-]+:\w+)`", listed)) - {"iam:PassRole"} == called
