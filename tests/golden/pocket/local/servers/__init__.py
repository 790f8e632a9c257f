"""PostgreSQL, MongoDB, Redis and RabbitMQ: found or fetched, started together, stopped together."""

from local.servers.server import Server, ServerStartError
from local.servers.servers import LocalServers, ServersUnavailableError

__all__ = ["LocalServers", "Server", "ServerStartError", "ServersUnavailableError"]
