"""The breaker opens after failures in a row, and lets a call through after a pause."""

from shared.circuit_breaker import CircuitBreaker


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> CircuitBreaker:
    breaker = CircuitBreaker(failures=2, cool_down_seconds=5, clock=clock)
    breaker.failed()
    breaker.failed()
    return breaker


def test_failures_in_a_row_open_it() -> None:
    breaker = CircuitBreaker(failures=2, cool_down_seconds=5, clock=Clock())
    breaker.failed()
    assert breaker.lets_through()
    breaker.failed()
    assert not breaker.lets_through()


def test_answer_between_failures_keeps_it_closed() -> None:
    breaker = CircuitBreaker(failures=2, cool_down_seconds=5, clock=Clock())
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.lets_through()


def test_one_call_is_let_through_per_cool_down() -> None:
    clock = Clock()
    breaker = opened(clock)
    for clock.now in (5.0, 10.0, 17.5):
        assert [breaker.lets_through() for _ in range(100)].count(True) == 1


def test_probe_that_fails_starts_another_cool_down() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 5.0
    assert breaker.lets_through()
    clock.now = 7.0
    breaker.failed()
    clock.now = 11.9
    assert not breaker.lets_through()
    clock.now = 12.0
    assert breaker.lets_through()


def test_probe_that_is_answered_closes_it() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 5.0
    assert breaker.lets_through()
    breaker.succeeded()
    assert all(breaker.lets_through() for _ in range(100))
