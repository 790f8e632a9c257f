"""Repetitions are a share of the requests, and some at once."""

from shared.retry_budget import RetryBudget


def test_some_requests_are_repeated_at_once_and_then_none() -> None:
    budget = RetryBudget(share=0.5, burst=3.0)
    assert [budget.spend() for _ in range(5)] == [True, True, True, False, False]


def test_requests_allow_for_more() -> None:
    budget = RetryBudget(share=0.5, burst=1.0)
    assert budget.spend()
    budget.fill()
    assert not budget.spend()
    budget.fill()
    assert budget.spend()


def test_a_quiet_hour_allows_for_no_storm() -> None:
    budget = RetryBudget(share=0.5, burst=2.0)
    for _ in range(1000):
        budget.fill()
    assert [budget.spend() for _ in range(3)] == [True, True, False]
