"""What becomes of a function's processes, as an invoker sees it."""

import base64
import os

import pytest

from tests.local.sample_function.service import client_of, invoke, running


@pytest.fixture(scope="module")
def client():
    """A client of one service for the tests that leave it as it was."""
    with running() as url:
        yield client_of(url)


def test_an_exception_is_an_unhandled_error(client):
    """The error object of the runtime client is the payload, and the process lives on."""
    before = invoke(client, {"do": "describe"})[1]["pid"]
    answer, payload = invoke(client, {"do": "raise"})
    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")
    assert payload["errorType"] == "ValueError"
    assert payload["errorMessage"] == "the event is odd"
    assert invoke(client, {"do": "describe"})[1]["pid"] == before


@pytest.mark.parametrize(
    ("code", "reason"), [(3, "with error: exit status 3"), (0, "without providing a reason")]
)
def test_a_crash_is_an_exit_error_and_the_next_call_starts_anew(client, code, reason):
    """The process that ended is replaced."""
    answer, payload = invoke(client, {"do": "exit", "code": code})
    request_id = answer["ResponseMetadata"]["RequestId"]
    assert answer["FunctionError"] == "Unhandled"
    assert payload == {
        "errorType": "Runtime.ExitError",
        "errorMessage": f"RequestId: {request_id} Error: Runtime exited {reason}",
    }
    assert invoke(client, {"n": 1})[1] == {"n": 1}


def test_a_response_over_six_megabytes_is_an_error_and_the_next_call_works(client):
    """The function's result is dropped, whatever the runtime client makes of it."""
    answer, payload = invoke(client, {"do": "swell", "size": 7_000_000})
    assert answer["FunctionError"] == "Unhandled"
    assert payload == {
        "errorType": "Function.ResponseSizeTooLarge",
        "errorMessage": "Response payload size exceeded maximum allowed payload size"
        " (6291556 bytes).",
    }
    assert len(invoke(client, {"do": "swell", "size": 6_000_000})[1]) == 6_000_000


def test_a_slow_function_is_killed():
    """The time-out is an error of the function, and the next call has a new process."""
    log = []
    with running(log, timeout=0.5) as url:
        client = client_of(url)
        before = invoke(client, {"do": "describe"})[1]["pid"]
        answer, payload = invoke(client, {"do": "hang"}, LogType="Tail")
        after = invoke(client, {"do": "describe"})[1]["pid"]
    request_id = answer["ResponseMetadata"]["RequestId"]
    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")
    assert payload == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": f"RequestId: {request_id} Error: Task timed out after 0.50 seconds",
    }
    assert "Task timed out after 0.50 seconds" in base64.b64decode(answer["LogResult"]).decode()
    assert before != after
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


def test_a_handler_that_cannot_be_imported_is_an_error_of_the_function():
    """The runtime client's own words come back, at each call."""
    with running(handler="missing.handler") as url:
        for _ in range(2):
            answer, payload = invoke(client_of(url), {})
            assert answer["FunctionError"] == "Unhandled"
            assert payload["errorType"] == "Runtime.ImportModuleError"
            assert "missing" in payload["errorMessage"]


def test_all_processes_end_with_the_service():
    """Nothing is left running."""
    with running() as url:
        pid = invoke(client_of(url), {"do": "describe"})[1]["pid"]
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_process_is_kept_warm(client):
    """The next invocation runs in the same process."""
    pids = {invoke(client, {"do": "describe"})[1]["pid"] for _ in range(3)}
    assert len(pids) == 1
