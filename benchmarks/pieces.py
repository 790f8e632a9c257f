"""What plain Jinja is given to render a system: template texts, and values without msc's classes.

`python -m benchmarks.pieces SPEC PIECES RENDERED` runs on its own: the process that
measures must stay small, because a child starts with the peak memory of its parent.
"""

import pickle
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from msc.core.record import Record, asdict
from msc.emit.plan import plan
from msc.emit.templates import Templates
from msc.lower.program import lower
from msc.pipeline.spec import load


def pack(spec: Path, pieces: Path, rendered: Path) -> None:
    """Writes the pieces of the spec's system, and below `rendered` what they have to give."""
    system = load(spec).value
    templates = Templates()
    program = lower(system).value if system else None
    if program is None:
        raise ValueError(f"{spec} cannot be built")
    planned = plan(program, templates).targets
    known: dict[int, Any] = {}
    packed = [
        (
            target.path,
            target.template.read_text("utf-8"),
            {name: _plain(value, known) for name, value in target.values.items()}
            if target.template.name.endswith(target.settings.suffix)
            else None,
        )
        for target in planned
    ]
    pieces.write_bytes(pickle.dumps(packed))
    for file in planned:
        target = rendered / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.text(templates), "utf-8")


def _plain(value: Any, known: dict[int, Any]) -> Any:
    """The value out of built-in classes; what several files share is made once."""
    if id(value) in known:
        return known[id(value)]
    plain = value
    if isinstance(value, Record):
        named = {name: _plain(attribute, known) for name, attribute in asdict(value).items()}
        plain = SimpleNamespace(**named)
    elif isinstance(value, Mapping):
        plain = {key: _plain(item, known) for key, item in value.items()}
    elif isinstance(value, list | tuple):
        plain = type(value)(_plain(item, known) for item in value)
    known[id(value)] = plain
    return plain


if __name__ == "__main__":
    pack(*map(Path, sys.argv[1:]))
