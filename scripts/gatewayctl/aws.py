"""The door to AWS: every SDK call the scripts make, answered in our records or our errors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import Any, ClassVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from gatewayctl.aws_errors import failure, refusal
from gatewayctl.difference import Members
from gatewayctl.errors import NotFoundError

ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway as GetGateway tells of it; `members` are those that UpdateGateway takes back."""

    kind: ClassVar[str] = "gateway"
    id: str
    arn: str
    url: str
    name: str
    status: str
    reasons: tuple[str, ...]
    members: Members


@dataclass(frozen=True, slots=True)
class Target:
    """A target as GetGatewayTarget tells of it; `members` are those that an update takes back."""

    kind: ClassVar[str] = "target"
    id: str
    gateway_id: str
    name: str
    status: str
    reasons: tuple[str, ...]
    members: Members


@dataclass(frozen=True, slots=True)
class Summary:
    """A line of ListGateways or ListGatewayTargets."""

    id: str
    name: str
    status: str
    updated_at: str


def sign_in(*, profile: str | None, region: str) -> boto3.Session:
    """Open the SDK's session; without a profile it searches for credentials in its own order.

    Raises:
        AccountError: there is no such profile.
    """
    try:
        return boto3.Session(profile_name=profile, region_name=region)
    except BotoCoreError as error:
        raise failure("opening a session", region, error) from error


class Aws:
    """Calls AWS as one session; `endpoint_url` moves the AgentCore API only.

    Raises:
        AccountError: on construction, an endpoint or the region cannot be meant.
    """

    def __init__(
        self, session: boto3.Session, *, endpoint_url: str | None = None, attempts: int = ATTEMPTS
    ) -> None:
        config = Config(
            retries={"mode": "standard", "total_max_attempts": attempts},
            connect_timeout=10,
            user_agent_extra="aws-operations-agent",
        )
        self._region = str(session.region_name)
        with self._errors("opening a client"):
            self._control: Any = session.client(
                "bedrock-agentcore-control", endpoint_url=endpoint_url, config=config
            )
            self._ssm = session.client("ssm", config=config)
            self._cloudformation: Any = session.client("cloudformation", config=config)

    def gateway(self, gateway_id: str) -> Gateway:
        """Read one gateway.

        Raises:
            NotFoundError: it is gone.
        """
        with self._errors("bedrock-agentcore:GetGateway"):
            return self._gateway(self._control.get_gateway(gatewayIdentifier=gateway_id))

    def list_gateways(self) -> tuple[Summary, ...]:
        """List the region's gateways, all pages."""
        with self._errors("bedrock-agentcore:ListGateways"):
            pages = self._control.get_paginator("list_gateways").paginate()
            return tuple(_summary(item, item["gatewayId"]) for item in pages.search("items[]"))

    def create_gateway(self, request: Members) -> Gateway:
        """Start the creation of a gateway."""
        with self._errors("bedrock-agentcore:CreateGateway"):
            return self._gateway(self._control.create_gateway(**request))

    def update_gateway(self, request: Members) -> Gateway:
        """Start the replacement of all that a gateway is made of."""
        with self._errors("bedrock-agentcore:UpdateGateway"):
            return self._gateway(self._control.update_gateway(**request))

    def delete_gateway(self, request: Members) -> None:
        """Start the deletion of a gateway."""
        with self._errors("bedrock-agentcore:DeleteGateway"):
            self._control.delete_gateway(**request)

    def tags(self, arn: str) -> dict[str, str]:
        """Read a gateway's tags, which GetGateway leaves out."""
        with self._errors("bedrock-agentcore:ListTagsForResource"):
            answer = self._control.list_tags_for_resource(resourceArn=arn)
            return dict(answer.get("tags") or {})

    def tag(self, request: Members) -> None:
        """Add tags or replace their values."""
        with self._errors("bedrock-agentcore:TagResource"):
            self._control.tag_resource(**request)

    def target(self, gateway_id: str, target_id: str) -> Target:
        """Read one target.

        Raises:
            NotFoundError: it is gone.
        """
        with self._errors("bedrock-agentcore:GetGatewayTarget"):
            return self._target(
                self._control.get_gateway_target(gatewayIdentifier=gateway_id, targetId=target_id)
            )

    def list_targets(self, gateway_id: str) -> tuple[Summary, ...]:
        """List a gateway's targets, all pages."""
        with self._errors("bedrock-agentcore:ListGatewayTargets"):
            paginator = self._control.get_paginator("list_gateway_targets")
            pages = paginator.paginate(gatewayIdentifier=gateway_id)
            return tuple(_summary(item, item["targetId"]) for item in pages.search("items[]"))

    def create_target(self, request: Members) -> Target:
        """Start the creation of a target."""
        with self._errors("bedrock-agentcore:CreateGatewayTarget"):
            return self._target(self._control.create_gateway_target(**request))

    def update_target(self, request: Members) -> Target:
        """Start the replacement of all that a target is made of."""
        with self._errors("bedrock-agentcore:UpdateGatewayTarget"):
            return self._target(self._control.update_gateway_target(**request))

    def delete_target(self, request: Members) -> None:
        """Start the deletion of a target."""
        with self._errors("bedrock-agentcore:DeleteGatewayTarget"):
            self._control.delete_gateway_target(**request)

    def parameter(self, name: str) -> str | None:
        """Read an SSM parameter; None where there is none."""
        with self._errors("ssm:GetParameter"):
            try:
                return self._ssm.get_parameter(Name=name)["Parameter"]["Value"]
            except self._ssm.exceptions.ParameterNotFound:
                return None

    def put_parameter(self, request: Members) -> None:
        """Write an SSM parameter."""
        with self._errors("ssm:PutParameter"):
            self._ssm.put_parameter(**request)

    def delete_parameter(self, request: Members) -> None:
        """Delete an SSM parameter."""
        with self._errors("ssm:DeleteParameter"):
            self._ssm.delete_parameter(**request)

    def stack_outputs(self, stack: str) -> dict[str, str]:
        """Read the outputs of a CloudFormation stack.

        Raises:
            NotFoundError: there is no such stack in the region.
        """
        with self._errors("cloudformation:DescribeStacks"):
            try:
                found = self._cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
            except ClientError as error:
                # CloudFormation has no error code of its own for a stack that is not there.
                if "does not exist" not in error.response["Error"].get("Message", ""):
                    raise
                raise NotFoundError(
                    f"There is no stack {stack} in {self._region}. Deploy it first: "
                    f"`sam build && sam deploy --config-env {stack.rpartition('-')[2]}`."
                ) from error
        return {item["OutputKey"]: item["OutputValue"] for item in found.get("Outputs", [])}

    def _gateway(self, answer: Mapping[str, Any]) -> Gateway:
        return Gateway(
            id=answer["gatewayId"],
            arn=answer["gatewayArn"],
            url=answer.get("gatewayUrl", ""),
            name=answer["name"],
            status=answer["status"],
            reasons=tuple(answer.get("statusReasons") or ()),
            members=self._updatable("UpdateGateway", answer),
        )

    def _target(self, answer: Mapping[str, Any]) -> Target:
        return Target(
            id=answer["targetId"],
            gateway_id=answer["gatewayArn"].rsplit("/", 1)[-1],
            name=answer["name"],
            status=answer["status"],
            reasons=tuple(answer.get("statusReasons") or ()),
            members=self._updatable("UpdateGatewayTarget", answer),
        )

    def _updatable(self, operation: str, answer: Mapping[str, Any]) -> dict[str, Any]:
        # Read from the service model, so that a member AWS adds later survives our updates.
        members = self._control.meta.service_model.operation_model(operation).input_shape.members
        identifiers = {"gatewayIdentifier", "targetId"}
        return {key: answer[key] for key in members if key not in identifiers and key in answer}

    @contextmanager
    def _errors(self, action: str) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            raise refusal(action, error) from error
        except (BotoCoreError, ValueError) as error:  # botocore's answer to a bad endpoint URL
            raise failure(action, self._region, error) from error


def _summary(item: Mapping[str, Any], identifier: str) -> Summary:
    updated = item["updatedAt"].astimezone(UTC).isoformat(timespec="seconds")
    return Summary(identifier, item["name"], item["status"], updated)
