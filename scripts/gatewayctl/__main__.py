"""`python -m gatewayctl`: the commands that keep the configuration file itself.

`configure` fills an environment's values; `schemas` rewrites what is generated. The ten commands
that work on AWS are the scripts beside this package.
"""

import sys
from pathlib import Path

import click

from gatewayctl import config_file, tool_schemas, whole_file
from gatewayctl.cli import CONFIG_OPTION, ENVIRONMENT_OPTION, run
from gatewayctl.config_file import SCHEMA_FILE
from gatewayctl.errors import ConfigError


@click.group
def main() -> None:
    """Keep the configuration of the gateways."""


@main.command
@ENVIRONMENT_OPTION
@CONFIG_OPTION
@click.option("--okta-domain", help="Host of the Okta organisation, such as dev-1.okta.com.")
@click.option(
    "--okta-server", default="default", show_default=True, help="Its authorization server."
)
@click.option("--okta-client-id", help="Client id of the application that people sign in to.")
@click.option("--okta-audience", help="Audience of the authorization server's tokens.")
@click.option("--region", help="AWS region of the environment.")
def configure(environment: str, config: Path, **values: str | None) -> None:
    """Fill an environment's values; what is not given stays as it is."""
    domain, server = values["okta_domain"], values["okta_server"]
    okta = {
        "discovery_url": domain
        and f"https://{domain}/oauth2/{server}/.well-known/openid-configuration",
        "client_id": values["okta_client_id"],
        "audience": values["okta_audience"],
    }
    config_file.fill(config, environment, okta=okta, region=values["region"])


@main.command
@CONFIG_OPTION
@click.option("--check", is_flag=True, help="Write nothing; fail where a file is not up to date.")
def schemas(config: Path, *, check: bool) -> None:
    """Rewrite the tool schemas in the configuration, and the JSON Schema beside it."""
    wanted = {
        config: config_file.with_tools(config, tool_schemas.generate()),
        config.with_name(SCHEMA_FILE): config_file.json_schema(),
    }
    stale = [path for path, text in wanted.items() if _text(path) != text]
    if check and stale:
        raise ConfigError(stale[0], ["it is not as generated: run `make schemas`"])
    for path in stale:
        whole_file.write(path, wanted[path])
        click.echo(f"wrote {path}")


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:], program="python -m gatewayctl"))
