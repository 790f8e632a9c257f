"""The interface for tests: recorded requests, and injected failures."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from src.dependencies import StateDependency
from src.failures import FailureOrder

router = APIRouter(prefix="/_control", tags=["control"])
INBOXES: dict[str, str] = {
    "email": "/_control/email/messages",
    "telegram": "/_control/telegram/messages",
}


@router.get("")
async def inboxes() -> dict[str, str]:
    """Where the messages of each channel can be read."""
    return INBOXES


@router.get("/attempts")
async def attempts(state: StateDependency, provider: str | None = None) -> list[dict[str, Any]]:
    """Every request to a provider with its status, failed ones too."""
    chosen = [one for one in state.attempts if provider in (None, one.provider)]
    return [asdict(one) for one in chosen]


@router.post("/failures", status_code=201)
async def order_failure(order: FailureOrder, state: StateDependency) -> FailureOrder:
    """Let the next requests fail, wait, or hang until the failures are deleted."""
    state.failures.add(order)
    return order


@router.get("/failures")
async def standing_failures(state: StateDependency) -> dict[str, Any]:
    """The orders that still stand, and how many requests are being held."""
    orders = [order.model_dump() for order in state.failures.orders]
    return {"failures": orders, "held": state.failures.held}


@router.delete("/failures", status_code=204)
async def release_failures(state: StateDependency) -> None:
    """End all failures; held requests go on."""
    state.failures.clear()


@router.delete("", status_code=204)
async def reset(state: StateDependency) -> None:
    """Forget all messages, waiting updates, attempts and failures."""
    await state.reset()
