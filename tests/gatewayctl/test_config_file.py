"""The configuration file: its one form, its schema, and what is said of its faults."""

import json
from pathlib import Path

import jsonschema
import pytest

from gatewayctl import config_file
from gatewayctl.config_file import SCHEMA_FILE, Created
from gatewayctl.errors import ConfigError

CONFIG = Path(__file__).parents[2] / "configs" / "bedrock-agentcore-config.json"


@pytest.fixture
def altered(config, edit):
    """Change the file at a place given by its keys, and give its path."""

    def altered(*keys, value):
        edit(*keys, value=value)
        return config

    return altered


def problems(path, **options):
    with pytest.raises(ConfigError) as caught:
        config_file.load(path, **options)
    return caught.value.problems


def test_the_committed_file_is_in_its_one_form():
    """What the scripts would write for it is what it is, so only changed values make a diff."""
    assert config_file.canonical(config_file.load(CONFIG)) == CONFIG.read_text()


def test_the_committed_json_schema_is_generated_and_fits_the_file():
    """The schema beside the file is that of the code, and the file is valid by it."""
    text = CONFIG.with_name(SCHEMA_FILE).read_text()
    assert text == config_file.json_schema()
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(CONFIG.read_text()), schema)
    assert json.loads(CONFIG.read_text())["$schema"] == SCHEMA_FILE


def test_the_committed_file_names_nothing_of_any_account():
    """Okta values and what was created are unfilled in every environment."""
    for environment in json.loads(CONFIG.read_text())["environments"].values():
        assert environment["okta"]["discovery_url"] is None
        assert environment["okta"]["client_id"] is None
        assert set(environment["created"].values()) == {None}


def test_every_problem_is_reported_at_once(altered):
    """Faults of all kinds, and unfilled values of the environment at hand, in one message."""
    altered("environments", "dev", "gateway_name", value="aws_operations")
    altered("environments", "prod", "gateway_name", value="a" * 49)
    altered("environments", "dev", "okta", "client_id", value=None)
    altered("environments", "dev", "okta", "discovery_url", value="https://dev-1.okta.com/")
    altered("gateway", "semantic_search", value="no")
    altered("gateway", "supported_versions", value=["latest"])
    altered("gateway", "tags", value={"team": "a;b"})
    altered("tool_schemas", 0, "inputSchema", "properties", value={"q": {"enum": ["a"]}})
    assert problems(altered("surprise", value=1), filled="dev") == (
        "gateway.supported_versions[0] must be a date such as 2025-06-18",
        "gateway.semantic_search: input should be a valid boolean",
        "gateway.tags.team holds a character that tags cannot",
        "environments.dev.gateway_name may hold letters, digits and single hyphens between them, "
        "no underscore",
        "environments.dev.okta.discovery_url must read https://<Okta domain>/oauth2/"
        "<authorization server>/.well-known/openid-configuration",
        "environments.dev.okta.client_id is not filled: write it into the file, or run "
        "`python -m gatewayctl configure`",
        "environments.prod.gateway_name: string should have at most 48 characters",
        "tool_schemas[0].inputSchema.properties.q.type: field required",
        "tool_schemas[0].inputSchema.properties.q.enum: extra inputs are not permitted",
        "surprise: extra inputs are not permitted",
    )


def test_a_file_that_is_not_json_is_told_where(config):
    """The line and column of the first fault are in the message."""
    config.write_text('{"gateway": {,}}')
    assert problems(config) == ("Invalid JSON: key must be a string at line 1 column 14",)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_an_error_of_ours(config, content):
    """A missing file and one in another encoding both say what to do."""
    config.unlink()
    if content:
        config.write_bytes(content)
    (problem,) = problems(config)
    assert problem.startswith("it cannot be read (")
    assert problem.endswith("; give another with --config")


def test_unfilled_values_are_no_fault_of_other_environments(altered):
    """An empty value reads as unfilled, and only the environment at hand must be filled."""
    path = altered("environments", "staging", "okta", "audience", value="")
    assert config_file.load(path, filled="dev").environments.staging.okta.audience is None
    assert len(problems(path, filled="staging")) == 3


def test_schemas_of_over_a_megabyte_are_refused(altered, config):
    """The message has the size and how to get below the limit."""
    tools = json.loads(config.read_text())["tool_schemas"][:1]
    tools[0]["description"] = "x" * 1_000_000
    (problem,) = problems(altered("tool_schemas", value=tools))
    assert problem == (
        "tool_schemas: 1,000,094 bytes of the 1,000,000 that a gateway takes inline: shorten the "
        "tools' descriptions in src/mcp_tool, then run `make schemas`"
    )


def test_tool_names_must_fit_behind_the_name_of_the_target(altered, config):
    """Bedrock takes 64 characters with `aws-tools___` before; a name may be there once."""
    twice = json.loads(config.read_text())["tool_schemas"][0]
    longest = {**twice, "name": "t" * 53}
    (problem,) = problems(altered("tool_schemas", value=[twice, twice, longest]))
    assert problem == f"tool_schemas: {'t' * 53} is over 52 characters, get_time is there twice"


def test_recording_changes_the_lines_of_one_environment_only(config):
    """Every other line of the file stays as it was."""
    before = config_file.canonical(config_file.load(config))
    names = dict.fromkeys(Created.model_fields, "value")
    config_file.record(config, "staging", Created(**names))
    assert config.read_text() != before
    config_file.record(config, "staging", config_file.NOTHING_CREATED)
    assert config.read_text() == before


def test_filling_keeps_what_is_not_given(config):
    """A value that is None stays; the result is checked before it is written."""
    before = config_file.load(config).environments.dev
    okta = {"client_id": "another", "audience": None, "discovery_url": None}
    config_file.fill(config, "dev", okta=okta, region=None)
    after = config_file.load(config).environments.dev
    assert after.okta.client_id == "another"
    assert (after.okta.audience, after.region) == (before.okta.audience, before.region)
    with pytest.raises(ConfigError, match="discovery_url must read"):
        config_file.fill(config, "dev", okta={"discovery_url": "https://x"}, region=None)
    assert config_file.load(config).environments.dev == after
