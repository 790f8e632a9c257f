"""Liveness under the base path, for those who see only that."""

from shared.routing import Router

router = Router(tags=["health"])


@router.get("/health", summary="Liveness")
async def health() -> dict[str, str]:
    """Whether the process is alive."""
    return {"status": "ok"}
