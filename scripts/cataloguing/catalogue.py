"""The catalogue as text: every operation of every tool's services, one a line, sorted."""

import json
from typing import Any

import botocore.session
from botocore.model import OperationModel
from botocore.paginate import PaginatorModel

from cataloguing import model
from cataloguing.access import AccessLevels, prefix
from cataloguing.reviewed import Reviewed
from cataloguing.verdict import Judge, Verdict
from mcp_tool.tools import TOOLS


def render() -> str:
    """Return the text of `catalog.json`.

    Raises:
        ValueError: the reviewed table names an operation that no tool's service has, or is stale.
    """
    session = botocore.session.Session()
    reviewed = Reviewed.load()
    services = [session.get_service_model(name) for tool in TOOLS for name in tool.services]
    prefixes = {each.service_name: prefix(each.signing_name) for each in services}
    unknown = reviewed.keys() - {
        (each.service_name, name) for each in services for name in each.operation_names
    }
    if unknown:
        raise ValueError(f"reviewed.toml names unknown operations: {sorted(unknown)}")
    judge = Judge(AccessLevels.load(), reviewed, prefixes)
    rows = []
    for service in services:
        pages = session.get_paginator_model(service.service_name)
        for name in service.operation_names:
            key = (service.service_name, name)
            facts = _facts(service.operation_model(name), pages)
            facts["result_key"] = reviewed.results.get(key, facts["result_key"])
            rows.append([*key, _row(judge.decide(key), facts)])
    lines = sorted(json.dumps(row, ensure_ascii=False) for row in rows)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _row(verdict: Verdict, facts: dict[str, Any]) -> dict[str, Any]:
    if verdict.refused is None:
        row = facts | {"iam": verdict.iam}
    else:
        row = {"refused": verdict.refused.reason, "why": verdict.refused.why, "iam": verdict.iam}
    return {key: value for key, value in row.items() if value}


def _facts(operation: OperationModel, paginator: PaginatorModel) -> dict[str, Any]:
    return {
        "summary": model.summary(operation),
        "required": model.required(operation),
        "result_key": model.result_key(operation, paginator),
        "paginated": model.paginated(operation, paginator),
    }
