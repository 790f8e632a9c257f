"""A storm's history tells which promises were not kept."""

from collections import Counter
from typing import Any

import pytest

from tests.storm.history import History, Stored, violations

LOAN = {"id": "l1", "amount": "10.00"}
RECORD = {"operation": "create_loan", "entity_id": "l1"}


def history() -> History:
    return History(loans={"l1": "a"}, incomes={"a": "5.00"})


def stored(**changes: Any) -> Stored:
    held: dict[str, Any] = {
        "loans": [LOAN], "users": [{"id": "a", "monthly_income": "5.00"}], "audit": [RECORD],
        "outbox": 0, "messages": Counter({"10.00": 1}),
    }  # fmt: skip
    return Stored(**{**held, **changes})


def test_a_system_that_holds_what_was_accepted_keeps_its_promises() -> None:
    assert violations(history(), stored()) == []


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"loans": []}, "loan l1 is lost"),
        ({"loans": [LOAN, {"id": "l2", "amount": "10.00"}]}, "loan l2 was not accepted"),
        ({"users": [{"id": "a", "monthly_income": "4.00"}]}, "has the income 4.00"),
        ({"audit": []}, "no audit record of"),
        ({"audit": [RECORD, RECORD]}, "an audit record too many"),
        ({"outbox": 2}, "2 events are still in the outbox"),
        ({"messages": Counter()}, "nobody was told of loan l1"),
    ],
)
def test_what_is_not_kept_is_named(changes: dict[str, Any], broken: str) -> None:
    (violation,) = violations(history(), stored(**changes))
    assert broken in violation
