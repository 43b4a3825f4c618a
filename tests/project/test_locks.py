"""The locks name packages, versions and hashes, and no address they came from."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
LOCKS = sorted([*ROOT.glob("requirements/*.txt"), *ROOT.glob("src/*/requirements.txt")])
NPM = (ROOT / "tests/peers/package-lock.json", ROOT / "web/package-lock.json")
APART = {"checkov.txt", "sam.txt"}


@pytest.mark.parametrize("lock", NPM, ids=lambda lock: str(lock.relative_to(ROOT)))
def test_an_npm_lock_pins_by_hash_and_names_no_address(lock):
    """Neither where a package came from nor where its authors ask for money."""
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    packages = {path: each for path, each in json.loads(text)["packages"].items() if path}
    assert [path for path, each in packages.items() if "integrity" not in each] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(ROOT)))
def test_a_lock_pins_by_hash_and_names_no_address(lock):
    """Each requirement of a lock has a version and a hash; no line is a URL or an option."""
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE)
    for requirement in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"^[\w.\-\[\]]+==\S+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_the_images_and_the_sandbox_run_the_versions_that_are_tested():
    """Every lock is a part of the whole one, but for the tools with environments of their own."""
    whole = pins(ROOT / "requirements" / "dev.txt")
    for lock in (each for each in LOCKS if each.name not in APART):
        assert pins(lock).items() <= whole.items(), lock


def pins(lock: Path) -> dict[str, str]:
    found = re.findall(r"^([\w.\-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)
