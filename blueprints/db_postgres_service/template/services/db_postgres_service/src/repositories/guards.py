"""Evaluates guards."""

from collections.abc import Mapping
from typing import Any

from shared.problems import UnknownName
from sqlalchemy.ext.asyncio import AsyncSession

from src.stored.guards import GUARDS


async def holds(session: AsyncSession, name: str, parameters: Mapping[str, Any]) -> bool:
    """Whether the guard holds in the session's snapshot."""
    guard = GUARDS.get(name)
    if guard is None:
        raise UnknownName("guard", name)
    checked = guard.parameters.model_validate(parameters)
    return bool(await session.scalar(guard.statement(checked)))
