"""The description of the API is true: schemathesis tries it on the live service, logged in."""

import subprocess
import sys
from pathlib import Path

import pytest

from agent.identity import TOKEN_HEADER
from local.converse.reply import Text
from tests.agent.conftest import Start

EXAMPLES = 100


@pytest.mark.slow
@pytest.mark.timeout(1600)
def test_every_operation_does_what_its_description_says(start: Start, tmp_path: Path) -> None:
    """A hundred examples and more of each operation, every check on, not one failure."""
    service = start(TURNS_PER_MINUTE="1000000", TOKENS_PER_MINUTE="1000000000")
    command = [
        *(
            str(Path(sys.executable).with_name("st")),
            "run",
            f"{service.http.base_url}/openapi.json",
        ),
        *("--header", f"{TOKEN_HEADER}: Bearer {service.okta.token()}"),
        *("--checks", "all", "--max-examples", str(EXAMPLES), "--no-color"),
    ]
    service.script.always = (Text("Hello."),)

    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=1500
    )

    assert done.returncode == 0, done.stdout + done.stderr
