"""Set-up on a machine that lacks something says what to do, in one line."""

import shutil
import subprocess
import sys
from pathlib import Path

from local.environment import inherited

ROOT = Path(__file__).parent.parent.parent


def test_an_old_python_is_told_in_one_line():
    """Python 3.9 gets no stack trace but the command that goes on."""
    as_an_old_one = (
        "import runpy, sys; sys.version_info = (3, 9, 2); sys.argv = ['venv.py', 'lock'];"
        f"runpy.run_path({str(ROOT / 'scripts' / 'venv.py')!r}, run_name='__main__')"
    )
    done = run(sys.executable, "-c", as_an_old_one, cwd=ROOT)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "Python 3.11 or newer is needed" in line
    assert "make PYTHON=" in line


def test_no_package_index_is_told_in_one_line(tmp_path):
    """Where no package index answers, the last line says what to check and where the log is."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "venv.py", tmp_path / "scripts")
    nobody = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    done = run(
        *(sys.executable, "scripts/venv.py", "requirements/run.txt"),
        cwd=tmp_path,
        PIP_CONFIG_FILE="/dev/null",
        PIP_NO_CACHE_DIR="1",
        **nobody,
    )
    assert done.returncode == 1
    *_, last = done.stderr.splitlines()
    assert "Could not install packages" in last
    assert "UV_DEFAULT_INDEX" in last
    assert (tmp_path / ".venv" / "setup.log").exists()


def run(*command, cwd, **added):
    return subprocess.run(
        command,
        cwd=cwd,
        env=inherited(**added),
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
