"""The environment, read once."""

import pytest
from pydantic import ValidationError

from agent.settings import Settings


def read() -> Settings:
    """Read the environment as the service does."""
    return Settings()  # type: ignore[call-arg] # the environment gives the arguments


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("OKTA_ISSUER", "https://example.okta.com/oauth2/default")
    monkeypatch.setenv("OKTA_CLIENT_IDS", "one, two,")
    return monkeypatch


def test_names_follow_the_environment(required: pytest.MonkeyPatch) -> None:
    """Table and parameter are those of the environment unless they are given."""
    required.setenv("ENVIRONMENT", "staging")

    settings = read()

    assert settings.conversations_table == "aws-operations-agent-conversations-staging"
    assert settings.gateway_url_parameter.endswith("/staging/gateway-url")
    assert settings.okta_client_ids == ("one", "two")


def test_empty_variables_are_unset(required: pytest.MonkeyPatch) -> None:
    """A template defines each variable, also those nobody filled."""
    for name in ("GUARDRAIL_ID", "GUARDRAIL_VERSION", "MODEL_TEMPERATURE", "OKTA_SCOPES"):
        required.setenv(name, "")

    settings = read()

    assert settings.guardrail_id is None
    assert settings.model_temperature is None
    assert settings.okta_scopes == ()


def test_the_time_budgets_nest(required: pytest.MonkeyPatch) -> None:
    """A tool call fits into a turn, a turn is stored before the function's own limit."""
    settings = read()

    budgets = (
        settings.gateway_read_timeout,
        settings.turn_seconds,
        settings.turn_stored_seconds,
        300,
    )
    assert sorted(set(budgets)) == list(budgets)
    assert settings.model_read_timeout <= 60


def test_every_problem_is_reported_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody learns of a second missing variable by a second start."""
    monkeypatch.setenv("OKTA_CLIENT_IDS", " , ")
    monkeypatch.setenv("MODEL_TEMPERATURE", "hot")

    with pytest.raises(ValidationError) as caught:
        read()

    assert {error["loc"][0] for error in caught.value.errors()} == {
        "okta_issuer",
        "okta_client_ids",
        "model_temperature",
    }


def test_settings_do_not_change(required: pytest.MonkeyPatch) -> None:
    """They are read once and then fixed."""
    with pytest.raises(ValidationError):
        read().environment = "prod"
