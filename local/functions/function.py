"""The definition of a Lambda function, and the environment that Lambda gives its processes."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Function:
    """A Python function, as its configuration would describe it.

    Attributes:
        handler: `module.function`, imported from `task_root` or from what is installed.
        environment: the function's own variables; credentials and endpoints come this way too.
        timeout: seconds for one invocation, after the process has started.
        memory: megabytes; told to the function, not enforced.
        concurrency: invocations at once; one more is throttled.
    """

    name: str
    handler: str
    environment: Mapping[str, str] = field(default_factory=dict)
    task_root: Path = Path(__file__).parent.parent
    timeout: float = 3.0
    memory: int = 128
    region: str = "us-east-1"
    account_id: str = "123456789012"
    concurrency: int = 4

    @property
    def arn(self) -> str:
        """The unqualified ARN."""
        return f"arn:aws:lambda:{self.region}:{self.account_id}:function:{self.name}"

    def command(self) -> list[str]:
        """Start the real runtime client on this interpreter."""
        return [sys.executable, "-m", "awslambdaric", self.handler]

    def process_environment(self, runtime_api: str) -> dict[str, str]:
        """List the whole environment of a process: Lambda's variables, then the function's own.

        Nothing is taken from the parent: what works here without being configured would be missing
        in the cloud. Names and values follow AWS's list of reserved variables.
        """
        group = f"/aws/lambda/{self.name}"
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        return {
            "_HANDLER": self.handler,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_python{python}",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self.memory),
            "AWS_LAMBDA_FUNCTION_NAME": self.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_GROUP_NAME": group,
            "AWS_LAMBDA_LOG_STREAM_NAME": "local",
            "AWS_LAMBDA_RUNTIME_API": runtime_api,
            "AWS_REGION": self.region,
            "LAMBDA_RUNTIME_DIR": "/var/runtime",
            "LAMBDA_TASK_ROOT": str(self.task_root),
            "LANG": "en_US.UTF-8",
            "PATH": os.defpath,
            "TZ": ":UTC",
            **self.environment,
        }
