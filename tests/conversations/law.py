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
from tests.conversations.comparing import LONGEST_PAGE, Observed, differences
from tests.conversations.drawing import Drawn, body_of, drawn, path_of
from tests.conversations.reading import Reading
from tests.conversations.world import distinct
from tests.matrix.cells import code
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


def conversations(
    system: System, folder: Path, *, seeds: range, requests: int, meant: System | None = None
) -> Result:
    """What comes of so many requests for each seed, on real servers.

    The reference runs the system that is `meant`, which is the same one if nothing is said.
    """
    result = Result()
    with Running.of(system, folder, distinct(world_of(system))) as running:
        reading = Reading(running.local.servers.urls["postgres"], meant or system)
        try:
            for seed in seeds:
                assert running.database is not None
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
        return run(operation, Request(person, request.inputs, datetime.now(UTC)), stored)

    def _compare(self, place: str, request: Drawn, stored: Stored) -> Stored:
        operation = self.system.operation(request.endpoint.operation)
        expected: tuple[Answer, Stored] | None = None
        try:
            expected = self._expected(request, stored)
        except Unsupported as reason:
            self.result.unsaid[f"{operation.name}: {reason}"] += 1
        answer = self._ask(request)
        observed = Observed(answer, self.reading.stored(), self.reading.queued())
        outcome = code(answer) if answer.is_error else str(answer.status_code)
        self.result.outcomes[f"{operation.name} {outcome}"] += 1
        if answer.is_success:
            self.result.succeeded.add(operation.name)
        if expected is not None:
            status = request.endpoint.status
            faults = [*differences(operation, status, expected, observed)]
            if faults:
                what = f"{request.endpoint.label} by {request.person} with {dict(request.inputs)}"
                self.result.faults.append(f"{place} {what}: {'; '.join(faults[:5])}")
        return observed.stored

    def _ask(self, request: Drawn) -> httpx.Response:
        operation = self.system.operation(request.endpoint.operation)
        headers = {}
        if request.person is not None:
            headers = bearer(token_of(request.person.id, self.running.jwt_secret))
        is_list = operation.returns is not None and operation.returns.many
        return self.running.api.request(
            request.endpoint.method,
            f"{self.system.base_path}{path_of(request)}",
            headers=headers,
            params={"limit": str(LONGEST_PAGE)} if is_list else None,
            json=body_of(request, operation) or ({} if commits(operation) else None),
        )
