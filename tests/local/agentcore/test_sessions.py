"""MCP sessions of a gateway."""

import pytest

from local.agentcore.sessions import Sessions, UnknownSessionError


def test_a_session_ends_a_set_time_after_it_began() -> None:
    """Use does not prolong it."""
    now = [0.0]
    sessions = Sessions(clock=lambda: now[0])
    session_id = sessions.open("gw", "ada", seconds=900)
    now[0] = 899
    sessions.check(session_id, "gw", "ada")
    now[0] = 900
    with pytest.raises(UnknownSessionError):
        sessions.check(session_id, "gw", "ada")


def test_a_session_belongs_to_one_user_of_one_gateway() -> None:
    """Neither another subject nor another gateway may use it, nor anyone once it is closed."""
    sessions = Sessions()
    session_id = sessions.open("gw", "ada", seconds=900)
    for gateway_id, subject in (("gw", "grace"), ("other", "ada")):
        with pytest.raises(UnknownSessionError):
            sessions.check(session_id, gateway_id, subject)
    sessions.close(session_id)
    with pytest.raises(UnknownSessionError):
        sessions.check(session_id, "gw", "ada")
