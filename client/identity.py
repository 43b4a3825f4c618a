"""Who the person is to Okta and to AWS, as far as it can be told without a secret."""

from datetime import UTC, datetime

from client.tokens import TokenSource, claims
from client.wording import one_line


def describe(tokens: TokenSource) -> list[list[str]]:
    """Name, application, scopes and end of the token, as pairs; never the token itself.

    Raises:
        LoginNeededError: there is none.
    """
    said = claims(tokens.current())
    scopes = said.get("scp")
    pairs = [
        ["person", one_line(said.get("sub") or "not told")],
        ["issuer", one_line(said.get("iss") or "not told")],
        ["application", one_line(said.get("cid") or "not told")],
        ["scopes", one_line(" ".join(map(str, scopes)) if isinstance(scopes, list) else "none")],
        ["good until", _moment(said.get("exp"))],
        ["kept in", tokens.place],
    ]
    return [pair for pair in pairs if pair[1] != "not told"]


def _moment(seconds: object) -> str:
    if not isinstance(seconds, int | float):
        return "not told"
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return "not told"
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
