"""How `awsops` ends: one exit status for each kind of ending, for scripts to tell apart."""

from collections.abc import Mapping
from enum import IntEnum

from client import errors


class ExitStatus(IntEnum):
    """An exit status and what it means.

    Attributes:
        meaning: a sentence for the manual.
    """

    meaning: str

    def __new__(cls, value: int, meaning: str) -> "ExitStatus":
        """Make a member of its number and its meaning."""
        member = int.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    DONE = 0, "Done: the answer is complete, or the command did what it says."
    TURN_FAILED = 1, "The agent reported a failure in the middle of its answer."
    USAGE = 2, "What was typed cannot be used: an unknown flag, an empty or too long question."
    CONFIG = 3, "The configuration is missing, malformed or unsafe."
    LOGIN_NEEDED = 4, "Nobody is logged in, or the login has expired: `awsops login`."
    LOGIN_FAILED = 5, "The login did not come to its end."
    CREDENTIALS = 6, "AWS credentials are missing, expired (SSO too) or refused."
    CLOCK = 7, "The clock of this machine is wrong."
    UNREACHABLE = 8, "Nothing answers at the agent's or the issuer's address."
    NOT_AN_AGENT = 9, "Something other than the agent answers at the URL."
    REFUSED = 10, "The agent refused the request as it is."
    NOT_FOUND = 11, "There is no such conversation."
    RATE_LIMITED = 12, "Too much was asked in this minute."
    SERVICE = 13, "The agent, or a part that it needs, is out of order."
    BROKEN = 14, "The answer broke off in the middle, fell silent or took too long."
    NO_TABLE = 15, "A result table was asked for, and the answer has none."
    INTERRUPTED = 130, "Ctrl-C: the answer was stopped."
    CLOSED = 141, "What read the output went away (`awsops ask … | head`)."


_BY_ERROR: Mapping[type[errors.ClientError], ExitStatus] = {
    errors.InputError: ExitStatus.USAGE,
    errors.ConfigError: ExitStatus.CONFIG,
    errors.LoginNeededError: ExitStatus.LOGIN_NEEDED,
    errors.LoginFailedError: ExitStatus.LOGIN_FAILED,
    errors.CredentialsError: ExitStatus.CREDENTIALS,
    errors.ClockError: ExitStatus.CLOCK,
    errors.UnreachableError: ExitStatus.UNREACHABLE,
    errors.NotAnAgentError: ExitStatus.NOT_AN_AGENT,
    errors.RefusedError: ExitStatus.REFUSED,
    errors.NotFoundError: ExitStatus.NOT_FOUND,
    errors.RateLimitedError: ExitStatus.RATE_LIMITED,
    errors.ServiceError: ExitStatus.SERVICE,
    errors.TurnFailedError: ExitStatus.TURN_FAILED,
    errors.BrokenStreamError: ExitStatus.BROKEN,
    errors.NoTableError: ExitStatus.NO_TABLE,
    errors.OutputClosedError: ExitStatus.CLOSED,
}


def of(error: errors.ClientError) -> ExitStatus:
    """The status with which an error ends the program."""
    return next(_BY_ERROR[kind] for kind in type(error).__mro__ if kind in _BY_ERROR)
