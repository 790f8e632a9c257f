"""A way to a server that can be held up, as a network is that loses every packet."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

CHUNK = 65536


class StallingWay:
    """Passes bytes on between clients and one server while it is open."""

    def __init__(self, url: str) -> None:
        self._server = urlsplit(url)
        self._open = asyncio.Event()
        self._open.set()
        self.url = ""

    def stall(self) -> None:
        """From now on nothing arrives; connections stay."""
        self._open.clear()

    def go_on(self) -> None:
        """Delayed messages arrive, and so do later ones."""
        self._open.set()

    async def serve(self) -> asyncio.Server:
        """Listens on a port of its own, which `url` then names."""
        server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        account = self._server.netloc.rpartition("@")[0]
        place = f"{account}@127.0.0.1:{port}" if account else f"127.0.0.1:{port}"
        self.url = urlunsplit(self._server._replace(netloc=place))
        return server

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = self._server.hostname, self._server.port
        far_reader, far_writer = await asyncio.open_connection(host, port)
        await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(CHUNK):
                await self._open.wait()
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            return
        finally:
            writer.close()


@asynccontextmanager
async def stalling_way(url: str) -> AsyncIterator[StallingWay]:
    """A way to the server of the address, open at first."""
    way = StallingWay(url)
    server = await way.serve()
    try:
        yield way
    finally:
        way.go_on()
        server.close()
