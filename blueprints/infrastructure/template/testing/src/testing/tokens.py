"""Tokens between services, for tests of one of them."""

from collections.abc import Iterable


def tokens_among(settings: Iterable[str]) -> dict[str, str]:
    """A token for each of the settings that is one and is required, all of them different."""
    names = (name for name in settings if "_to_" in name and name.endswith("_token"))
    return {name: f"{name} for tests only: 32 characters" for name in names}
