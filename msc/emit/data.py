"""The data of a blueprint as text, for `copier copy --data-file` and for people."""

import re

import msgspec

from msc.emit.blueprints import BLUEPRINTS
from msc.lower.program import Program

NAMES = tuple(blueprint.name for blueprint in BLUEPRINTS)
# What JSON has in texts and YAML, as which Copier reads the file, does not.
NOT_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def data_file(blueprint: str, program: Program) -> str:
    """The values used by the templates of a blueprint, as JSON that is also valid YAML."""
    view = next(candidate for candidate in BLUEPRINTS if candidate.name == blueprint).view(program)
    return as_text(view)


def as_text(view: object) -> str:
    """A view as JSON that YAML parses identically."""
    text = msgspec.json.format(msgspec.json.encode(view), indent=2).decode()
    return NOT_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"
