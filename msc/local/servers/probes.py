"""Readiness probes that use as little of each wire protocol as possible."""

import socket
import struct
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

_HOST = "127.0.0.1"
_ALREADY_INITIALIZED = 23


def _answer(port: int, question: bytes, length: int) -> bytes:
    try:
        with socket.create_connection((_HOST, port), timeout=2) as connection:
            connection.settimeout(2)
            connection.sendall(question)
            return connection.recv(length)
    except OSError:
        return b""


def postgres_answers(port: int) -> bool:
    """Whether a start-up message is answered with an authentication request."""
    parameters = b"user\0postgres\0database\0postgres\0\0"
    message = struct.pack("!ii", len(parameters) + 8, 196_608) + parameters
    return _answer(port, message, 1) == b"R"


def redis_answers(port: int) -> bool:
    """Whether a ping is answered."""
    return _answer(port, b"PING\r\n", 7) == b"+PONG\r\n"


def rabbitmq_answers(port: int) -> bool:
    """Whether the broker opens the AMQP handshake; its port is open much earlier."""
    return _answer(port, b"AMQP\0\0\x09\x01", 1) == b"\x01"


def mongo_answers(port: int) -> bool:
    """Whether a greeting is answered."""
    return _mongo_hello(port) is not None


def mongo_is_primary(port: int) -> bool:
    """Whether the node accepts writes."""
    hello = _mongo_hello(port)
    return hello is not None and bool(hello.get("isWritablePrimary"))


def join_replica_set(port: int) -> None:
    """Makes the node a replica set of one, which transactions and change streams require.

    Kept data has the port of an earlier run in its configuration.
    """
    config = {"_id": "rs0", "version": 1, "members": [{"_id": 0, "host": f"{_HOST}:{port}"}]}
    with MongoClient[dict[str, Any]](_mongo_url(port), serverSelectionTimeoutMS=5000) as client:
        try:
            client.admin.command("replSetInitiate", config)
        except OperationFailure as error:
            if error.code != _ALREADY_INITIALIZED:
                raise
            client.admin.command("replSetReconfig", config, force=True)


def _mongo_hello(port: int) -> dict[str, Any] | None:
    try:
        url = _mongo_url(port)
        with MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=300) as client:
            return dict(client.admin.command("hello"))
    except PyMongoError:
        return None


def _mongo_url(port: int) -> str:
    return f"mongodb://{_HOST}:{port}/?directConnection=true"
