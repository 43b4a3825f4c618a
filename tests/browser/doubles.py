"""What the model says in the browser's tests: words that come slowly, and hostile ones."""

from local.converse.reply import Pause, Text
from tests.client.doubles import MoodyModel

# What an account's names and a misled model can put into an answer.
HOSTILE = """# <img src=x onerror="window.broken=1"> heading

<script>window.broken=1</script>

<iframe src="https://evil.example"></iframe>

An instance named <svg onload=window.broken=1> and `<b onmouseover=window.broken=1>`.

[press here](javascript:window.broken=1) [or here](data:text/html,<script>window.broken=1</script>)
[or][there] ![picture](https://evil.example/pixel.png) <javascript:window.broken=1>
[relative](/api/session) [honest](https://docs.aws.amazon.com/ec2/) vbscript:broken

[there]: javascript:window.broken=1

The file invoice-\u202efdp.exe is no PDF, and pay\u200bpal is two words.

| name | &lt;i&gt; |
|---|---|
| <img src=x onerror=window.broken=1> | [x](javascript:window.broken=1) |
"""


class PageModel:
    """The offline model; asked with one of these words, it behaves oddly."""

    def __init__(self):
        self._moody = MoodyModel()

    def reply(self, request):
        """Answer."""
        said = request["messages"][-1]["content"][0].get("text", "")
        if "hostile" in said:
            return [Text(piece) for piece in HOSTILE.splitlines(keepends=True)]
        if "pause" in said:
            return [Text("It begins. "), Pause(1.5), Text("It ends.")]
        return self._moody.reply(request)
