"""What a question about money asks of Cost Explorer: by what, how finely, and which cost."""

import re
from collections.abc import Mapping
from typing import Any

from mcp_tool.words.question import Question

_KEYS = (
    (r"service", "SERVICE"),
    (r"region", "REGION"),
    (r"(?:linked )?accounts?", "LINKED_ACCOUNT"),
    (r"(?:service )?usage type", "USAGE_TYPE"),
    (r"record type|charge type", "RECORD_TYPE"),
    (r"instance type", "INSTANCE_TYPE"),
    (r"(?:availability )?zone|az", "AZ"),
    (r"(?:api )?operation", "OPERATION"),
    (r"purchase type|purchase option", "PURCHASE_TYPE"),
    (r"database engine|engine", "DATABASE_ENGINE"),
)
_TAG = re.compile(
    r"\b(?:by|per) (?:the )?tag (?:key )?[\"'`]?(?P<after>[\w:-]+)"
    r"|\b(?:by|per) (?:the )?[\"'`]?(?P<before>[\w:-]+)[\"'`]? tag\b",
    re.I,
)
_METRICS = (
    ("net amortized", "NetAmortizedCost"),
    ("net unblended", "NetUnblendedCost"),
    ("unblended", "UnblendedCost"),
    ("amortized", "AmortizedCost"),
    ("blended", "BlendedCost"),
)


def spend(question: Question) -> Mapping[str, Any]:
    """Return what `GetCostAndUsage` takes beside its period."""
    text = question.text
    # "blended" stands in "unblended" too.
    metrics = [name for word, name in _METRICS if re.search(rf"(?<!un)(?<!net )\b{word}\b", text)]
    daily = re.search(r"\bdail(?:y|ys)\b|\b(?:by|per|each|every) day\b", text)
    return {
        "Granularity": "DAILY" if daily else "MONTHLY",
        "Metrics": metrics or ["UnblendedCost"],
        "GroupBy": _groups(question),
    }


def grouping(question: Question) -> str | None:
    """Return the key of the tag that costs are split by, None if by none."""
    match = _TAG.search(question.line)
    return (match["after"] or match["before"]) if match else None


def _groups(question: Question) -> list[dict[str, str]]:
    key = grouping(question)
    if key:
        return [{"Type": "TAG", "Key": key}]
    said = re.findall(r"\b(?:by|per|each|every) ((?:\w+ ?){1,5})", question.text)
    found = [
        name for words in said for each, name in _KEYS if re.search(rf"\b(?:{each})s?\b", words)
    ]
    # The API splits by two at most.
    return [{"Type": "DIMENSION", "Key": each} for each in dict.fromkeys(found or ["SERVICE"])][:2]
