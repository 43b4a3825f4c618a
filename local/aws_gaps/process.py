"""What runs in the moto process: moto's server, tuned, with the gap layer in front."""

import gc
import os
import socket
from typing import Any

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

from local.aws_gaps.absent import Absent
from local.aws_gaps.layer import GapLayer
from local.aws_gaps.state import CONTROLS
from local.aws_gaps.table import GAPS
from local.server import HOST


class Handler(MotoRequestHandler):
    """moto's request handler, without a wait between the two writes of an answer."""

    disable_nagle_algorithm = True


def run(sock: socket.socket) -> None:
    """Serve moto on a listening socket until the process is ended."""
    # Most of what is made while filling stays: the collector's full passes over it cost a third
    # of the time, and these settings 30 MB.
    gc.set_threshold(200_000, 20, 1000)
    # moto has no other switch. Amazon's own 1,301 images cost it 0.3 s in each Region.
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"  # noqa: TID251  # written for moto, not read
    moto = DomainDispatcherApplication(_create)
    server = make_server(
        HOST,
        sock.getsockname()[1],
        GapLayer(Absent(moto), GAPS, CONTROLS),
        threaded=True,
        request_handler=Handler,
        fd=sock.fileno(),
    )
    server.serve_forever()


def _create(service: Any) -> Any:
    if service is None:  # moto fails over the name of a service that it has never heard of
        raise NotImplementedError
    return create_backend_app(service)
