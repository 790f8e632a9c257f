"""The SendGrid v3 mail API."""

import httpx
from shared.messaging.consumer import TRY_LATER, Postponed
from shared.messaging.envelope import Poisoned

ACCEPTED = 202
# The key or the sender is wrong, which is no fault of the message: somebody will mend it.
NOT_ALLOWED = frozenset({401, 403})
# A provider that is slow may have accepted the message: to give up early would send it twice.
TIMEOUT_SECONDS = 60.0
CONNECT_TIMEOUT_SECONDS = 5.0


class EmailRefused(Poisoned):
    """The provider does not accept the message, however often it is sent."""


class SendGrid:
    """Sends plain-text messages from one sender."""

    def __init__(
        self,
        base_url: str,
        api_key: str,
        sender: str,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._sender = sender
        self._http = httpx.AsyncClient(
            base_url=base_url,
            timeout=httpx.Timeout(TIMEOUT_SECONDS, connect=CONNECT_TIMEOUT_SECONDS),
            transport=transport,
            headers={"Authorization": f"Bearer {api_key}"},
        )

    async def close(self) -> None:
        """Ends all connections."""
        await self._http.aclose()

    async def send(self, to: str, subject: str, text: str, message_id: str) -> None:
        """Hands a message to the provider; raises Postponed if it is away, or EmailRefused."""
        body = {
            "personalizations": [{"to": [{"email": to}], "custom_args": {"message_id": message_id}}],
            "from": {"email": self._sender},
            "subject": subject,
            "content": [{"type": "text/plain", "value": text}],
        }
        try:
            response = await self._http.post("/v3/mail/send", json=body)
        except httpx.TransportError as error:
            raise Postponed(type(error).__name__) from error
        if response.is_server_error or response.status_code in TRY_LATER | NOT_ALLOWED:
            raise Postponed(f"status {response.status_code}", _retry_after(response))
        if response.status_code != ACCEPTED:
            raise EmailRefused(f"status {response.status_code}")


def _retry_after(response: httpx.Response) -> float | None:
    header = response.headers.get("Retry-After", "")
    return float(header) if header.isdecimal() else None
