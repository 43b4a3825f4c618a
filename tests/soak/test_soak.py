"""The agent does not grow: the short form of `python -m tests.soak`."""

from pathlib import Path

import pytest

from tests.soak.soak import soak


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_hundred_turns_leave_nothing_behind(tmp_path: Path) -> None:
    """After a warm-up memory grows by 5 % at most, and no thread or socket stays."""
    report = soak(tmp_path, 200, warm_up=200)

    assert report.failed == 0, report
    assert report.growth <= 0.05, report
    assert report.end.threads <= report.warm.threads, report
    assert report.end.sockets <= report.warm.sockets, report
