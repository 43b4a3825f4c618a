"""How a script starts, also where its packages are not installed yet."""

import sys
from typing import NoReturn


def start(command: str) -> NoReturn:
    """Run one of the commands of `cli` on the process's own arguments, then exit."""
    try:
        # Imported here so that a missing package is one message, not a traceback.
        from gatewayctl import cli
    except ModuleNotFoundError as error:
        if error.name not in {"boto3", "botocore", "click", "pydantic"}:
            raise
        sys.exit(
            f"Error: the Python package {error.name} is missing. Run `pip install boto3 click "
            "pydantic`, or use .venv/bin/python, which `make test` sets up."
        )
    sys.exit(cli.run(cli.COMMANDS[command], sys.argv[1:], program=f"{command}.py"))
