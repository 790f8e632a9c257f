"""A fake service, implemented by a function."""

import httpx

from shared.http import ServiceClient

TOKEN = "a service token of thirty-two characters"


class PlayedService:
    """Returns the given responses in order, and records the requests."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self._answers = list(answers)
        self.requests: list[httpx.Request] = []

    def client(self) -> ServiceClient:
        """A client whose requests end here."""
        return ServiceClient("played", "http://played", TOKEN, httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        # The last answer is given for ever.
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def problem(status: int, code: str, **members: object) -> httpx.Response:
    """A rejection as services return it."""
    body = {"type": "about:blank", "title": "No", "status": status, "detail": "It cannot be done"}
    return httpx.Response(status, json={**body, "instance": "urn:x", "code": code, **members})
