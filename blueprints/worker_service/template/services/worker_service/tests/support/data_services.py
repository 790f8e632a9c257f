"""Both data services, played in memory: an outbox to fill, and a place where records end."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, HTTPException, Request, Response

from shared.outbox import ClaimedEvent


class DataServices:
    """The worker's input and its effects."""

    def __init__(self) -> None:
        self.outbox: list[ClaimedEvent] = []
        self.acknowledged: list[int] = []
        self.set_aside: list[ClaimedEvent] = []
        self.records: dict[str, Any] = {}
        self.url = ""

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/api/v1/outbox/claim")
        async def claim() -> dict[str, Any]:
            await asyncio.sleep(0.02)
            events, self.outbox = self.outbox, []
            return {"events": [event.model_dump(mode="json") for event in events]}

        @app.post("/api/v1/outbox/acknowledge", status_code=204)
        async def acknowledge(request: Request) -> None:
            self.acknowledged += (await request.json())["sequences"]

        @app.post("/api/v1/outbox/release", status_code=204)
        async def release() -> None:
            """Nothing is held back here."""

        @app.get("/api/v1/outbox/set-aside")
        async def list_set_aside() -> dict[str, Any]:
            return {"events": [event.model_dump(mode="json") for event in self.set_aside]}

        @app.post("/api/v1/outbox/set-aside/replay")
        async def replay_set_aside() -> dict[str, int]:
            return {"replayed": len(self.set_aside)}

        @app.post("/api/v1/job-runs/claim")
        async def claim_run() -> dict[str, object]:
            return {"leased_until": None, "over": True}

        @app.get("/ready")
        async def ready() -> dict[str, str]:
            return {"status": "ok"}

        @app.put("/api/v1/{collection}/{id}")
        async def put(collection: str, id: str, request: Request) -> Response:
            self.records[f"{collection}/{id}"] = await request.json()
            return Response("{}", status_code=201)

        @app.api_route("/{path:path}", methods=["GET", "POST"])
        async def anything_else(path: str) -> None:
            raise HTTPException(404, path)

        return app


@asynccontextmanager
async def data_services() -> AsyncIterator[DataServices]:
    """The services, listening on a port of their own."""
    played = DataServices()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        played.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(played.app(), log_level="warning"))
        # The signals belong to the tests.
        serving = asyncio.create_task(server._serve([listener]))
        yield played
        server.should_exit = True
        await serving
