"""Applying a plan: each change is made, and waited for, before the next begins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gatewayctl import config_file
from gatewayctl.aws import Aws, Target
from gatewayctl.change import Change, Operation
from gatewayctl.difference import Members
from gatewayctl.wait import Wait


@dataclass(frozen=True, slots=True)
class Executor:
    """Makes changes.

    `token` makes a create that is sent twice, by whichever retry, create once: one fresh token for
    each run, of 33 characters or more as AWS wants it.
    """

    aws: Aws
    wait: Wait
    token: str

    def run(self, changes: Sequence[Change]) -> None:
        """Make the changes in their order; the first that fails ends the run."""
        steps = self._steps()
        for change in changes:
            self.wait.report.progress(f"{change.operation} {change.subject}")
            steps[change.operation](change.request)

    def _steps(self) -> dict[Operation, Callable[[Members], None]]:
        return {
            Operation.CREATE_GATEWAY: self._create_gateway,
            Operation.UPDATE_GATEWAY: self._update_gateway,
            Operation.DELETE_GATEWAY: self._delete_gateway,
            Operation.TAG_RESOURCE: self.aws.tag,
            Operation.CREATE_TARGET: self._create_target,
            Operation.UPDATE_TARGET: self._update_target,
            Operation.DELETE_TARGET: self._delete_target,
            Operation.PUT_PARAMETER: self.aws.put_parameter,
            Operation.DELETE_PARAMETER: self.aws.delete_parameter,
            Operation.WRITE_CONFIG: _write_config,
        }

    def _create_gateway(self, request: Members) -> None:
        request = {**request, "clientToken": self.token}
        made = self.wait.role(lambda: self.aws.create_gateway(request))
        self.wait.ready(lambda: self.aws.gateway(made.id))

    def _update_gateway(self, request: Members) -> None:
        made = self.wait.role(lambda: self.aws.update_gateway(request))
        self.wait.ready(lambda: self.aws.gateway(made.id))

    def _delete_gateway(self, request: Members) -> None:
        self.wait.deleted(
            lambda: self.aws.gateway(request["gatewayIdentifier"]),
            lambda: self.aws.delete_gateway(request),
        )

    def _create_target(self, request: Members) -> None:
        request = {**request, "clientToken": self.token}
        made = self.wait.role(lambda: self.aws.create_target(request))
        self.wait.ready(lambda: self.aws.target(request["gatewayIdentifier"], made.id))

    def _update_target(self, request: Members) -> None:
        self.wait.role(lambda: self.aws.update_target(request))
        self.wait.ready(lambda: self._target(request))

    def _delete_target(self, request: Members) -> None:
        self.wait.deleted(lambda: self._target(request), lambda: self.aws.delete_target(request))

    def _target(self, request: Members) -> Target:
        return self.aws.target(request["gatewayIdentifier"], request["targetId"])


def _write_config(request: Members) -> None:
    created = config_file.Created(**request["created"])
    config_file.record(Path(request["path"]), request["environment"], created)
