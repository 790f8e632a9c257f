"""Injected failures: errors, delays and held requests, as real providers show them."""

import asyncio
from collections.abc import Awaitable, Callable

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

PROVIDERS: tuple[str, ...] = ("sendgrid", "telegram")
# What a failure hits unless it names an operation: a polling bot must not use it up by getUpdates.
SENDING: frozenset[str] = frozenset(("editmessagetext", "mail/send", "sendmessage"))


class FailureOrder(BaseModel):
    """One order to fail: exactly one of an error status, a delay and a hold."""

    model_config = ConfigDict(extra="forbid")

    provider: str
    times: int = Field(default=1, ge=1, description="how many requests it hits; a hold hits all")
    operation: str | None = Field(
        default=None,
        description="of the provider's API; without it, whatever sends a message",
    )
    status: int | None = Field(default=None, ge=400, le=599)
    retry_after: int = Field(default=1, ge=1, description="seconds, told with status 429")
    delay_seconds: float | None = Field(default=None, gt=0, le=300)
    hold: bool = False

    @field_validator("provider")
    @classmethod
    def _is_known(cls, provider: str) -> str:
        if provider not in PROVIDERS:
            raise ValueError(f"there is none but {', '.join(PROVIDERS)}")
        return provider

    @model_validator(mode="after")
    def _one_effect(self) -> "FailureOrder":
        effects = (self.status is not None, self.delay_seconds is not None, self.hold)
        if sum(effects) != 1:
            raise ValueError("give exactly one of status, delay_seconds and hold")
        return self

    def hits(self, provider: str, operation: str) -> bool:
        if provider != self.provider:
            return False
        if self.operation is None:
            return operation.lower() in SENDING
        return operation.lower() == self.operation.lower()


class ClientGoneError(Exception):
    """The client left while its request was delayed or held: the request has no effect."""


class Failures:
    """The orders that still stand, the oldest first."""

    def __init__(self) -> None:
        self._orders: list[FailureOrder] = []
        self._released = asyncio.Event()
        self.held = 0

    @property
    def orders(self) -> tuple[FailureOrder, ...]:
        return tuple(self._orders)

    def add(self, order: FailureOrder) -> None:
        self._orders.append(order)

    def clear(self) -> None:
        """Forget all orders and let the held requests go on."""
        self._orders.clear()
        self._released.set()
        self._released = asyncio.Event()

    async def meet(
        self, provider: str, operation: str, gone: Callable[[], Awaitable[bool]]
    ) -> FailureOrder | None:
        """Wait out a delay or a hold; the order when it is an error to answer with."""
        order = next((one for one in self._orders if one.hits(provider, operation)), None)
        if order is None:
            return None
        if order.hold:
            await self._hold(gone)
            return None
        self._use(order)
        if order.delay_seconds is not None:
            await _stay(asyncio.Event(), order.delay_seconds, gone)
            return None
        return order

    async def _hold(self, gone: Callable[[], Awaitable[bool]]) -> None:
        self.held += 1
        try:
            await _stay(self._released, None, gone)
        finally:
            self.held -= 1

    def _use(self, order: FailureOrder) -> None:
        place = self._orders.index(order)
        if order.times == 1:
            del self._orders[place]
        else:
            self._orders[place] = order.model_copy(update={"times": order.times - 1})


async def _stay(
    released: asyncio.Event, seconds: float | None, gone: Callable[[], Awaitable[bool]]
) -> None:
    """Wait until released or until the time is over, watching whether the client is there."""
    clock = asyncio.get_running_loop()
    deadline = None if seconds is None else clock.time() + seconds
    while not released.is_set():
        if await gone():
            raise ClientGoneError
        left = 0.05 if deadline is None else min(0.05, deadline - clock.time())
        if left <= 0:
            break
        await asyncio.sleep(left)
    if await gone():
        raise ClientGoneError
