"""Bedrock's models, inference profiles and guardrails: a small part of what the cloud lists."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from local.aws_gaps.layer import ApiError, Gap, Question
from local.aws_gaps.state import ACCOUNT


class Model(NamedTuple):
    """One foundation model.

    Args:
        granted: the account has access to it.
        routed: called through an inference profile only, not on demand.
    """

    id: str
    name: str
    provider: str
    output: str = "TEXT"
    status: str = "ACTIVE"
    granted: bool = True
    routed: bool = False


MODELS = (
    Model(
        "anthropic.claude-sonnet-4-5-20250929-v1:0",
        "Claude Sonnet 4.5",
        "Anthropic",
        routed=True,
    ),
    Model(
        "anthropic.claude-haiku-4-5-20251001-v1:0",
        "Claude Haiku 4.5",
        "Anthropic",
        routed=True,
    ),
    Model(
        "anthropic.claude-3-7-sonnet-20250219-v1:0",
        "Claude 3.7 Sonnet",
        "Anthropic",
        status="LEGACY",
        routed=True,
    ),
    Model("anthropic.claude-3-haiku-20240307-v1:0", "Claude 3 Haiku", "Anthropic"),
    Model("amazon.nova-lite-v1:0", "Nova Lite", "Amazon", granted=False),
    Model("amazon.titan-embed-text-v2:0", "Titan Text Embeddings V2", "Amazon", "EMBEDDING"),
    Model("meta.llama3-3-70b-instruct-v1:0", "Llama 3.3 70B Instruct", "Meta", granted=False),
)

# Inference profiles by the model that they route to.
PROFILES = tuple(model for model in MODELS if model.routed)

_MADE = datetime(2025, 10, 1, tzinfo=UTC)


def list_models(question: Question) -> Mapping[str, Any]:
    """ListFoundationModels, with its filters."""
    provider = question.input.get("byProvider")
    output = question.input.get("byOutputModality")
    inference = question.input.get("byInferenceType")
    return {
        "modelSummaries": [
            _document(model, question.region)
            for model in MODELS
            if provider in (None, model.provider)
            and output in (None, model.output)
            and inference in (None, *_inference(model))
        ]
    }


def get_model(question: Question) -> Mapping[str, Any]:
    """GetFoundationModel, by id or ARN."""
    model = _find(question.input["modelIdentifier"].rpartition("/")[2])
    return {"modelDetails": _document(model, question.region)}


def availability(question: Question) -> Mapping[str, Any]:
    """GetFoundationModelAvailability: whether the account has access to a model."""
    model = _find(question.input["modelId"])
    access = "AVAILABLE" if model.granted else "NOT_AVAILABLE"
    return {
        "modelId": model.id,
        "agreementAvailability": {"status": access},
        "authorizationStatus": "AUTHORIZED" if model.granted else "NOT_AUTHORIZED",
        "entitlementAvailability": access,
        "regionAvailability": "AVAILABLE",
    }


def list_profiles(question: Question) -> Mapping[str, Any]:
    """ListInferenceProfiles: one across Regions for each newer model."""
    chosen = () if question.input.get("typeEquals") == "APPLICATION" else PROFILES
    return {"inferenceProfileSummaries": [_profile(model, question.region) for model in chosen]}


def get_profile(question: Question) -> Mapping[str, Any]:
    """GetInferenceProfile, by id or ARN."""
    wanted = question.input["inferenceProfileIdentifier"].rpartition("/")[2]
    return _profile(_find(wanted.partition(".")[2]), question.region)


def list_guardrails(question: Question) -> Mapping[str, Any]:
    """ListGuardrails: one in use, one still a draft; in the home Region only."""
    if question.region != "us-east-1":
        return {"guardrails": []}
    return {
        "guardrails": [
            {
                "id": identifier,
                "arn": f"arn:aws:bedrock:{question.region}:{ACCOUNT}:guardrail/{identifier}",
                "status": "READY",
                "name": name,
                "description": description,
                "version": version,
                "createdAt": _MADE,
                "updatedAt": _MADE,
            }
            for identifier, name, version, description in (
                ("gr7shopchat1", "shop-chat", "3", "Keeps the shop's chat on topic"),
                ("gr7drafts002", "returns-chat", "DRAFT", "Not in use yet"),
            )
        ]
    }


def list_throughputs(_: Question) -> Mapping[str, Any]:
    """ListProvisionedModelThroughputs: the account bought none."""
    return {"provisionedModelSummaries": []}


MODEL_GAPS = (
    Gap("bedrock", "ListFoundationModels", list_models, "GET /foundation-models"),
    Gap(
        "bedrock",
        "GetFoundationModel",
        get_model,
        "GET /foundation-models/(?P<modelIdentifier>[^/]+)",
    ),
    Gap(
        "bedrock",
        "GetFoundationModelAvailability",
        availability,
        "GET /foundation-model-availability/(?P<modelId>[^/]+)",
    ),
    Gap("bedrock", "ListInferenceProfiles", list_profiles, "GET /inference-profiles"),
    Gap(
        "bedrock",
        "GetInferenceProfile",
        get_profile,
        "GET /inference-profiles/(?P<inferenceProfileIdentifier>[^/]+)",
    ),
    Gap("bedrock", "ListGuardrails", list_guardrails, "GET /guardrails"),
    Gap(
        "bedrock",
        "ListProvisionedModelThroughputs",
        list_throughputs,
        "GET /provisioned-model-throughputs",
    ),
)


def _find(model_id: str) -> Model:
    for model in MODELS:
        if model.id == model_id:
            return model
    raise ApiError("ResourceNotFoundException", f"There is no model {model_id}")


def _arn(model: Model, region: str) -> str:
    return f"arn:aws:bedrock:{region}::foundation-model/{model.id}"


def _inference(model: Model) -> list[str]:
    return [] if model.routed else ["ON_DEMAND"]


def _document(model: Model, region: str) -> dict[str, Any]:
    return {
        "modelArn": _arn(model, region),
        "modelId": model.id,
        "modelName": model.name,
        "providerName": model.provider,
        "inputModalities": ["TEXT"],
        "outputModalities": [model.output],
        "responseStreamingSupported": model.output == "TEXT",
        "customizationsSupported": [],
        "inferenceTypesSupported": _inference(model),
        "modelLifecycle": _lifecycle(model),
    }


def _lifecycle(model: Model) -> dict[str, Any]:
    if model.status == "ACTIVE":
        return {"status": model.status}
    today = datetime.now(UTC).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    return {"status": model.status, "endOfLifeTime": today + timedelta(days=150)}


def _profile(model: Model, region: str) -> dict[str, Any]:
    place = region.partition("-")[0]
    identifier = f"{place}.{model.id}"
    return {
        "inferenceProfileName": f"{place.upper()} {model.name}",
        "inferenceProfileId": identifier,
        "inferenceProfileArn": (
            f"arn:aws:bedrock:{region}:{ACCOUNT}:inference-profile/{identifier}"
        ),
        "description": f"Routes requests to {model.name} across Regions",
        "models": [{"modelArn": _arn(model, region)}],
        "status": "ACTIVE",
        "type": "SYSTEM_DEFINED",
        "createdAt": _MADE,
        "updatedAt": _MADE,
    }
