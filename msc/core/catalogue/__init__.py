"""Every code that msc can report."""

from msc.core.catalogue import (
    architecture,
    destination,
    emission,
    flow,
    names,
    questions,
    structure,
    syntax,
    types,
)
from msc.core.diagnostics import Code

ALL: tuple[Code, ...] = (
    *syntax.CODES,
    *structure.CODES,
    *names.CODES,
    *types.CODES,
    *architecture.CODES,
    *flow.CODES,
    *questions.CODES,
    *emission.CODES,
    *destination.CODES,
)


def find(word: str) -> Code | None:
    """The code with that id (`MSC301`, in any case) or name (`unknown-entity`)."""
    sought = word.strip().casefold()
    return next((code for code in ALL if sought in (code.id.casefold(), code.name)), None)
