"""Makes accounts the way people do: over HTTP, with e-mails and the administrator's approval."""

from dataclasses import dataclass
from itertools import count
from typing import Any

PASSWORD = "correct horse battery"
LOAN = {"amount": "5000.00", "duration_months": 24, "interest_rate": "6.50"}

_numbers = count(1)


@dataclass(frozen=True)
class Person:
    """An account and its access token."""

    id: str
    email: str
    token: str


class People:
    """Registers borrowers and lenders in a running system."""

    def __init__(self, journey: Any) -> None:
        self.journey = journey

    def register(self, role: str) -> Person:
        """An account that has signed in, and nothing more."""
        email = f"person{next(_numbers)}@people.example"
        body = {"email": email, "password": PASSWORD, "full_name": "A Person", "country": "DE"}
        account = self._post("/auth/register", {**body, "role": role}, 201)
        return Person(str(account["id"]), email, self.sign_in(email, PASSWORD))

    def sign_in(self, email: str, password: str) -> str:
        """An access token."""
        answer = self._post("/auth/login", {"email": email, "password": password}, 200)
        return str(answer["access_token"])

    def borrower(self) -> Person:
        """A borrower who may ask for loans."""
        person = self.register("borrower")
        message = self.journey.wait_for_email(person.email, "Confirm your address")
        token = self.journey.link_parameter(message, "token")
        self._post("/auth/verify-email", {"token": token}, 200)
        admin = self.sign_in("admin@p2p-lending.example", "change me in production")
        self._post(f"/users/{person.id}/kyc-approval", None, 200, admin)
        return person

    def lender(self, chat: str) -> Person:
        """A lender whose chat is linked."""
        person = self.register("lender")
        code = self._post("/auth/telegram-link", None, 201, person.token)["code"]
        self.journey.tell_bot(chat, f"/start {code}")
        self.journey.wait_for_telegram(chat, "linked to your account")
        return person

    def _post(self, path: str, body: Any, expect: int, token: str | None = None) -> Any:
        return self.journey.request("POST", f"/api/v1{path}", body=body, expect=expect, token=token)
