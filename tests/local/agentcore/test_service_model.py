"""Requests held against botocore's model of the control plane."""

import re

import botocore.session
import pytest

from local.agentcore.service_model import ServiceModel, UnparsableError

SERVICE = "bedrock-agentcore-control"
OPERATIONS = ("CreateGateway", "GetGatewayTarget", "ListGateways", "UntagResource", "TagResource")


@pytest.fixture(scope="module")
def model() -> ServiceModel:
    return ServiceModel(SERVICE, OPERATIONS)


def shapes(shape, seen):
    if shape.name not in seen:
        seen[shape.name] = shape
        parts = [*getattr(shape, "members", {}).values()]
        parts += [
            getattr(shape, name) for name in ("member", "key", "value") if hasattr(shape, name)
        ]
        for part in parts:
            shapes(part, seen)
    return seen


def test_every_pattern_of_the_gateway_operations_is_one_of_pythons() -> None:
    """The model's patterns are Java's; those we use mean the same here and compile."""
    service = botocore.session.Session().get_service_model(SERVICE)
    seen: dict = {}
    for name in service.operation_names:
        if "Gateway" in name:
            shapes(service.operation_model(name).input_shape, seen)
    patterns = [shape.metadata["pattern"] for shape in seen.values() if "pattern" in shape.metadata]
    assert len(patterns) > 30
    for pattern in patterns:
        re.compile(pattern)


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("POST", "/gateways/", "CreateGateway"),
        ("POST", "/gateways", "CreateGateway"),
        ("GET", "/gateways/a/targets/b/", "GetGatewayTarget"),
        ("POST", "/tags/arn%3Aaws%3Agateway%2Fx", "TagResource"),
        ("POST", "/tags/a/b", None),
        ("PATCH", "/gateways/", None),
    ],
)
def test_an_operation_is_found_by_method_and_path(model, method, path, name) -> None:
    """The trailing slash is free, and a label is one segment of the encoded path."""
    found = model.match(method, path)
    assert (found.name if found else None) == name


def test_parameters_come_from_path_query_and_body(model) -> None:
    """Labels are decoded, numbers and lists read from the query, nulls taken as absent."""
    untag = model.match("DELETE", "/tags/arn%3Ax")
    assert untag.parse("/tags/arn%3Ax", "tagKeys=a&tagKeys=b", b"") == {
        "resourceArn": "arn:x",
        "tagKeys": ["a", "b"],
    }
    listing = model.match("GET", "/gateways/")
    assert listing.parse("/gateways/", "maxResults=7&other=1", b"") == {"maxResults": 7}
    create = model.match("POST", "/gateways/")
    assert create.parse("/gateways/", "", b'{"name": "a", "tags": null}') == {"name": "a"}


@pytest.mark.parametrize("body", [b"[]", b"{", b'"x"', b"[" * 100_000])
def test_a_body_that_is_no_object_is_unparsable(model, body) -> None:
    """Only a JSON object can hold parameters."""
    with pytest.raises(UnparsableError):
        model.match("POST", "/gateways/").parse("/gateways/", "", body)


def test_missing_wrong_and_unmatched_members_are_named_by_path(model) -> None:
    """Types, required members, unions and nested members are each told with their path."""
    problems = model.match("POST", "/gateways/").problems(
        {
            "name": 7,
            "roleArn": "arn:aws:iam::123456789012:role/x",
            "authorizerConfiguration": {},
            "protocolConfiguration": {"mcp": {"disableMcpListToolsPagination": "yes"}},
            "interceptorConfigurations": [],
            "unknown": 1,
        }
    )
    assert {problem.name for problem in problems} == {
        "name",
        "authorizerType",
        "authorizerConfiguration",
        "protocolConfiguration.mcp.disableMcpListToolsPagination",
        "interceptorConfigurations",
    }


def test_a_number_in_the_query_has_its_bounds(model) -> None:
    """The member maxResults is a number from 1 to 1000."""
    listing = model.match("GET", "/gateways/")
    for value, count in (("0", 1), ("1", 0), ("1000", 0), ("1001", 1), ("many", 1)):
        params = listing.parse("/gateways/", f"maxResults={value}", b"")
        assert len(listing.problems(params)) == count


def test_error_statuses_are_the_models(model) -> None:
    """A used-up quota is 402, not 429."""
    codes = ("ServiceQuotaExceededException", "ConflictException", "ThrottlingException")
    assert [model.error_status(code) for code in codes] == [402, 409, 429]
