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
from mcp_tool.aws.paging import Paging
from mcp_tool.catalog import Operation
from mcp_tool.errors import BadCursorError, Candidate, InvalidArgumentError
from mcp_tool.plan import Plan
from mcp_tool.planning import cursor
from mcp_tool.planning.defaults import fill
from mcp_tool.planning.offer import Offer, candidate, listed
from mcp_tool.planning.scope import Scope
from mcp_tool.request import ToolRequest, parse
from mcp_tool.resolution import Resolution, Resolve
from mcp_tool.shaping.projection import Projection
from mcp_tool.tools import Tool, owner

if TYPE_CHECKING:  # its package is loaded when the first insight is needed
    from mcp_tool.insights import Insight


# Words never give as many; each is asked of every row.
FILTERS = 20


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
        tool = request.tool
        operation = self.offer.find(tool, request.operation, lambda: self._composites(tool))
        return self._explicit(request, operation)

    @cached_property
    def _insights(self) -> Mapping[tuple[str, str], "Insight"]:
        return {(each.tool, each.name): each for each in self._list_insights()}

    def _names_insight(self, tool: Tool, name: str) -> bool:
        # No insight has the name of an operation, and operations need not wait for the insights.
        return not self.offer.has(tool, name) and (tool.name, name) in self._insights

    def _composites(self, tool: Tool) -> Sequence[Candidate]:
        return [each.candidate for each in self._insights.values() if each.tool == tool.name]

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
            limit = request.limit or found.limit
            return replace(plan, resolved_by=told, limit=limit, ignored=found.ignored)
        operation = self.offer.find(request.tool, f"{found.service}:{found.operation}")
        return replace(
            self._explicit(request, operation, found.beside),
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

    def owner(self, found: Candidate) -> str | None:
        """Name the tool of a candidate."""
        if found.service:
            return owner(found.service)
        return next((tool for tool, name in self._insights if name == found.operation), None)

    def _explicit(
        self, request: ToolRequest, operation: Operation, beside: Sequence[Candidate] = ()
    ) -> Plan:
        parameters = self._parameters(operation, request.parameters)
        self._check(operation, parameters, beside)
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
        parameters = insight.state(request.parameters)
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
        plan = replace(
            plan,
            resolved_by="cursor",
            filters=mark.filters,
            order=mark.order,
            limit=request.limit or plan.limit,
            resume=mark.positions,
            seen=mark.seen,
        )
        self._check_onward(request.tool, plan)
        return plan

    def _parameters(self, operation: Operation, given: Mapping[str, Any]) -> Mapping[str, Any]:
        return fill(operation.service, operation.name, given, self.now())

    def _check(
        self, operation: Operation, parameters: Mapping[str, Any], beside: Sequence[Candidate]
    ) -> None:
        # The reader knows each account's id; everything else must be given.
        known = {"AccountId", *parameters}
        missing = [name for name in operation.required if name not in known]
        if missing:
            raise InvalidArgumentError(
                f"{operation.name} needs {listed(missing)}.",
                hint="Give it in parameters; list the resources first if you do not know it."
                + "".join(
                    f" Or name the insight {each.operation} in operation." for each in beside
                ),
                candidates=(*beside, candidate(operation)),
            )
        if problem := self._problem(operation, parameters):
            raise InvalidArgumentError(
                problem,
                hint=f"Correct parameters to what {operation.name} takes.",
                candidates=(candidate(operation),),
            )

    def _problem(self, operation: Operation, parameters: Mapping[str, Any]) -> str | None:
        if "AccountId" in operation.required:
            parameters = {"AccountId": "0" * 12, **parameters}
        return self._models.problem(operation.service, operation.name, parameters)

    def _check_onward(self, tool: Tool, plan: Plan) -> None:
        """Check what a cursor adds to its plan: conditions, and pages of the plan's own places."""
        places = [each.target for each in plan.resume]
        for each in places:
            self._scope.check(each)
        if (
            len(plan.filters) > FILTERS
            or len(set(places)) < len(places)
            or not all(map(plan.covers, places))
            or not all(self._asks_for_page(tool, plan, each.token) for each in plan.resume)
        ):
            raise BadCursorError(
                "The cursor does not fit its operation.", hint="Ask again without the cursor."
            )

    def _asks_for_page(self, tool: Tool, plan: Plan, token: Mapping[str, Any]) -> bool:
        if not plan.service:
            return False  # an insight is read anew each time
        operation = self.offer.find(tool, f"{plan.service}:{plan.operation}")
        tokens = Paging(self._models, operation, plan.parameters).tokens
        # The id of a query asks for its results, and is a parameter too.
        added = {name for name in token if plan.parameters.get(name) != token[name]}
        return added <= tokens and not self._problem(operation, {**plan.parameters, **token})
