"""The environment of the tool Lambda, read in one place."""

import pytest

from mcp_tool.settings import Account, Settings, SettingsError, load, read

ROLES = (
    '[{"alias": "prod", "id": "111122223333", "role_arn": "arn:aws:iam::111122223333:role/r",'
    ' "external_id": "x"}]'
)


def test_an_empty_environment_gives_the_defaults():
    """Nothing has to be set."""
    assert read({}) == Settings()


def test_every_variable_is_read():
    """Numbers, the region and the reader roles."""
    found = read(
        {
            "AWS_REGION": "eu-west-1",
            "READ_DEADLINE_SECONDS": "12.5",
            "READ_ROW_CEILING": "500",
            "ANSWER_BYTES": "9000",
            "READER_ROLES": ROLES,
        }
    )
    assert found == Settings(
        region="eu-west-1",
        read_deadline_seconds=12.5,
        row_ceiling=500,
        answer_bytes=9000,
        accounts=(Account("prod", "111122223333", "arn:aws:iam::111122223333:role/r", "x"),),
    )


def test_the_other_spelling_of_the_region_counts_too():
    """Profiles and older tools set AWS_DEFAULT_REGION."""
    assert read({"AWS_DEFAULT_REGION": "eu-west-2"}).region == "eu-west-2"


def test_all_problems_are_named_at_once():
    """Nobody fixes a configuration one variable at a time."""
    with pytest.raises(SettingsError) as caught:
        read({"READ_DEADLINE_SECONDS": "soon", "ANSWER_BYTES": "-1", "READER_ROLES": "{}x"})
    for name in ("READ_DEADLINE_SECONDS", "ANSWER_BYTES", "READER_ROLES"):
        assert name in str(caught.value)


ONE = '[{{"alias": "{}", "id": "{}", "role_arn": "{}"}}]'
ARN = "arn:aws:iam::111122223333:role/r"


@pytest.mark.parametrize(
    "roles",
    [
        *("[1]", '[{"alias": "a"}]', '"x"', "7", "{}"),
        ONE.format("", "111122223333", ARN),
        ONE.format("own", "111122223333", ARN),
        ONE.format("all", "111122223333", ARN),
        ONE.format("prod", "1", ARN),
        ONE.format("prod", "111122223333", "arn:aws:iam::111122223333:user/u"),
    ],
)
def test_roles_of_another_form_are_a_problem(roles):
    """The list's form is checked, not trusted."""
    with pytest.raises(SettingsError, match="READER_ROLES"):
        read({"READER_ROLES": roles})


def test_accounts_are_found_by_alias_and_id():
    """People write either."""
    settings = read({"READER_ROLES": ROLES})
    assert settings.account("prod") is settings.account("111122223333") is not None
    assert settings.account("staging") is None


def test_the_process_environment_is_what_load_reads(monkeypatch):
    """The one reader of the environment."""
    monkeypatch.setenv("READ_DEADLINE_SECONDS", "7")
    assert load().read_deadline_seconds == 7
