"""Identifiers are UUIDs of version 7 that sort by time."""

from shared.identifiers import new_id


def test_version_and_variant() -> None:
    identifier = new_id()
    assert (identifier.version, identifier.variant) == (7, "specified in RFC 4122")


def test_identifiers_differ() -> None:
    assert len({new_id() for _ in range(1000)}) == 1000
