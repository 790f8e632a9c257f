"""The SendGrid v3 mail API."""

import httpx

ACCEPTED = 202
# A provider that is slow may have accepted the message: to give up early would send it twice.
TIMEOUT_SECONDS = 60.0
CONNECT_TIMEOUT_SECONDS = 5.0


class EmailRefused(Exception):
    """The provider did not accept the message."""


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
        """Hands a message to the provider; raises EmailRefused or a transport error."""
        body = {
            "personalizations": [{"to": [{"email": to}], "custom_args": {"message_id": message_id}}],
            "from": {"email": self._sender},
            "subject": subject,
            "content": [{"type": "text/plain", "value": text}],
        }
        response = await self._http.post("/v3/mail/send", json=body)
        if response.status_code != ACCEPTED:
            raise EmailRefused(f"status {response.status_code}")
