"""The canonical form of a spec file: even spacing and indentation, comments kept."""

import io

from msc.syntax.nodes import Mapping
from msc.syntax.plain import plain
from msc.syntax.tree import read

# A line ends where its author ended it: a mapping in braces that is broken cannot be read.
WIDTH = 10_000


def canonical(path: str, text: str) -> str:
    """The text in canonical form; the text itself if that could not be done without a change."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = WIDTH
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(text)
    out = io.StringIO()
    yaml.dump(document, out)
    made = "\n".join(line.rstrip() for line in out.getvalue().rstrip().split("\n")) + "\n"
    return made if _same(path, text, made) else text


def _same(path: str, one: str, other: str) -> bool:
    before, after = (read(path, each.encode()).value for each in (one, other))
    return before is not None and after is not None and _data(before[1]) == _data(after[1])


def _data(node: Mapping) -> object:
    return plain(node)
