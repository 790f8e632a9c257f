"""The bytes of one spec file -> its node tree, or diagnostics about its text."""

import yaml

from msc.core.catalogue import syntax as codes
from msc.core.diagnostics import Checked, Diagnostic, at
from msc.core.source import SourceFile, Span
from msc.syntax.compose import Composer, Refused
from msc.syntax.cut_off import cut_off
from msc.syntax.malformed import ANYWHERE, malformed
from msc.syntax.nodes import Mapping, Node, kind
from msc.syntax.parser import events
from msc.syntax.segments import read_changes
from msc.syntax.spelling import spelled
from msc.syntax.trees import Tree

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 64
# libyaml takes the square of the depth to read what nests, so that is bounded before it sees it.
MAX_OPEN_BRACKETS = 1_000
NOT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}\n")


def read(
    path: str, data: bytes, earlier: Tree | None = None
) -> Checked[tuple[SourceFile, Mapping]]:
    """The text and the tree of a file whose content is a mapping.

    What is as in the earlier tree of the file is taken from it.
    """
    start = Span(path, 1, 1, 1, 1)
    if len(data) > MAX_BYTES:
        return _refuse(at(codes.TOO_LARGE, start, what="the file", limit="4 MiB"))
    try:
        text = _decode(data)
    except ValueError as error:
        return _refuse(at(codes.NOT_UTF8, start, reason=error))
    if _bracket_depth(text) > MAX_OPEN_BRACKETS:
        return _refuse(at(codes.TOO_DEEP, start, limit=MAX_DEPTH))
    again = None if earlier is None else read_changes(path, text, earlier, MAX_DEPTH)
    if again is not None:
        return Checked((SourceFile(path, text), again), tuple(cut_off(again, text)))
    node, diagnostics = _compose(path, text)
    if node is None:
        return Checked(None, diagnostics or (at(codes.EMPTY_FILE, start),))
    if not isinstance(node, Mapping):
        wrong = at(codes.NOT_A_MAPPING, node.span, kind=kind(node).removeprefix("a "))
        return Checked(None, (*diagnostics, wrong))
    return Checked((SourceFile(path, text), node), diagnostics)


def _refuse(diagnostic: Diagnostic) -> Checked[tuple[SourceFile, Mapping]]:
    return Checked(None, (diagnostic,))


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("it starts with a UTF-16 byte order mark")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start} cannot be decoded") from None
    if "\0" in text:
        raise ValueError(f"there is a NUL byte at character {text.index(chr(0))}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bracket_depth(text: str) -> int:
    """An upper bound on the nesting of flow collections; brackets inside texts count, too."""
    if text.count("[") + text.count("{") <= MAX_OPEN_BRACKETS:
        return 0
    depth = deepest = 0
    # The same few shapes of lines occur again and again, once all but the brackets is left out.
    for line in text.encode().translate(None, NOT_BRACKETS).split(b"\n"):
        if not line:
            continue
        opened = line.count(b"[") + line.count(b"{")
        closed = len(line) - opened
        deepest = max(deepest, depth + opened if opened > MAX_OPEN_BRACKETS else depth)
        depth = max(0, depth + opened - closed)
    return max(deepest, depth)


def _compose(path: str, text: str) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    spelling = spelled(text)
    composer = Composer(path, MAX_DEPTH, spelling)
    try:
        node = composer.compose(events(spelling.text))
    except Refused as refused:
        return None, (*composer.diagnostics, refused.diagnostic)
    except yaml.MarkedYAMLError as error:
        return None, (*composer.diagnostics, malformed(path, text, error))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        span = Span(path, 1, 1, 1, 1)
        wrong = at(codes.INVALID_YAML, span, reason=reason, suggestion=ANYWHERE)
        return None, (*composer.diagnostics, wrong)
    warnings = () if node is None else tuple(cut_off(node, text))
    return node, (*composer.diagnostics, *warnings)
