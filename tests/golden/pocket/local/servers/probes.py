"""Tells over the wire whether a server answers, with as little protocol as that takes."""

import socket
import struct
from typing import Any

_HOST = "127.0.0.1"


def _answer(port: int, question: bytes, length: int) -> bytes:
    try:
        with socket.create_connection((_HOST, port), timeout=2) as connection:
            connection.settimeout(2)
            connection.sendall(question)
            return connection.recv(length)
    except OSError:
        return b""


def postgres_answers(port: int) -> bool:
    """A start-up message is answered with an authentication request, not with an error."""
    parameters = b"user\0postgres\0database\0postgres\0\0"
    message = struct.pack("!ii", len(parameters) + 8, 196_608) + parameters
    return _answer(port, message, 1) == b"R"


def redis_answers(port: int) -> bool:
    return _answer(port, b"PING\r\n", 7) == b"+PONG\r\n"


def rabbitmq_answers(port: int) -> bool:
    """The broker opens the AMQP handshake: the port alone is open long before."""
    return _answer(port, b"AMQP\0\0\x09\x01", 1) == b"\x01"


def mongo_answers(port: int) -> bool:
    return _mongo_hello(port) is not None


def mongo_is_primary(port: int) -> bool:
    hello = _mongo_hello(port)
    return hello is not None and bool(hello.get("isWritablePrimary"))


def initiate_replica_set(port: int) -> None:
    """Make the node a replica set of one: transactions and change streams need it."""
    from pymongo import MongoClient
    from pymongo.errors import OperationFailure

    member = {"_id": 0, "host": f"{_HOST}:{port}"}
    with MongoClient[dict[str, Any]](_mongo_url(port), serverSelectionTimeoutMS=5000) as client:
        try:
            client.admin.command("replSetInitiate", {"_id": "rs0", "members": [member]})
        except OperationFailure as error:
            if error.code != 23:  # AlreadyInitialized: the data is from an earlier start
                raise


def _mongo_hello(port: int) -> dict[str, Any] | None:
    from pymongo import MongoClient
    from pymongo.errors import PyMongoError

    try:
        url = _mongo_url(port)
        with MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=300) as client:
            return dict(client.admin.command("hello"))
    except PyMongoError:
        return None


def _mongo_url(port: int) -> str:
    return f"mongodb://{_HOST}:{port}/?directConnection=true"
