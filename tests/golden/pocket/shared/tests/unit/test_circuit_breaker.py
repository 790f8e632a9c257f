"""The breaker opens after failures in a row, and lets a call through after a pause."""

from shared.circuit_breaker import CircuitBreaker


def test_opens_and_recovers() -> None:
    now = 0.0
    breaker = CircuitBreaker(failures=2, cool_down_seconds=5, clock=lambda: now)
    breaker.failed()
    assert not breaker.is_open
    breaker.failed()
    assert breaker.is_open
    now = 5.0
    assert not breaker.is_open
    breaker.succeeded()
    assert not breaker.is_open
