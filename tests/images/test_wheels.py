"""The locks fit the base images: everything in them comes ready-made for their older libc."""

import subprocess
import sys

import pytest

from local.cloudformation.template import ROOT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("image", ["agent", "mcp_tool"])
def test_every_package_has_a_wheel_for_the_base(image, machine, tmp_path):
    """Amazon Linux 2, below Lambda's Python 3.11, has glibc 2.26, and no compiler."""
    flags = (
        *("--dry-run", "--quiet", "--no-deps", "--target", tmp_path, "--python-version", "3.11"),
        *("--python-platform", f"{machine}-manylinux_2_17", "--only-binary", ":all:"),
    )
    command = [sys.executable, "-m", "uv", "pip", "install", *flags, "--requirement"]
    lock = ROOT / "src" / image / "requirements.txt"
    done = subprocess.run(
        [*command, lock], capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stderr
