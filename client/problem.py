"""Answers that are no success, read into errors: the agent's, its lock's, or another server's."""

from typing import Any

import httpx

from client import errors
from client.wording import one_line

_LONGEST_DETAIL = 400
# What AWS says of a signature whose date is off, and of none that it knows.
_CLOCK_WORDS = ("signature expired", "signature not yet current")
_PROBLEM = "application/problem+json"


def read(response: httpx.Response, url: str) -> errors.ClientError:
    """Read an answer into the error that it is.

    Args:
        response: an answer with a status that is no success, its body read.
        url: the agent's URL, for the words.
    """
    body = json_object(response)
    if response.headers.get("content-type", "").startswith(_PROBLEM) and "code" in body:
        return _problem(response, body)
    if "x-amzn-errortype" in response.headers or "x-amzn-requestid" in response.headers:
        return _lock(response, body)
    kind = response.headers.get("content-type", "no content type").partition(";")[0]
    return errors.NotAnAgentError(url, f"status {response.status_code} and {one_line(kind, 60)}")


def json_object(response: httpx.Response) -> dict[str, Any]:
    """The JSON object that an answer holds, empty where it holds none."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _problem(response: httpx.Response, body: dict[str, Any]) -> errors.ClientError:
    status, code = response.status_code, one_line(body["code"], 60)
    detail = one_line(body.get("detail") or response.reason_phrase, _LONGEST_DETAIL)
    fields = [
        f"{one_line(each.get('field', ''), 60)}: {one_line(each.get('reason', ''))}"
        for each in body.get("errors") or ()
        if isinstance(each, dict)
    ]
    if fields:
        detail = f"{detail} {'; '.join(fields)}."
    if status == 401:
        return errors.LoginNeededError(f"{detail} Run `awsops login`. (401 {code})")
    error = _kind(status)(status, code, detail)
    if status >= 500:
        error.retryable = bool(body.get("retryable"))
    error.retry_after = _seconds(response.headers.get("retry-after"))
    return error


def _kind(status: int) -> type[errors.RefusedError]:
    if status == 404:
        return errors.NotFoundError
    if status == 429:
        return errors.RateLimitedError
    return errors.ServiceError if status >= 500 else errors.RefusedError


def _lock(response: httpx.Response, body: dict[str, Any]) -> errors.ClientError:
    """What Lambda itself answers: the signature was refused, or the function failed."""
    status = response.status_code
    code = one_line(response.headers.get("x-amzn-errortype", "").partition(":")[0], 60)
    said = body.get("message") or body.get("Message") or response.reason_phrase
    detail = one_line(said, _LONGEST_DETAIL)
    if status in {401, 403}:
        if any(words in detail.lower() for words in _CLOCK_WORDS):
            return errors.ClockError(
                f"AWS refused the signature for its date: {detail}"
                " Set this machine's clock (for one: `timedatectl set-ntp true`)."
            )
        return errors.CredentialsError(
            f"AWS refused these credentials at the agent's URL ({detail}). They need"
            " lambda:InvokeFunctionUrl on it; choose others with --profile."
        )
    if status == 429:
        return errors.RateLimitedError(status, code, "Lambda is at its limit. Ask again soon.")
    if status >= 500:
        error = errors.ServiceError(status, code, "The agent failed to start or broke down.")
        error.retryable = status in {502, 503, 504}
        # The function may have got as far as to take the request.
        error.perhaps_taken = True
        return error
    return errors.RefusedError(status, code, detail)


def _seconds(header: str | None) -> float:
    """Read `Retry-After`; a date in it is left alone, the agent sends seconds."""
    return float(header) if header and header.isdecimal() else 0.0
