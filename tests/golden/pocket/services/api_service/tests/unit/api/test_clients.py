"""Which requests count as those of one client."""

import pytest
from fastapi import Request

from src.api.clients import client_of


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::", "2001:db8:1:3::/64"),
        ("no address", "no address"),
    ],
)
async def test_whoever_has_one_address_of_a_network_has_them_all(host: str, client: str) -> None:
    assert await client_of(Request({"type": "http", "client": (host, 50000)})) == client


async def test_a_request_from_nowhere_is_of_one_client() -> None:
    assert await client_of(Request({"type": "http", "client": None})) == ""
