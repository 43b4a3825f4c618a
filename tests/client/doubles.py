"""What stands in for a model and an agent that behave oddly."""

from starlette.requests import Request

from local.converse.reply import Fail, Pause, Text
from local.planner_model import PlannerModel


class MoodyModel:
    """The offline model; asked with one of these words, it behaves oddly."""

    def __init__(self):
        self._planner = PlannerModel()

    def reply(self, request):
        """Answer slowly, or break off, where the question says so."""
        said = request["messages"][-1]["content"][0].get("text", "")
        if "slowly" in said:
            return [part for n in range(60) for part in (Text(f"word{n} "), Pause(0.1))]
        if "badly" in said:
            return [Text("It begins well. "), Fail("ModelStreamErrorException", "broken")]
        return self._planner.reply(request)


class Script:
    """An agent that answers each request with the next of its answers, and keeps the requests."""

    def __init__(self, answers):
        self.answers = list(answers)
        self.requests = []

    async def __call__(self, scope, receive, send):
        """Answer a request."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        await request.body()
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        await answer(scope, receive, send)
