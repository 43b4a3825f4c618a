"""A running sandbox as others see it: where each part answers, and how to get in."""

import json
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import httpx

REGION = "us-east-1"
ENVIRONMENT = "dev"
ACCOUNT = "123456789012"
# The sample caller of the Function URL; every stand-in checks signatures against this one pair.
ACCESS_KEY = "AKIASANDBOXCALLER001"
SECRET_KEY = "sandbox/secret+of+nobody/and+nothing0001"

KEYS = {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY}
AUDIENCE = "api://default"
CLIENT_ID = "awsops-cli"
AGENT_FUNCTION = f"aws-operations-agent-{ENVIRONMENT}"
TOOL_FUNCTION = f"{ENVIRONMENT}-bedrock-agentcore-mcp-tool"

NOTE = Path(__file__).parent.parent / ".local" / "sandbox.json"


@dataclass(frozen=True, slots=True)
class Sandbox:
    """The endpoints of a running sandbox, all on loopback, and where its files lie."""

    function_url: str
    agent: str
    gateway: str
    control: str
    lambda_api: str
    bedrock: str
    aws: str
    issuer: str
    ca_bundle: str
    directory: str

    @contextmanager
    def noted(self, note: Path) -> Iterator[None]:
        """Keep a note of this sandbox for `standing`, as long as it stands."""
        note.parent.mkdir(exist_ok=True)
        note.write_text(json.dumps(asdict(self), indent=2), encoding="utf-8")
        try:
            yield
        finally:
            note.unlink(missing_ok=True)

    def cli_environment(self) -> dict[str, str]:
        """The settings with which any AWS SDK or CLI talks to this sandbox."""
        return {
            **KEYS,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.aws,
            "AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL": self.control,
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": self.bedrock,
            "AWS_ENDPOINT_URL_LAMBDA": self.lambda_api,
        }

    def guide(self, token: str) -> str:
        """Every endpoint a line, and a curl line to paste."""
        names = [field.name for field in fields(self)]
        lines = [f"{name.replace('_', ' '):<13} {getattr(self, name)}" for name in names]
        return "\n".join([*lines, "", "Ask with curl:", "", self._curl(token)])

    def _curl(self, token: str) -> str:
        words = [
            *("curl", "-N", f"{self.function_url}/stream"),
            *("--aws-sigv4", f"aws:amz:{REGION}:lambda", "--user", f"{ACCESS_KEY}:{SECRET_KEY}"),
            *("-H", "Content-Type: application/json", "-H", "Accept: text/plain"),
            *("-H", f"X-Okta-Authorization: Bearer {token}"),
            *("-d", json.dumps({"message": "Which EC2 instances are running?"})),
        ]
        return shlex.join(words)


def standing(note: Path) -> Sandbox | None:
    """The sandbox that a note tells of, if it still answers."""
    try:
        sandbox = Sandbox(**json.loads(note.read_text(encoding="utf-8")))
        httpx.get(f"{sandbox.agent}/health", timeout=2, trust_env=False).raise_for_status()
    except (OSError, ValueError, TypeError, httpx.HTTPError):
        return None
    return sandbox
