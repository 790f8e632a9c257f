"""The law of recall: what an earlier run resolved changes neither a system nor a diagnostic."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec
import pytest

from msc.analyze import operations
from msc.analyze.recall import Earlier, KnownElements
from msc.core import resources
from msc.core.record import replace
from msc.expr.known import KnownExpressions
from msc.ir.behaviour import Home
from msc.ir.canonical import digest_of
from msc.ir.excerpt import Read
from msc.pipeline.front import Front, front
from msc.pipeline.inputs import Document
from msc.syntax.trees import Tree
from tests.generated.drawing import spec_of
from tests.generated.writing import written

type Documents = tuple[Document, ...]

EDITS = 8
DRAWN = range(5, 1000, 200)
WORDS = (b"title", b"optional: true", b"rules", b"# a remark", b"actor: any", b"1", b"x")


def example(name: str) -> Documents:
    folder = resources.folder("examples") / name
    paths = sorted(Path(str(folder)).rglob("*.yaml"))
    return tuple(
        (path.relative_to(str(folder)).as_posix(), path.read_bytes())
        for path in paths
        if path.name != "answers.yaml"
    )


def edited(random: Random, documents: Documents) -> Documents:
    """The documents with a line changed, moved, removed or added."""
    number = random.randrange(len(documents))
    name, data = documents[number]
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    match random.randrange(6):
        case 0:
            lines.insert(0, b"# moved")
        case 1:
            del lines[at]
        case 2:
            lines.insert(at, lines[random.randrange(len(lines))])
        case 3:
            lines[at] = lines[at] + b" " + random.choice(WORDS)
        case _:
            digits = [number for number, line in enumerate(lines) if line.rstrip().endswith(b"0}")]
            at = random.choice(digits) if digits else at
            lines[at] = lines[at].replace(b"0}", b"1}").replace(b"a", b"e", 1)
    return (*documents[:number], (name, b"\n".join(lines)), *documents[number + 1 :])


def result(outcome: Front) -> tuple[bytes, tuple[object, ...]]:
    """The system with all places, and the diagnostics."""
    return msgspec.msgpack.encode(outcome.checked.value), outcome.checked.diagnostics


def wrong_digests(outcome: Front) -> list[Read]:
    """The elements whose known digest is not that of what is in the system."""
    system = outcome.checked.value
    known = {} if system is None else outcome.elements.digests(system)
    return [
        (section, name)
        for (section, name), digest in known.items()
        if digest_of(next(one for one in getattr(system, section) if one.name == name)) != digest
    ]


def follow(documents: Documents, random: Random) -> Iterator[tuple[Front, Front]]:
    """Cold and warm results of a chain of edits, each of which follows the last right one."""
    known, expressions = KnownElements(), dict(KnownExpressions().used)
    trees: dict[str, Tree] = {}
    for _ in range(EDITS):
        checked = KnownExpressions(expressions)
        warm = front(documents, None, Earlier(checked, known, trees))
        yield front(documents), warm
        base = documents
        if warm.checked.value is not None:
            known = msgspec.msgpack.decode(
                msgspec.msgpack.encode(warm.elements), type=KnownElements
            )
            expressions = dict(checked.used)
            trees = msgspec.msgpack.decode(msgspec.msgpack.encode(warm.trees), type=dict[str, Tree])
        documents = edited(random, base)


@pytest.mark.parametrize("name", ["pocket", "p2p-lending"])
@pytest.mark.parametrize("seed", range(3))
def test_edits_of_an_example(name: str, seed: int) -> None:
    documents = example(name)
    for cold, warm in follow(documents, Random(seed)):
        assert result(warm) == result(cold)
        assert not wrong_digests(warm)


@pytest.mark.parametrize("number", DRAWN)
def test_edits_of_a_drawn_spec(number: int) -> None:
    documents = (("spec.yaml", written(spec_of(number))),)
    for cold, warm in follow(documents, Random(number)):
        assert result(warm) == result(cold)
        assert not wrong_digests(warm)


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The operations that are resolved anew."""
    names: list[str] = []
    work = operations._operation

    def noting(context: object, name: str, *rest: object) -> object:
        names.append(name)
        return work(context, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(operations, "_operation", noting)
    return names


SPEC = b"""\
language: 1
system: {name: shop, description: A shop.}
roles: {member: Buys.}
authentication:
  {account: user, login: email, password: password, role: role,
   registration: {roles: [member], input: []}}
entities:
  user:
    fields:
      email: {type: email, unique: true, personal: true}
      password: password
      role: role
  book:
    fields:
      title: string
      price: {type: integer, minimum: 0, maximum: 100}
  shelf:
    fields:
      label: string
rules:
  cheap:
    holds: input.price < 50
    message: Too dear.
    code: TOO_DEAR
operations:
  create_book:
    actor: any
    input: {title: book.title, price: book.price}
    rules: [cheap]
    steps:
      - create: book
        set: {title: input.title, price: input.price}
        as: book
    returns: book
  create_shelf:
    actor: any
    input: {label: shelf.label}
    steps:
      - create: shelf
        set: {label: input.label}
        as: shelf
    returns: shelf
endpoints:
  POST /books: create_book
  POST /shelves: create_shelf
"""
BOTH = ["create_book", "create_shelf"]


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        (b"maximum: 100", b"maximum: 90", ["create_book"]),
        (b"label: string", b"label: text", ["create_shelf"]),
        (b"entities:", b"# The nouns.\nentities:", []),
        (b"returns: shelf", b"description: New.\n    returns: shelf", ["create_shelf"]),
        (b"price < 50", b"price < 60", BOTH),
        (b"POST /books", b"POST /volumes", []),
        (b"description: A shop.", b"description: Shops.", BOTH),
        (b"  shelf:\n    fields", b"  shelf:\n    plural: racks\n    fields", BOTH),
    ],
)
def test_only_what_a_change_concerns_is_resolved_again(
    resolved: list[str], old: bytes, new: bytes, names: list[str]
) -> None:
    checked = KnownExpressions()
    first = front((("spec.yaml", SPEC),), None, Earlier(checked, KnownElements()))
    assert first.checked.diagnostics == ()
    assert resolved == BOTH
    resolved.clear()
    again = KnownExpressions(checked.used)
    changed = SPEC.replace(old, new)
    assert changed != SPEC
    second = front((("spec.yaml", changed),), None, Earlier(again, first.elements))
    assert resolved == names
    assert result(second) == result(front((("spec.yaml", changed),)))


def test_without_known_expressions_operations_are_resolved_again(resolved: list[str]) -> None:
    first = front((("spec.yaml", SPEC),), None, Earlier(KnownExpressions(), KnownElements()))
    resolved.clear()
    front((("spec.yaml", SPEC),), None, Earlier(KnownExpressions(), first.elements))
    assert resolved == BOTH


def test_aliases_are_never_recalled(resolved: list[str]) -> None:
    aliased = SPEC.replace(b"input: {label: shelf.label}", b"input: &one {label: shelf.label}")
    aliased = aliased.replace(b"input: {title", b"input: {title").replace(
        b"returns: shelf\n", b"returns: shelf\n  create_other:\n    actor: any\n    input: *one\n"
        b"    steps:\n      - create: shelf\n        set: {label: input.label}\n"
    )  # fmt: skip
    aliased = aliased.replace(b"POST /shelves: create_shelf", b"POST /shelves: create_other")
    checked = KnownExpressions()
    first = front((("spec.yaml", aliased),), None, Earlier(checked, KnownElements()))
    resolved.clear()
    front((("spec.yaml", aliased),), None, Earlier(KnownExpressions(checked.used), first.elements))
    assert len(resolved) == 3


def test_an_operation_that_another_service_runs_has_another_digest() -> None:
    outcome = front([("spec.yaml", SPEC)], None, Earlier(elements=KnownElements()))
    system = outcome.checked.value
    assert system is not None
    first, *others = system.operations
    elsewhere = replace(system, operations=(replace(first, home=Home.WORKER), *others))
    known = outcome.elements.digests(elsewhere)
    assert outcome.elements.digests(system).keys() - known == {("operations", first.name)}
