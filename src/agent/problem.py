"""Errors as `application/problem+json` (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from agent.openapi import PROBLEM_TYPE
from agent.schemas import Problem


def respond(
    request: Request,
    status: int,
    *,
    code: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """Answer with a problem. Details are our own words, never an exception's."""
    request.state.error_code = code
    problem = Problem(
        type=f"urn:aws-operations-agent:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        code=code,
        retryable=more.pop("retryable", False),
        request_id=request.state.request_id,
        **more,
    )
    return JSONResponse(
        problem.model_dump(exclude_none=True),
        status,
        headers=dict(headers or {}),
        media_type=PROBLEM_TYPE,
    )
