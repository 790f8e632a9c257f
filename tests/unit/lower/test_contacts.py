"""A service may use the routes of another that it calls, and no others."""

from pathlib import Path

import pytest

from msc.lower.program import lower
from msc.lower.services.contacts import Contact, contacts
from msc.pipeline.spec import load

ROOT = Path(__file__).parents[3]


def known(spec: str) -> dict[str, Contact]:
    """The contacts of a system, by the setting of their token."""
    system = load(ROOT / spec).value
    program = lower(system).value if system else None
    assert program is not None
    return {contact.token: contact for contact in contacts(program)}


def test_every_caller_has_a_token_for_each_service_that_it_calls() -> None:
    assert list(known("specs/examples/p2p-lending")) == [
        "api_to_postgres_token",
        "worker_to_postgres_token",
        "worker_to_mongo_token",
        "worker_to_api_token",
        "bot_to_api_token",
    ]


def test_routes_are_those_that_use_cases_call() -> None:
    routes = {
        token: contact.routes for token, contact in known("specs/examples/p2p-lending").items()
    }
    assert routes["bot_to_api_token"] == (
        "POST /operations/list_own_active_loans",
        "POST /telegram-links",
    )
    assert routes["worker_to_api_token"] == ("POST /links",)
    assert routes["worker_to_mongo_token"] == ("PUT /audit-logs/{id}",)
    assert "POST /log-in" in routes["api_to_postgres_token"]
    assert "GET /queries/list_own_active_loans" in routes["api_to_postgres_token"]


@pytest.mark.parametrize("spec", ["specs/examples/p2p-lending", "specs/examples/pocket"])
def test_hashes_events_and_jobs_are_for_one_service_each(spec: str) -> None:
    api, worker = (known(spec)[f"{name}_to_postgres_token"].routes for name in ("api", "worker"))
    assert "POST /log-in" in set(api) - set(worker)
    assert {"POST /outbox/claim", "POST /job-runs/claim"} <= set(worker) - set(api)
    assert not [route for route in (*api, *worker) if route.startswith(("PATCH", "DELETE"))]
