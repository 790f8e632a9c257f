"""A merged mapping -> the typed spec, with the place of every key and value."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msc.core import resources
from msc.core.catalogue import structure as codes
from msc.core.diagnostics import Checked, Diagnostic, at
from msc.core.source import Span
from msc.syntax.nodes import Mapping, Node, Sequence
from msc.syntax.plain import plain

if TYPE_CHECKING:
    from pydantic import ValidationError

    from msc.model.answers import AnswersSpec
    from msc.model.spec import Spec

type Path = tuple[str | int, ...]

SPEC_SCHEMA = "spec.schema.json"
ANSWERS_SCHEMA = "answers.schema.json"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a spec are written."""

    root: Mapping

    def value(self, path: Path) -> Span:
        """The place of the value at `path`, or of the nearest part above it."""
        node: Node = self.root
        for part in path:
            found = child(node, part)
            if found is None:
                break
            node = found
        return node.span

    def key(self, path: Path) -> Span:
        """The place of the last key of `path`; of the value where the last part is an index."""
        parent = self._node(path[:-1])
        if isinstance(parent, Mapping):
            for entry in parent.entries:
                if entry.key.value == path[-1]:
                    return entry.key.span
        return self.value(path)

    def _node(self, path: Path) -> Node | None:
        node: Node | None = self.root
        for part in path:
            node = None if node is None else child(node, part)
        return node


def child(node: Node, part: str | int) -> Node | None:
    """The value below a key or at an index."""
    if isinstance(node, Mapping):
        return node.get(str(part))
    if isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
        return node.items[part]
    return None


@dataclass(frozen=True, slots=True)
class BoundSpec:
    """A spec whose structure is right, and its places."""

    spec: "Spec"
    places: Places


def bind(root: Mapping) -> Checked[BoundSpec]:
    """The typed spec, or every structural mistake in it."""
    from pydantic import ValidationError

    from msc.model.spec import Spec

    places = Places(root)
    try:
        return Checked(BoundSpec(Spec.model_validate(plain(root)), places))
    except ValidationError as error:
        return Checked(None, _explain(root, places, error, SPEC_SCHEMA))


def _explain(
    root: Mapping, places: Places, error: "ValidationError", name: str
) -> tuple[Diagnostic, ...]:
    # The validator with good positions is slow to load, so only a wrong spec pays for it.
    import json

    from msc.syntax.schema import validate

    schema = json.loads((resources.folder("schemas") / name).read_text("utf-8"))
    return validate(root, schema) or tuple(
        at(
            codes.NO_FORM_FITS,
            places.value(tuple(each["loc"])),
            place="this value",
            reason=each["msg"].lower(),
            suggestion="see `msc schema` for what is allowed here",
        )
        for each in error.errors(include_url=False)
    )


def bind_answers(root: Mapping) -> "Checked[AnswersSpec]":
    """The typed answers, or every structural mistake in them."""
    from pydantic import ValidationError

    from msc.model.answers import AnswersSpec

    try:
        return Checked(AnswersSpec.model_validate(plain(root)))
    except ValidationError as error:
        return Checked(None, _explain(root, Places(root), error, ANSWERS_SCHEMA))
