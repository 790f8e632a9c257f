"""A view whose parts are loaded on demand, because most files that show it are current."""

from collections.abc import Callable

type Label = tuple[str, str]
"""The module and the element of a view, which name its file in a plan."""


def label_of(value: object) -> Label | None:
    """The label of a view; empty for a part of another file."""
    if value is None:
        return None
    return getattr(value, "module", ""), getattr(value, "element", "")


class Deferred:
    """Stands for a view: it has all of its attributes, and a digest of them."""

    __slots__ = ("_load", "_view", "digest", "element", "module")

    def __init__(
        self, digest: bytes, label: Label, load: Callable[[], object], view: object = None
    ) -> None:
        self.digest = digest
        self.module, self.element = label
        self._load = load
        self._view = view

    def __getattr__(self, name: str) -> object:
        if self._view is None:
            self._view = self._load()
        return getattr(self._view, name)
