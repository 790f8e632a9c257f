"""Compares what a running system does, request by request, with what the reference does."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import httpx

from msc.core.record import Mutable, field
from msc.expr.target import Unsupported
from msc.ir.system import System
from msc.ir.walk import commits
from msc.reference.operations import Answer, Request, run
from msc.reference.stored import Stored
from tests.conversations.comparing import Answered, Observed, differences
from tests.conversations.drawing import Drawn, body_of, drawn, path_of, query_of
from tests.conversations.reading import Reading
from tests.conversations.world import distinct
from tests.matrix.cells import code, ids
from tests.matrix.running import Running
from tests.matrix.tokens import bearer, token_of
from tests.matrix.world import world_of

# So many requests are thought of for one that is made, which mostly is one that succeeds.
CANDIDATES = 6


class Result(Mutable):
    """What came of all requests: how many of which sort, and where the two do not agree."""

    outcomes: Counter[str] = field(default_factory=Counter)
    unsaid: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    succeeded: set[str] = field(default_factory=set)


def conversations(system: System, folder: Path, *, seeds: range, requests: int) -> Result:
    """What comes of so many requests for each seed, on real servers."""
    with Running.of(system, folder, distinct(world_of(system))) as running:
        return compared(running, system, seeds=seeds, requests=requests)


def compared(running: Running, meant: System, *, seeds: range, requests: int) -> Result:
    """What comes of requests to a running system, which the reference takes for another one."""
    assert running.database is not None
    result = Result()
    reading = Reading(running.local.servers.urls["postgres"], meant)
    try:
        for seed in seeds:
            running.database.put_back()
            _Conversation(running, reading, Random(seed), result, str(seed)).hold(requests)
    finally:
        reading.close()
    return result


class _Conversation:
    def __init__(
        self, running: Running, reading: Reading, random: Random, result: Result, name: str
    ) -> None:
        self.running = running
        self.system = reading.system
        self.reading = reading
        self.random = random
        self.result = result
        self.name = name

    def hold(self, requests: int) -> None:
        """Asks and compares."""
        stored = self.reading.stored()
        for number in range(requests):
            request = self._request(stored)
            stored = self._compare(f"{self.name}.{number}", request, stored)

    def _request(self, stored: Stored) -> Drawn:
        endpoint = self.random.choice(self.system.endpoints)
        for _ in range(CANDIDATES):
            request = drawn(self.system, endpoint, stored, self.random)
            if self.random.random() < 1 / CANDIDATES:
                return request
            try:
                if self._expected(request, stored)[0].refusal is None:
                    return request
            except Unsupported:
                continue
        return request

    def _expected(self, request: Drawn, stored: Stored) -> tuple[Answer, Stored]:
        operation = self.system.operation(request.endpoint.operation)
        person = None if request.person is None else request.person.id
        asked = Request(person, request.inputs, datetime.now(UTC), request.choice)
        return run(operation, asked, stored)

    def _compare(self, place: str, request: Drawn, stored: Stored) -> Stored:
        operation = self.system.operation(request.endpoint.operation)
        expected: tuple[Answer, Stored] | None = None
        try:
            expected = self._expected(request, stored)
        except Unsupported as reason:
            self.result.unsaid[f"{operation.name}: {reason}"] += 1
        answered = self._ask(request)
        observed = Observed(answered, self.reading.stored(), self.reading.queued())
        answer = answered.response
        outcome = code(answer) if answer.is_error else str(answer.status_code)
        self.result.outcomes[f"{operation.name} {outcome}"] += 1
        if answer.is_success:
            self.result.succeeded.add(operation.name)
        if expected is not None:
            status = request.endpoint.status
            faults = [*differences(operation, status, expected, observed)]
            if faults:
                self.result.faults.append(f"{place} {request}: {'; '.join(faults[:5])}")
        return observed.stored

    def _ask(self, request: Drawn) -> Answered:
        """The answer; of a list, that of its first page with the rows of all pages."""
        operation = self.system.operation(request.endpoint.operation)
        if operation.returns is None or not operation.returns.many:
            return Answered(self._send(request, {}))
        entity = self.system.entity(operation.returns.entity)
        query = query_of(request.choice, entity.fields)
        query["limit"] = str(self.random.choice((1, 2, 3, 5, 100)))
        answer = first = self._send(request, query)
        rows: list[str] = []
        while answer.is_success:
            rows += ids(answer)
            cursor = answer.json()["next_cursor"]
            if cursor is None:
                break
            answer = self._send(request, {**query, "cursor": cursor})
        return Answered(first if answer.is_success else answer, tuple(rows))

    def _send(self, request: Drawn, query: dict[str, str]) -> httpx.Response:
        operation = self.system.operation(request.endpoint.operation)
        headers = {}
        if request.person is not None:
            headers = bearer(token_of(request.person.id, self.running.jwt_secret))
        return self.running.api.request(
            request.endpoint.method,
            f"{self.system.base_path}{path_of(request)}",
            headers=headers,
            params=query,
            json=body_of(request, operation) or ({} if commits(operation) else None),
        )
