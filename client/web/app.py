"""The page's server, put together: routes behind the guard, the built page below them."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp

from client.agent_api import AgentApi
from client.connection import Connection
from client.errors import ClientError
from client.price import Price
from client.web import forwarding, problem, routes
from client.web.guard import Guard, refuse
from client.web.session import Session
from client.web.turns import Turns

PAGE = Path(__file__).parent / "static"


def create_app(
    connection: Connection, session: Session, *, origin: str, environment: str, price: Price
) -> ASGIApp:
    """Build the server.

    Args:
        connection: signed HTTP to the agent.
        session: who may use the server.
        origin: the server's own address, `http://127.0.0.1:PORT`.
        environment: which agent is asked, for the page to show.
        price: what tokens cost.
    """

    async def about() -> dict[str, Any]:
        return {"environment": environment, "price": asdict(price)}

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.add_exception_handler(ClientError, problem.answer)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_api_route("/api/about", about, methods=["GET"])
    app.include_router(routes.router(session, Turns(AgentApi(connection)), origin))
    app.include_router(forwarding.router(connection))
    app.mount("/", StaticFiles(directory=PAGE, html=True))
    return Guard(app, origin=origin, session=session)


async def _malformed(_request: object, _error: Exception) -> JSONResponse:
    return refuse(422, "input", "The page sent something that cannot be. Reload it.")
