"""The Lambda's entry: what it loads, and that it keeps its engine."""

import json
import subprocess
import sys

from mcp_tool.handler import lambda_handler


def test_the_handler_answers_without_any_configuration():
    """Importing it does nothing; the first call makes what it needs."""
    answer = lambda_handler({"tool": "hello_world", "arguments": {"name": "Ada"}}, None)
    assert answer["summary"] == "Hello, Ada!"


def test_importing_the_handler_loads_nothing_that_words_or_secrets_need():
    """What only some calls need is loaded by those."""
    script = "import json, sys, mcp_tool.handler\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    loaded = set(json.loads(done.stdout))
    assert not loaded & {
        "boto3",
        "sqlite3",
        "detect_secrets",
        "mcp_tool.resolver",
        "mcp_tool.insights",
        "numpy",
    }
