"""Shared by all providers: recorded messages, and injected failures."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from src.main import create_app


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(create_app()) as running:
        yield running


def test_every_inbox_is_there_and_empty(client: TestClient) -> None:
    inboxes = client.get("/_control").json()
    answers = [client.get(path) for path in inboxes.values()]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, [])] * len(inboxes)


def test_failure_of_nobody_is_refused(client: TestClient) -> None:
    order = {"provider": "nobody", "status": 500}
    assert client.post("/_control/failures", json=order).status_code == 422
    assert client.get("/_control/failures").json() == {"failures": [], "held": 0}
