"""Bedrock's models, within and out of reach."""

import pytest

MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"


def test_an_unknown_model_is_not_found(account):
    """An error is the API's own, and the client knows its class."""
    bedrock = account.client("bedrock")
    with pytest.raises(bedrock.exceptions.ResourceNotFoundException):
        bedrock.get_foundation_model(modelIdentifier="anthropic.claude-0")


def test_a_model_may_be_out_of_reach(account):
    """The account has access to some models, not to all."""
    access = {
        model["modelId"]: account.client("bedrock").get_foundation_model_availability(
            modelId=model["modelId"]
        )["entitlementAvailability"]
        for model in account.client("bedrock").list_foundation_models()["modelSummaries"]
    }
    assert access[MODEL] == "AVAILABLE"
    assert access["amazon.nova-lite-v1:0"] == "NOT_AVAILABLE"
