"""What libyaml reads in a text: events for the tree, tokens for the comments between them.

[Why it is PyYAML's](../../docs/decisions/0025-the-parser-of-yaml.md).
"""

from collections.abc import Callable, Iterator
from typing import Any

from yaml import CBaseLoader, Event, Token


def events(text: str) -> Iterator[Event]:
    """The events of a text, up to a `YAMLError` where it is malformed."""
    following: Callable[[], Any] = CBaseLoader(text).get_event
    return iter(following, None)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text that can be read."""
    following: Callable[[], Any] = CBaseLoader(text).get_token
    return iter(following, None)
