"""Removes unused names: awaited calls stay, other assignments are removed."""

import ast
import re
from collections.abc import Iterator, Sequence

from msc.lower.operations.naming import names_said

ASSIGNMENT = re.compile(r"(?P<indent> *)(?P<name>\w+) = (?P<value>.*)")
IF_THERE = re.compile(r"None if (?P<missing>.*) else (?P<value>await .*)")
LOOP = re.compile(r"(?P<head> *async for )(?P<name>\w+)(?P<rest> in .*:)")


def without_unused_names(lines: Sequence[str]) -> list[str]:
    """The statements without unused names; a row loaded only for its existence gets none."""
    current = list(lines)
    while True:
        read = _names_read(current)
        kept = [line for line_ in current for line in _without_unused_name(line_, read)]
        if kept == current:
            return kept
        current = kept


def _names_read(lines: Sequence[str]) -> frozenset[str]:
    return frozenset(name.id for name in names_said(lines) if isinstance(name.ctx, ast.Load))


def _without_unused_name(line: str, read: frozenset[str]) -> Iterator[str]:
    loop = LOOP.fullmatch(line)
    if loop is not None and loop["name"] not in {*read, "_"}:
        yield f"{loop['head']}_{loop['rest']}"
        return
    match = ASSIGNMENT.fullmatch(line)
    if match is None or match["name"] in read:
        yield line
        return
    indent, value = match["indent"], match["value"]
    optional = IF_THERE.fullmatch(value)
    if optional is not None:
        is_there = " and ".join(
            test.replace(" is None", " is not None") for test in optional["missing"].split(" or ")
        )
        yield f"{indent}if {is_there}:"
        yield f"{indent}    {optional['value']}"
    elif value.startswith("await "):
        yield f"{indent}{value}"
