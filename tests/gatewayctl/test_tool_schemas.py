"""The generated part of the configuration, and the commands that keep the file."""

import json
from pathlib import Path

import botocore.session
import pytest
from botocore.validate import ParamValidator

from gatewayctl import config_file, tool_schemas
from gatewayctl.__main__ import main
from gatewayctl.cli import run

CONFIG = Path(__file__).parents[2] / "configs" / "bedrock-agentcore-config.json"


def keep(*arguments):
    return run(main, list(arguments), program="gatewayctl")


def test_the_committed_schemas_are_those_of_the_tools():
    """`make schemas` would change nothing."""
    assert json.loads(CONFIG.read_text())["tool_schemas"] == tool_schemas.generate()
    assert keep("schemas", "--check") == 0


def test_the_twenty_tools_pass_the_sdk_own_validation():
    """boto3 would send them: no member that the gateway's schema subset does not know."""
    model = botocore.session.get_session().get_service_model("bedrock-agentcore-control")
    shape = model.shape_for("ToolDefinitions")
    payload = config_file.inline_payload(config_file.load(CONFIG).tool_schemas)
    assert len(payload) == 20
    assert ParamValidator().validate(payload, shape).generate_report() == ""


def test_stale_schemas_are_told_and_rewritten(config, capsys):
    """--check fails without writing; without it, both generated parts are brought up to date."""
    before = config.read_text()
    assert keep("schemas", "--config", str(config), "--check") == 1
    assert "it is not as generated: run `make schemas`" in capsys.readouterr().err
    assert config.read_text() == before
    assert keep("schemas", "--config", str(config)) == 0
    assert json.loads(config.read_text())["tool_schemas"] == tool_schemas.generate()
    assert keep("schemas", "--config", str(config), "--check") == 0


def test_configure_fills_an_environment(config):
    """The Okta domain becomes the discovery URL of its authorization server."""
    flags = ["--okta-domain", "dev-1.okta.com", "--okta-client-id", "0oa1", "--region", "eu-west-1"]
    assert keep("configure", "--environment", "prod", "--config", str(config), *flags) == 0
    prod = config_file.load(config, filled="prod").environments.prod
    assert prod.region == "eu-west-1"
    assert prod.okta.model_dump() == {
        "discovery_url": "https://dev-1.okta.com/oauth2/default/.well-known/openid-configuration",
        "audience": "api://default",
        "client_id": "0oa1",
        "scopes": [],
    }


@pytest.mark.parametrize("domain", ["https://dev-1.okta.com", "dev-1.okta.com/oauth2", "a b"])
def test_configure_refuses_what_is_no_host(config, domain, capsys):
    """The file stays as it was."""
    before = config.read_text()
    flags = ["--environment", "dev", "--config", str(config), "--okta-domain", domain]
    assert keep("configure", *flags) == 1
    assert "environments.dev.okta.discovery_url must read" in capsys.readouterr().err
    assert config.read_text() == before
