"""Okta login for a machine without a browser: a code is typed on another one (RFC 8628)."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from client.errors import LoginFailedError
from client.issuer import Issuer, Tokens, refusal, tokens

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
# RFC 8628, section 3.5: how much slower to ask after `slow_down`, and how often without a hint.
_SLOWER_SECONDS = 5.0
_INTERVAL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """A login under way.

    Attributes:
        user_code: what the person types at `page`.
        complete_page: the page with the code filled in, where the issuer has one.
        expires_in: seconds until the code is void.
        interval: seconds between two questions.
    """

    device_code: str
    user_code: str
    page: str
    complete_page: str | None
    expires_in: float
    interval: float


class DeviceLogin:
    """Logs one person in who approves elsewhere.

    Args:
        issuer: the authorization server.
        scopes: what the tokens are for, separated by spaces.
        sleep: waits for seconds.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        issuer: Issuer,
        scopes: str,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issuer = issuer
        self._scopes = scopes
        self._sleep = sleep
        self._clock = clock

    def begin(self) -> DeviceCode:
        """Ask for a code.

        Raises:
            LoginFailedError: the issuer offers no device login, or refuses it.
        """
        endpoint = self._issuer.metadata.get("device_authorization_endpoint")
        if not isinstance(endpoint, str):
            raise LoginFailedError(
                "This issuer offers no device login. Use `awsops login`, and open its URL in a"
                " browser on this machine."
            )
        answer = self._issuer.post(endpoint, scope=self._scopes)
        if "device_code" not in answer:
            raise refusal(answer)
        return DeviceCode(
            device_code=str(answer["device_code"]),
            user_code=str(answer["user_code"]),
            page=str(answer["verification_uri"]),
            complete_page=answer.get("verification_uri_complete"),
            expires_in=float(answer["expires_in"]),
            interval=float(answer.get("interval", _INTERVAL_SECONDS)),
        )

    def finish(self, code: DeviceCode) -> Tokens:
        """Ask until the person has approved.

        Raises:
            LoginFailedError: it was denied, or nobody came in time.
        """
        interval = code.interval
        deadline = self._clock() + code.expires_in
        while self._clock() < deadline:
            self._sleep(interval)
            answer = self._issuer.post(
                self._issuer.endpoint("token_endpoint"),
                grant_type=GRANT,
                device_code=code.device_code,
            )
            if "access_token" in answer:
                return tokens(answer, time.time())
            if answer.get("error") == "slow_down":
                interval += _SLOWER_SECONDS
            elif answer.get("error") != "authorization_pending":
                raise refusal(answer)
        raise LoginFailedError("Nobody approved the device in time. Run `awsops login --device`.")
