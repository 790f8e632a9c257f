"""How long a message waits that is postponed, and which events reach a queue."""

from unittest.mock import AsyncMock

import pytest

from shared.messaging.topology import (
    DEFAULT_RETRY_DELAYS,
    Subscription,
    declare_subscription,
)


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


async def test_queues_are_replicated_and_messages_move_between_them_at_least_once() -> None:
    channel = AsyncMock()
    await declare_subscription(channel, AsyncMock(), subscription(0.5))
    declared = {
        call.args[0]: call.kwargs["arguments"] for call in channel.declare_queue.await_args_list
    }
    assert {arguments["x-queue-type"] for arguments in declared.values()} == {"quorum"}
    moves = {
        name: arguments["x-dead-letter-routing-key"]
        for name, arguments in declared.items()
        if "x-dead-letter-routing-key" in arguments
    }
    assert moves == {"a_queue": "a_queue.dead", "a_queue.retry.500": "a_queue"}
    for name in moves:
        assert declared[name]["x-dead-letter-strategy"] == "at-least-once"
        assert declared[name]["x-overflow"] == "reject-publish"
    assert declared["a_queue.retry.500"]["x-message-ttl"] == 500


MATCHES = [
    ("loan.funded", "loan.funded", True),
    ("loan.funded", "loan.funded.twice", False),
    ("loan.funded", "loan", False),
    ("loan.*", "loan.funded", True),
    ("loan.*", "loan", False),
    ("loan.#", "loan", True),
    ("#.funded", "a.loan.funded", True),
    ("#", "anything.at.all", True),
    ("*.*", "loan.funded", True),
    ("*", "loan.funded", False),
]


@pytest.mark.parametrize(("pattern", "event", "received"), MATCHES)
def test_queue_receives_what_its_bindings_match(pattern: str, event: str, received: bool) -> None:
    assert Subscription("a_queue", ("another.event", pattern)).receives(event) is received
