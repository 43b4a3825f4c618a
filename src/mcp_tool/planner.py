"""A tool request to a plan: an explicit operation, an insight, words, or a cursor.

Whatever a plan comes from, it has gone through the same checks: the catalogue has the operation,
botocore's model accepts the parameters, the regions and accounts exist. AWS has not been asked
anything yet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mcp_tool.aws.models import Models
from mcp_tool.catalog import Operation
from mcp_tool.errors import BadCursorError, InvalidArgumentError
from mcp_tool.plan import Plan
from mcp_tool.planning import cursor
from mcp_tool.planning.defaults import fill
from mcp_tool.planning.offer import Offer, candidate, listed
from mcp_tool.planning.scope import Scope
from mcp_tool.request import ToolRequest, parse
from mcp_tool.resolution import Resolution, Resolve
from mcp_tool.shaping.projection import Projection
from mcp_tool.tools import Tool

if TYPE_CHECKING:  # its package is loaded when the first insight is needed
    from mcp_tool.insights import Insight


class Planner:
    """Plans requests; safe to share between threads.

    Args:
        models: botocore's description of the APIs.
        offer: finds operations by name.
        resolve: finds operations by words.
        insights: returns the composite reads; asked when first needed.
        scope: knows regions and accounts.
        now: tells the time, in UTC.
    """

    def __init__(
        self,
        models: Models,
        *,
        offer: Offer,
        resolve: Resolve,
        insights: Callable[[], Sequence["Insight"]],
        scope: Scope,
        now: Callable[[], datetime],
    ) -> None:
        self._models = models
        self.offer = offer
        self.resolve = resolve
        self._list_insights = insights
        self._scope = scope
        self.now = now

    def plan(self, request: ToolRequest) -> Plan:
        """Plan a request.

        Raises:
            ToolError: whatever is wrong with it, one class for each kind.
        """
        if request.cursor:
            return self._continued(request, request.cursor)
        if request.operation is None:
            found = self.resolve(request.query or "", (request.tool,))
            return self.settle(request, found)
        if self._names_insight(request.tool, request.operation):
            return self._insight(request, request.operation)
        operation = self.offer.find(request.tool, request.operation)
        return self._explicit(request, operation)

    @cached_property
    def _insights(self) -> Mapping[tuple[str, str], "Insight"]:
        return {(each.tool, each.name): each for each in self._list_insights()}

    def _names_insight(self, tool: Tool, name: str) -> bool:
        # No insight has the name of an operation, and operations need not wait for the insights.
        return not self.offer.has(tool, name) and (tool.name, name) in self._insights

    def settle(self, request: ToolRequest, found: Resolution) -> Plan:
        """Make the plan of resolved words; what the request itself says wins.

        Raises:
            ToolError: the words do not give all that the operation needs.
        """
        request = replace(request, parameters={**found.parameters, **request.parameters})
        named = request.regions or found.regions
        told = ": ".join(["words", "; ".join(found.notes)] if found.notes else ["words"])
        if not found.service:
            plan = self._insight(replace(request, regions=named), found.operation)
            return replace(plan, resolved_by=told, limit=request.limit or found.limit)
        operation = self.offer.find(request.tool, f"{found.service}:{found.operation}")
        return replace(
            self._explicit(request, operation),
            regions=self._scope.regions(operation.service, named, words=True),
            resolved_by=told,
            filters=found.filters,
            order=found.order,
            limit=request.limit or found.limit,
            ignored=found.ignored,
        )

    def insight(self, plan: Plan) -> "Insight | None":
        """Return the insight a plan names, None if it names an operation."""
        return None if plan.service else self._insights[plan.tool, plan.operation]

    def _explicit(self, request: ToolRequest, operation: Operation) -> Plan:
        parameters = self._parameters(operation, request.parameters)
        self._check(operation, parameters)
        if request.fields:
            Projection(request.fields, operation.result_key)
        return Plan(
            tool=request.tool.name,
            service=operation.service,
            operation=operation.name,
            parameters=parameters,
            regions=self._scope.regions(operation.service, request.regions, words=False),
            accounts=self._scope.accounts(request.accounts),
            fields=request.fields,
            limit=request.limit,
        )

    def _insight(self, request: ToolRequest, name: str) -> Plan:
        insight = self._insights[request.tool.name, name]
        settled = insight.settle(request.parameters)
        # As a caller writes them: a plan goes out as JSON, and comes back in a cursor.
        parameters = {
            name: list(each) if isinstance(each, tuple) else each for name, each in settled.items()
        }
        if request.fields:
            Projection(request.fields, None)
        return Plan(
            tool=request.tool.name,
            service="",
            operation=name,
            parameters=parameters,
            regions=self._scope.regions(insight.service, request.regions, words=True),
            accounts=self._scope.accounts(request.accounts),
            resolved_by="insight",
            fields=request.fields,
            limit=request.limit,
        )

    def _continued(self, request: ToolRequest, text: str) -> Plan:
        mark = cursor.decode(text)
        if mark.tool != request.tool.name:
            raise BadCursorError(
                f"The cursor belongs to {mark.tool[:64]}.", hint="Send it to the tool it came from."
            )
        plan = self.plan(parse(request.tool, {**mark.arguments, "cursor": None}))
        for each in mark.positions:
            self._scope.check(each.target)
            self._check_token(plan, each.token)
        return replace(
            plan,
            resolved_by="cursor",
            filters=mark.filters,
            order=mark.order,
            limit=request.limit or plan.limit,
            resume=mark.positions,
            seen=mark.seen,
        )

    def _parameters(self, operation: Operation, given: Mapping[str, Any]) -> Mapping[str, Any]:
        return fill(operation.service, operation.name, given, self.now())

    def _check(self, operation: Operation, parameters: Mapping[str, Any]) -> None:
        # The reader knows each account's id; everything else must be given.
        known = {"AccountId", *parameters}
        missing = [name for name in operation.required if name not in known]
        if missing:
            raise InvalidArgumentError(
                f"{operation.name} needs {listed(missing)}.",
                hint="Give it in parameters; list the resources first if you do not know it.",
                candidates=(candidate(operation),),
            )
        if "AccountId" in operation.required:
            parameters = {"AccountId": "0" * 12, **parameters}
        problem = self._models.problem(operation.service, operation.name, parameters)
        if problem:
            raise InvalidArgumentError(
                problem,
                hint=f"Correct parameters to what {operation.name} takes.",
                candidates=(candidate(operation),),
            )

    def _check_token(self, plan: Plan, token: Mapping[str, Any]) -> None:
        whole = {**plan.parameters, **token}
        # An insight is read anew each time: there is no page that it could go on at.
        if not plan.service or self._models.problem(plan.service, plan.operation, whole):
            raise BadCursorError(
                "The cursor does not fit its operation.", hint="Ask again without the cursor."
            )
