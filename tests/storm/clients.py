"""Clients that repeat what was not answered, under the same key, and remember what was accepted."""

import asyncio
import time
from dataclasses import dataclass
from random import Random
from uuid import UUID

import httpx

from tests.emitted.p2p_lending.people import LOAN, Person
from tests.storm.history import History

ACTIVE_LOANS = 3
# An operation that is not answered by then is never answered.
PATIENCE_SECONDS = 180.0
PAUSE_SECONDS = 0.3
TRY_LATER = frozenset({429, 503})


@dataclass
class Client:
    """One borrower, who does one thing after another."""

    person: Person
    admin: str
    random: Random
    history: History
    base: str

    async def run(self, operations: int, enough: asyncio.Event) -> None:
        """Does so many random things, and goes on until enough has failed."""
        choices = (self._ask, self._ask, self._change, self._change, self._approve, self._look)
        async with httpx.AsyncClient(base_url=f"{self.base}/api/v1", timeout=20) as http:
            while operations > 0 or not enough.is_set():
                await self.random.choice(choices)(http)
                operations -= 1

    async def _ask(self, http: httpx.AsyncClient) -> None:
        # An amount of its own tells the messages about a loan from those about another.
        amount = f"{self.random.randrange(100_000, 5_000_000) / 100:.2f}"
        answer = await self._send(http, "POST", "/loans", {**LOAN, "amount": amount})
        known = self.history.of(self.person.id)
        if answer.status_code == 201:
            if len(known) >= ACTIVE_LOANS:
                self._note(answer, "one loan too many")
            self.history.loans[answer.json()["id"]] = self.person.id
        elif answer.status_code != 409 or len(known) < ACTIVE_LOANS:
            self._note(answer, f"with {len(known)} loans")

    async def _change(self, http: httpx.AsyncClient) -> None:
        income = f"{self.random.randrange(1, 10_000_000) / 100:.2f}"
        answer = await self._send(http, "PATCH", "/users/profile", {"monthly_income": income})
        if answer.status_code != 200 or answer.json()["monthly_income"] != income:
            self._note(answer, f"for the income {income}")
        self.history.incomes[self.person.id] = income

    async def _approve(self, http: httpx.AsyncClient) -> None:
        path = f"/users/{self.person.id}/kyc-approval"
        answer = await self._send(http, "POST", path, None, self.admin)
        if answer.status_code != 200:
            self._note(answer, "for an approval")
        self.history.approvals.append(self.person.id)

    async def _look(self, http: httpx.AsyncClient) -> None:
        answer = await self._send(http, "GET", "/loans", None)
        shown = {loan["id"] for loan in answer.json().get("items", [])}
        if shown != self.history.of(self.person.id):
            self._note(answer, "other loans than were accepted")

    async def _send(
        self,
        http: httpx.AsyncClient,
        method: str,
        path: str,
        body: object,
        token: str | None = None,
    ) -> httpx.Response:
        """The first answer that is one; until then the same request under the same key."""
        headers = {"Authorization": f"Bearer {token or self.person.token}"}
        if method != "GET":
            headers["Idempotency-Key"] = str(UUID(int=self.random.getrandbits(128)))
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                answer = await http.request(method, path, json=body, headers=headers)
            except httpx.TransportError:
                self.history.repeated += 1
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            self.history.answers[answer.status_code] += 1
            if answer.status_code < 500 and answer.status_code not in TRY_LATER:
                return answer
            if answer.status_code not in TRY_LATER or "code" not in answer.json():
                self._note(answer, "is no answer of an outage")
            self.history.repeated += 1
            await asyncio.sleep(PAUSE_SECONDS)
        raise TimeoutError(f"{method} {path} had no answer in {PATIENCE_SECONDS} seconds")

    def _note(self, answer: httpx.Response, why: str) -> None:
        request = answer.request
        self.history.strange.append(
            f"{request.method} {request.url.path}: {answer.status_code} {answer.text[:200]} ({why})"
        )
