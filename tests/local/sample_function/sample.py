"""A function that does what its event says, run by the real runtime client in tests."""

import json
import os
import time
from pathlib import Path


def handler(event, context):
    """Do what `do` names; without it, return the event."""
    print("handling", json.dumps(event))
    return _DEEDS[event.get("do", "echo")](event, context)


def _echo(event, _context):
    return event


def _describe(_event, context):
    client = context.client_context
    return {
        "pid": os.getpid(),
        "request_id": context.aws_request_id,
        "arn": context.invoked_function_arn,
        "remaining_ms": context.get_remaining_time_in_millis(),
        "custom": client.custom if client else None,
    }


def _environment(_event, _context):
    return dict(os.environ)  # noqa: TID251 -- what the process was given is what is asked


def _raise(_event, _context):
    raise ValueError("the event is odd")


def _exit(event, _context):
    os._exit(event["code"])


def _hang(_event, _context):
    time.sleep(600)


def _wait(event, _context):
    """Run until the pipe at `path` has been opened and closed by someone who writes."""
    Path(event["path"]).read_text()
    return os.getpid()


def _swell(event, _context):
    return "x" * event["size"]


_DEEDS = {
    "echo": _echo,
    "describe": _describe,
    "environment": _environment,
    "raise": _raise,
    "exit": _exit,
    "hang": _hang,
    "wait": _wait,
    "swell": _swell,
}
