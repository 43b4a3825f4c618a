"""What can go wrong in gatewayctl. `cli.run` maps the classes to exit statuses.

GatewayctlError
├── ConfigError         the configuration file cannot be used; carries every problem in it
├── NotFoundError       a gateway, target, stack or stack output that must exist does not
├── AccountError        credentials, profile, permission or region do not let us in
├── AwsError            AWS refused a call for another reason, or could not be reached
│   └── RoleNotReadyError  IAM has not spread a new role or policy yet: worth another attempt
├── StatusError         a gateway or target failed, or did not settle in time
├── DeclinedError       the person did not agree to the plan
└── ToolsMissingError   the tool package that the schemas are generated from is not importable

Every message names what failed, on what, and the next step.
"""

from collections.abc import Sequence
from pathlib import Path


class GatewayctlError(Exception):
    """Something the person at the terminal can act on."""


class ConfigError(GatewayctlError):
    """The configuration file cannot be used; `problems` has one line for each fault."""

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{path} needs correcting:\n{lines}")


class NotFoundError(GatewayctlError):
    """What the command works on does not exist."""


class AccountError(GatewayctlError):
    """The account, profile or region does not let the caller in."""


class AwsError(GatewayctlError):
    """AWS refused a call, or did not answer it."""


class RoleNotReadyError(AwsError):
    """A role or policy exists, but IAM has not spread it to AgentCore yet."""


class StatusError(GatewayctlError):
    """A gateway or target is in a status that work cannot go on from."""


class DeclinedError(GatewayctlError):
    """The person at the terminal did not agree to the plan."""


class ToolsMissingError(GatewayctlError):
    """The package `mcp_tool` cannot be imported, so no schemas can be generated."""
