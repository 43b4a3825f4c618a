"""Gateway and target of the sandbox, made by the project's own scripts as in an account."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from local.deploy import ROOT

CONFIG = ROOT / "configs" / "bedrock-agentcore-config.json"


class ScriptError(Exception):
    """One of the project's own scripts failed; the message is what it said."""


def create_gateway(
    directory: Path, environment: str, settings: Mapping[str, str], *, issuer: str, client_id: str
) -> None:
    """Fill a copy of the configuration, then run create-gateway.py and create-target.py on it.

    Args:
        directory: takes the copy.
        environment: `dev`, `staging` or `prod`.
        settings: the scripts' environment: credentials, region, endpoints, trust.
        issuer: `https://<host>/oauth2/<authorization server>`.
        client_id: whose tokens the gateway lets in.

    Raises:
        ScriptError: a script did not end with 0.
    """
    config = Path(shutil.copy(CONFIG, directory))
    where = ("--environment", environment, "--config", str(config))
    okta = ("--okta-domain", urlsplit(issuer).netloc, "--okta-client-id", client_id)
    _run(settings, "-m", "gatewayctl", "configure", *where, *okta)
    for script in ("create-gateway.py", "create-target.py"):
        _run(settings, str(ROOT / "scripts" / script), *where)


def _run(settings: Mapping[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments],
        check=False,
        env=settings,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise ScriptError(f"{' '.join(arguments[:3])}: {(done.stderr or done.stdout).strip()}")
