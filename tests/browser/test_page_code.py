"""The page's own code: typed, formatted, tested, and built into what is shipped."""

import filecmp
import subprocess
import sys

import pytest

from client.web.app import PAGE
from tests.browser.conftest import WEB


def npm(*arguments):
    """Run npm in the page's folder; returns the finished process."""
    command = [sys.executable, str(WEB / "npm.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module", autouse=True)
def _installed():
    """Without its packages nothing can be said."""
    if not (WEB / "node_modules").is_dir():
        pytest.skip("The page's packages are not installed: python web/npm.py ci")


@pytest.mark.parametrize("script", ["check", "test"])
def test_the_page_passes_its_own_checks(script):
    """Prettier and the compiler, then the tests that need no browser."""
    done = npm("run", script)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_shipped_is_what_the_source_builds(tmp_path):
    """Byte for byte: nobody edited the built page, and nobody forgot to build it."""
    done = npm("run", "build", "--", "--outDir", str(tmp_path / "static"))
    assert done.returncode == 0, done.stdout + done.stderr
    built = tmp_path / "static"
    names = sorted(path.name for path in built.iterdir())
    assert names == sorted(path.name for path in PAGE.iterdir())
    assert filecmp.cmpfiles(PAGE, built, names, shallow=False) == (names, [], [])
