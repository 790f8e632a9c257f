"""libyaml's events, for the tree, and its tokens, for the comments between them.

[Why PyYAML's binding](../../docs/decisions/0025-the-parser-of-yaml.md).
"""

from collections.abc import Callable, Iterator
from typing import Any

from yaml import CBaseLoader, Event, Token


def events(text: str) -> Iterator[Event]:
    """The events of a text, up to a `YAMLError` if it is malformed."""
    following: Callable[[], Any] = CBaseLoader(text).get_event
    return iter(following, None)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a well-formed text."""
    following: Callable[[], Any] = CBaseLoader(text).get_token
    return iter(following, None)
