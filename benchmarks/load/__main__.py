"""`make bench-load`: how many requests the emitted P2P system answers, and how soon."""

import argparse
import asyncio
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.load import report
from benchmarks.load.beside import monolith, pair
from benchmarks.load.report import EMITTED, MONOLITH, MONOLITHS, PACES, PAIR, Round
from benchmarks.load.users import Request, answered, load
from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.system import LocalSystem
from tests.emitted.journeys import journey_of
from tests.emitted.p2p_lending.people import LOAN, People, Person

USERS, BORROWERS, LOANS = 50, 8, 3


def main() -> None:
    """Measures, prints the page, and writes it where it was asked to."""
    options = _options()
    busy = os.getloadavg()[0]
    rounds = _measured(Build.at(options.build), options.rounds, options.seconds)
    page = report.page(rounds, USERS, options.seconds, busy)
    print(page, end="")
    if options.write is not None:
        options.write.write_text(page, "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("build", type=Path, help="the folder of the built and installed system")
    parser.add_argument("--rounds", type=int, default=5, help="the systems take turns so often")
    parser.add_argument("--seconds", type=float, default=4.0, help="of one load")
    parser.add_argument("--write", type=Path, help="a Markdown file for the result")
    return parser.parse_args()


def _measured(build: Build, rounds: int, seconds: float) -> list[Round]:
    run = RunFolder.temporary(build.runs, "load")
    with LocalSystem(build, run) as system:
        routes = routes_of(People(journey_of(system)), USERS)
        with systems(system) as addresses:
            require_the_same(addresses, routes)
            # A first round is not counted.
            _round(addresses, routes, 1.0)
            return [
                request for _ in range(rounds) for request in _round(addresses, routes, seconds)
            ]


@contextmanager
def systems(system: LocalSystem) -> Iterator[dict[str, str]]:
    """The address of everything that is measured, while it runs."""
    with ExitStack() as running:
        yield {
            EMITTED: system.urls["api_service"],
            PAIR: running.enter_context(pair(system)),
            MONOLITH: running.enter_context(monolith(system, 1)),
            MONOLITHS: running.enter_context(monolith(system, 2)),
        }


def require_the_same(addresses: Mapping[str, str], routes: Mapping[str, Sequence[Request]]) -> None:
    """Raises ValueError for a system that does not answer a route as the emitted one does."""
    for route, requests in routes.items():
        shapes = {name: shape_of(address, requests[0]) for name, address in addresses.items()}
        for name, shape in shapes.items():
            if shape != shapes[EMITTED]:
                raise ValueError(f"{route}: {name} answers {shape}, not {shapes[EMITTED]}")


def shape_of(address: str, request: Request) -> tuple[int, list[str]]:
    """The status of an answer, and the paths of the members of its body."""
    status, body = asyncio.run(answered(address, request))
    return status, sorted(set(_members(json.loads(body))))


def _members(value: object, path: str = "") -> Iterator[str]:
    match value:
        case dict():
            for name, member in value.items():
                yield f"{path}.{name}"
                yield from _members(member, f"{path}.{name}")
        case list():
            for item in value:
                yield from _members(item, path)


def routes_of(people: People, users: int) -> dict[str, list[Request]]:
    """For each route the request of each person."""
    borrowers = [people.borrower() for _ in range(BORROWERS)]
    loans = [_ask(people, borrower) for borrower in borrowers for _ in range(LOANS)]
    lenders = [people.register("lender") for _ in range(users)]
    change = json.dumps({"full_name": "A Patient Person"})
    return {
        "a page of 20 loans": [
            Request("GET", "/api/v1/loans", _signed(lender)) for lender in lenders
        ],
        "one loan, for who may see it": [
            Request("GET", f"/api/v1/loans/{loans[number % len(loans)]}", _signed(lender))
            for number, lender in enumerate(lenders)
        ],
        "a change of one's own name": [
            Request("PATCH", "/api/v1/users/profile", _signed(lender), change) for lender in lenders
        ],
    }


def _ask(people: People, person: Person) -> str:
    path, token = "/api/v1/loans", person.token
    return str(people.journey.request("POST", path, expect=201, body=LOAN, token=token)["id"])


def _signed(person: Person) -> tuple[str, ...]:
    return (f"Authorization: Bearer {person.token}",)


def _round(
    addresses: Mapping[str, str], routes: Mapping[str, Sequence[Request]], seconds: float
) -> list[Round]:
    return [
        Round(route, pace, system, load(address, requests, seconds, pause))
        for route, requests in routes.items()
        for pace, pause in PACES.items()
        for system, address in addresses.items()
    ]


if __name__ == "__main__":
    main()
