"""Hostile clients and an honest one, before the same running system."""

import time
from collections import Counter, deque
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from random import Random

import httpx

from msc.ir.system import System
from msc.local.build import SERVICES
from msc.local.system import LocalSystem
from tests.hostile.exchange import Answer, Hostile, exchange
from tests.hostile.memory import Memory
from tests.hostile.neighbour import p95, waits
from tests.hostile.targets import Target, targets

MAX_MEBIBYTES = 300
MAX_FACTOR = 2.0
PROBLEM = "application/problem+json"
MEMBERS = frozenset({"type", "title", "status", "detail", "instance", "code"})
QUIET_SECONDS, HOSTILE_SECONDS = 5.0, 10.0
SLOW_CLIENTS = 24


type Sent = tuple[Target, Hostile]


@dataclass
class Outcome:
    """What was sent and answered, what the neighbour waited, and what the services held."""

    answers: dict[str, Counter[int]] = field(default_factory=dict)
    quiet: list[float] = field(default_factory=list)
    hostile: list[float] = field(default_factory=list)
    most: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    unsent: int = 0
    slowest: list[tuple[float, str]] = field(default_factory=list)

    @property
    def factor(self) -> float:
        """How much longer the neighbour waits while others are hostile."""
        return p95(self.hostile) / p95(self.quiet)

    @property
    def heavy(self) -> dict[str, int]:
        """The services that held too much."""
        return {name: most for name, most in self.most.items() if most >= MAX_MEBIBYTES}

    @property
    def holds(self) -> bool:
        """Whether nobody noticed anything."""
        return not self.faults and not self.heavy and self.factor < MAX_FACTOR

    def note(self, target: Target, request: Hostile, answer: Answer, seconds: float) -> None:
        """Remembers an answer."""
        self.answers.setdefault(target.service, Counter())[answer.status] += 1
        self.slowest = sorted([*self.slowest, (seconds, f"{target.service}: {request.name}")])[-15:]
        fault = fault_of(request, answer, target)
        if fault is not None:
            self.faults.append(f"{target.service}: {request.name}: {fault}")


def fault_of(request: Hostile, answer: Answer, target: Target) -> str | None:
    """What is wrong with an answer."""
    shown = f"{answer.status} {answer.headers.get('content-type')} {answer.body[:200]!r}"
    if answer.status == 0:
        return None if request.may_close else "no answer"
    if answer.status >= 500:
        return shown
    if answer.status < 400:
        return f"accepted, {shown}" if request.refused else None
    media = answer.headers.get("content-type", "").partition(";")[0]
    if media == "text/html" and target.has_pages:
        return None
    if media == "text/plain" and answer.status in target.plain:
        return None
    if media != PROBLEM or not answer.members.keys() >= MEMBERS:
        return f"no problem, {shown}"
    return None if answer.members["status"] == answer.status else f"another status, {shown}"


def siege(
    system: System, running: LocalSystem, seed: int, seconds: float, most: int | None = None
) -> Outcome:
    """Sends hostile requests, as many as there is time for, while a neighbour goes on.

    Of those that documents lead to, `most` are drawn for each target.
    """
    until = time.monotonic() + seconds
    outcome, besieged = Outcome(), tuple(targets(system, running))
    fast, slow = _requests(besieged, Random(seed), most)
    url, token = _neighbour(besieged)
    with Memory(_services(running)) as memory, ProcessPoolExecutor(1, get_context("spawn")) as pool:
        while (fast or slow) and time.monotonic() < until:
            outcome.quiet += pool.submit(waits, url, token, QUIET_SECONDS).result()
            measured = pool.submit(waits, url, token, HOSTILE_SECONDS)
            _attack(outcome, fast, slow, measured)
            outcome.hostile += measured.result()
    outcome.most, outcome.unsent = memory.most, len(fast) + len(slow)
    outcome.faults += [f"{death.name} ended: {death.code}" for death, _ in running.deaths()]
    return outcome


def _requests(
    besieged: Sequence[Target], random: Random, most: int | None
) -> tuple[deque[Sent], deque[Sent]]:
    """What is sent in which order: what is answered at once, and what is slow."""
    sent = list[Sent]()
    for target in besieged:
        drawn = list(target.requests())
        if most is not None:
            drawn = random.sample(drawn, min(most, len(drawn)))
        sent += [(target, request) for request in (*target.raw(), *drawn)]
    random.shuffle(sent)
    fast = deque(one for one in sent if not one[1].slow)
    return fast, deque(one for one in sent if one[1].slow)


def _services(running: LocalSystem) -> dict[str, int]:
    return {one.name: one.pid for one in running.run.processes() if one.name in SERVICES}


def _attack(
    outcome: Outcome,
    fast: deque[Sent],
    slow: deque[Sent],
    measured: Future[list[float]],
) -> None:
    """Slow clients beside one that sends request after request, as long as is measured."""
    with ThreadPoolExecutor(SLOW_CLIENTS) as pool:
        chosen = [slow.popleft() for _ in range(min(SLOW_CLIENTS, len(slow)))]
        begun = [(target, one, pool.submit(exchange, target.url, one)) for target, one in chosen]
        while fast and not measured.done():
            target, one = fast.popleft()
            outcome.note(target, one, *exchange(target.url, one))
        for target, one, sent in begun:
            outcome.note(target, one, *sent.result())


def _neighbour(besieged: Sequence[Target]) -> tuple[str, str]:
    """A list that the first account may see, and its token."""
    target = next(target for target in besieged if target.token)
    headers = {"Authorization": f"Bearer {target.token}"}
    for path, operations in target.document["paths"].items():
        is_list = "security" in operations.get("get", {}) and "{" not in path
        if is_list and httpx.get(target.url + path, headers=headers).status_code == 200:
            return target.url + path, target.token
    raise LookupError("the first account sees no list")
