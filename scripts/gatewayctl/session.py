"""One run of a script: its options, its configuration and the parts it works with.

`open_session` is the only place where the real parts are chosen.
"""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from gatewayctl import config_file, desired, plan
from gatewayctl.apply import Executor
from gatewayctl.aws import Aws, sign_in
from gatewayctl.change import Change
from gatewayctl.config_file import Config, Environment
from gatewayctl.difference import Members
from gatewayctl.errors import DeclinedError, NotFoundError
from gatewayctl.report import Output, Report
from gatewayctl.wait import Wait

UNWRITTEN = "Dry run: nothing was written."


@dataclass(frozen=True, slots=True)
class Options:
    """What every script is told on its command line."""

    environment: str
    config: Path
    profile: str | None
    region: str | None
    endpoint_url: str | None
    dry_run: bool
    output: Output


@dataclass(frozen=True, slots=True)
class Session:
    """What a command works with."""

    options: Options
    config: Config
    aws: Aws
    report: Report
    wait: Wait
    executor: Executor

    @property
    def environment(self) -> Environment:
        """The environment the command is about."""
        return self.config.environment(self.options.environment)

    def stack_output(self, name: str) -> str:
        """Read one output of the environment's stack.

        Raises:
            NotFoundError: the stack is not deployed, or is older than these scripts.
        """
        stack = desired.stack(self.options.environment)
        outputs = self.aws.stack_outputs(stack)
        if name not in outputs:
            raise NotFoundError(
                f"The stack {stack} has no output {name}. Deploy the current template.yaml: "
                f"`sam build && sam deploy --config-env {self.options.environment}`."
            )
        return outputs[name]

    def agreed(
        self, changes: Sequence[Change], *, subject: str, question: str | None = None
    ) -> bool:
        """Show a plan and learn whether to apply it; no question, no asking.

        Raises:
            DeclinedError: the person said no.
        """
        self.report.plan(changes, subject=subject)
        if self.options.dry_run:
            return False
        if changes and question and not click.confirm(question, err=True):
            raise DeclinedError("Nothing was changed.")
        return True

    def recording(self, created: Members) -> list[Change]:
        """Plan to write into the configuration what was created."""
        before = self.environment.created.model_dump()
        return plan.recording(self.options.config, self.options.environment, before, created)


def confirm_name(name: str) -> None:
    """Ask for the name of what is about to be deleted.

    Raises:
        DeclinedError: something else was typed.
    """
    if click.prompt(f"Type {name} to delete it", err=True) != name:
        raise DeclinedError(f"Nothing was deleted: that is not {name}.")


def open_session(options: Options, *, filled: bool = False) -> Session:
    """Read the configuration and build the real parts; `filled` demands the Okta values.

    Raises:
        ConfigError: the configuration has faults.
        AccountError: the profile or region cannot be used.
    """
    config = config_file.load(options.config, filled=options.environment if filled else None)
    region = options.region or config.environment(options.environment).region
    account = sign_in(profile=options.profile, region=region)
    aws = Aws(account, endpoint_url=options.endpoint_url)
    report = Report(options.output)
    wait = Wait(now=time.monotonic, sleep=time.sleep, report=report)
    return Session(options, config, aws, report, wait, Executor(aws, wait, str(uuid.uuid4())))
