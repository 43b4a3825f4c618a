"""What can go wrong between a person and an answer.

ClientError
├── UnreachableError   nothing answers at the agent's URL
├── RefusedError       the agent said no before the turn began (a problem+json answer)
└── BrokenStreamError  the answer ended before its end, or fell silent
"""


class ClientError(Exception):
    """The request failed; the message says what to do next."""


class UnreachableError(ClientError):
    """Nothing answers at the agent's URL."""

    def __init__(self, url: str) -> None:
        super().__init__(f"Nothing answers at {url}. Check the URL and that the agent is running.")


class RefusedError(ClientError):
    """The agent, or the lock in front of it, refused the request.

    Attributes:
        status: the HTTP status.
        code: the problem's code (`token_expired`), or the AWS error's name.
    """

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{detail} ({status} {code})" if code else f"{detail} ({status})")
        self.status = status
        self.code = code


class BrokenStreamError(ClientError):
    """The connection ended, or fell silent, in the middle of an answer."""

    def __init__(self) -> None:
        super().__init__("The answer broke off. What was written is kept; ask again to go on.")
