"""Every code that msc can report."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from msc.core.catalogue import (
    architecture,
    destination,
    flow,
    names,
    questions,
    structure,
    syntax,
    types,
)
from msc.core.diagnostics import Code

# Made by `make docs`.
SAYINGS = Path(__file__).with_name("sayings.json")
FACT = re.compile(r"\{(\w+)\}")
ALL: tuple[Code, ...] = (
    *syntax.CODES,
    *structure.CODES,
    *names.CODES,
    *types.CODES,
    *architecture.CODES,
    *flow.CODES,
    *questions.CODES,
    *destination.CODES,
)


def saying(code: Code, shown: Mapping[str, list[str]] | None = None) -> tuple[str, str]:
    """The message and the hint of a code, taken from its own wrong example where that can be run.

    Otherwise facts appear as words in capitals, and a hint that consists of a single fact is empty.
    """
    known = json.loads(SAYINGS.read_text("utf-8")) if shown is None else shown
    if code.id in known:
        message, hint = known[code.id]
        return message, hint
    hint = "" if FACT.fullmatch(code.hint) else _in_capitals(code.hint)
    return _in_capitals(code.message), hint


def _in_capitals(template: str) -> str:
    return FACT.sub(lambda match: match[1].upper(), template)


def find(word: str) -> Code | None:
    """The code with that id (`MSC301`, in any case) or name (`unknown-entity`)."""
    sought = word.strip().casefold()
    return next((code for code in ALL if sought in (code.id.casefold(), code.name)), None)
