"""What can go wrong between a person and an answer.

ClientError
├── InputError             what was typed cannot be used
├── ConfigError            the configuration is missing, malformed or unsafe
├── LoginNeededError       there is no Okta login, or it cannot be renewed
├── LoginFailedError       a login was begun and did not come to its end
├── CredentialsError       AWS credentials are missing, expired or refused
├── ClockError             this machine's clock is too far off for signatures
├── UnreachableError       nothing answers at the address
├── NotAnAgentError        something else answers at the agent's URL
├── RefusedError           the agent said no before the turn began (a problem+json answer)
│   ├── NotFoundError      there is no such conversation
│   ├── RateLimitedError   too much was asked in this minute
│   └── ServiceError       the agent, or what it needs, is out of order
├── TurnFailedError        the agent reported a failure in the middle of an answer
├── BrokenStreamError      the answer ended before its end, fell silent, or took too long
├── NoTableError           a result table was asked for and the answer has none
└── OutputClosedError      nobody reads the output any more

Each message is a sentence for the person, and says what to do next. `status` maps the classes to
exit statuses.
"""


class ClientError(Exception):
    """The request failed; the message says what to do next.

    Attributes:
        retryable: whether the same request may pass in a moment.
        retry_after: seconds that the other side asked to wait, 0 where it did not.
        perhaps_taken: whether the request may have been carried out all the same.
    """

    retryable = False
    retry_after = 0.0
    perhaps_taken = False


class InputError(ClientError):
    """A question, a value or a name was typed that cannot be used."""


class ConfigError(ClientError):
    """The configuration lacks something, or something in it cannot be."""


class LoginNeededError(ClientError):
    """Nobody is logged in, or the login is spent."""


class LoginFailedError(ClientError):
    """The login did not come to its end."""


class CredentialsError(ClientError):
    """No AWS credentials, expired ones, or ones that the agent's URL does not let in."""


class ClockError(ClientError):
    """The clock of this machine differs too much from the server's."""


class UnreachableError(ClientError):
    """Nothing answers at an address."""

    retryable = True

    def __init__(self, url: str) -> None:
        super().__init__(
            f"Nothing answers at {url}. Check the address, the network, and that it is running;"
            " `awsops doctor` looks at each."
        )


class NotAnAgentError(ClientError):
    """What answers is no operations agent."""

    def __init__(self, url: str, found: str) -> None:
        super().__init__(
            f"{url} is not an operations agent: it answered with {found}."
            " Set the Function URL of the agent: `awsops config set url …`."
        )


class RefusedError(ClientError):
    """The agent refused the request.

    Attributes:
        status: the HTTP status.
        code: the problem's code (`token_expired`), or the AWS error's name.
    """

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{detail} ({status} {code})" if code else f"{detail} ({status})")
        self.status = status
        self.code = code


class NotFoundError(RefusedError):
    """There is no such conversation for this person."""


class RateLimitedError(RefusedError):
    """The questions or tokens of this minute are used up."""

    retryable = True


class ServiceError(RefusedError):
    """The agent, or a part that it needs, does not work now."""


class TurnFailedError(ClientError):
    """The agent reported a failure after its answer had begun.

    Attributes:
        code: the agent's name of the failure.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{message} ({code})")
        self.code = code


class BrokenStreamError(ClientError):
    """The connection ended, or fell silent, before an answer or in the middle of it."""

    def __init__(
        self,
        why: str = "The answer broke off.",
        then: str = "What was written is kept; ask again to go on.",
    ) -> None:
        super().__init__(f"{why} {then}")


class NoTableError(ClientError):
    """The answer came without a result table."""

    def __init__(self) -> None:
        super().__init__(
            "The answer holds no result table. Ask for a list, or leave --output out for the words."
        )


class OutputClosedError(ClientError):
    """What read the output went away; there is nobody to tell."""
