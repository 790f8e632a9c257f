"""How long a message waits that is postponed."""

import pytest

from shared.messaging.topology import DEFAULT_RETRY_DELAYS, Subscription


def subscription(*delays: float) -> Subscription:
    return Subscription("a_queue", ("something.happened",), delays)


def test_postponement_grows_up_to_a_limit() -> None:
    growing = subscription(*DEFAULT_RETRY_DELAYS)
    assert [growing.postponement(times, None) for times in range(5)] == [1, 5, 30, 30, 30]


@pytest.mark.parametrize(("asked", "delay"), [(0.0, 1), (5.0, 5), (7.0, 30), (40.0, 300), (1e6, 7200)])
def test_postponement_is_as_long_as_was_asked(asked: float, delay: float) -> None:
    assert subscription(*DEFAULT_RETRY_DELAYS).postponement(9, asked) == delay


def test_shortest_delay_is_taken_where_all_are_long() -> None:
    assert subscription(300, 7200).postponement(3, None) == 300


def test_retry_queue_is_named_by_its_delay() -> None:
    assert subscription(0.5).retry_queue(0.5) == "a_queue.retry.500"
