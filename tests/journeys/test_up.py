"""`make up`: the sandbox stays, says where everything is, and is used by those who come after."""

import shlex
import signal
import subprocess
import sys
from pathlib import Path

from local.environment import inherited

ROOT = Path(__file__).parent.parent.parent


def test_the_printed_curl_line_answers(tmp_path):
    """The line can be pasted as it stands; Ctrl-C ends the sandbox and its note."""
    note = tmp_path / "sandbox.json"
    # In a job in the background Ctrl-C is ignored, by its children too unless they are told.
    heard = ["env", "--default-signal=INT"]
    command = [*heard, sys.executable, "-m", "local", "up", "--port", "0", "--sandbox", str(note)]
    with subprocess.Popen(
        command, cwd=ROOT, env=inherited(), stdout=subprocess.PIPE, text=True
    ) as standing:
        printed = []
        for line in standing.stdout:
            printed.append(line)
            if line.startswith("curl "):
                break
        answer = subprocess.run(
            shlex.split(printed[-1]), capture_output=True, text=True, check=True, timeout=60
        )
        assert "running" in answer.stdout
        assert "issuer" in "".join(printed)
        assert note.exists()
        standing.send_signal(signal.SIGINT)
        standing.communicate(timeout=60)
    assert standing.returncode == 0
    assert not note.exists()
