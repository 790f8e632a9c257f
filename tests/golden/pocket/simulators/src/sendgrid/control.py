"""The e-mails that were sent."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from src.dependencies import StateDependency

router = APIRouter(prefix="/_control/email", tags=["control"])


@router.get("/messages")
async def accepted_emails(state: StateDependency, to: str | None = None) -> list[dict[str, Any]]:
    """The accepted e-mails, the oldest first."""
    return [asdict(one) for one in state.sendgrid.messages(to)]
