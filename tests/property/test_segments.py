"""A text of which some lines changed is read again as it is read as a whole."""

from collections.abc import Callable, Iterator
from random import Random

import msgspec
import pytest

from msc.syntax import trees
from msc.syntax.nodes import Mapping
from msc.syntax.tree import read
from msc.syntax.trees import Tree
from tests.generated.drawing import spec_of
from tests.generated.writing import written

type Edit = Callable[[Random, str], str]

MANY_EDITS, SOME_EDITS = 400, 80
TEXT = """\
# A spec with most of what YAML has.
language: 1
system:
  name: shop
  description: A shop, "quoted" and 'quoted'.   # a remark
roles: {member: Buys.,
  guest: Looks.}
entities:
  # About books.
  book:
    description: >
      Folded text
      of lines.

    fields:
      title: {type: string, max_length: 120}
      price: {type: integer,
        minimum: 0, maximum: 100}
      state:
        enum: [new, used]

  shelf:
    description: |+
      Literal text.


    fields:
      label: "A text
        over lines"
      note: plain text
        over lines
rules:
  cheap:
    holds: "!input.free && input.price < 50"
    message: 'It''s dear.'
operations:
  create_book:
    actor: any
    steps:
    - create: book
      set: {title: input.title}
    - list: books
endpoints:
    POST /books: create_book
    GET /books/{id}:
      - read_book
others:
  plain: a
  "quoted key":
    fields: {a: string}
flow: {
  one: 1,
  two: 2,
  three: 3}
complex:
  plain: a
  ? complex
  : actor: any
empty:
last:
  one: 1
  two:
  three: 3
"""
PIECES = (
    " ", "  ", "\t", "#", " # c", ": ", ":", "- ", "? ", "&a ", "*a", "!t ", "!", "|", ">", "|+",
    "|2", "\\", "'", '"', "{", "}", "[", "]", ",", "---", "...", "%YAML 1.2", "\\u00e9",
    "\\ud83d\\ude00", "\x85", "\u2028", "\r", "é", "\U0001f600", "\x07", "~", "null", "x", "x: 1",
    "next: 0", "<<: ", "section", "0x1F", "1e3", "@", "`",
)  # fmt: skip
LINES = (
    "", "#", "x: 1", "  x: 1", "    ? x", "  - x", "- x", "---", "...", "  ...", "\tx", "  # c",
    "# c", "      x", "  next: 0", "next: 0", "  book:", "entities:", "  'x':", '  "', " odd",
    "  one: &a 1", "  two: *a", "   odd: 1", "  one: |", "  one: >-", "  one: {", "  }", "  ? x",
    "  : y", "? x", "  !!map x: 1", "    description: |", "    description: 'x",
)  # fmt: skip


def edited(random: Random, text: str) -> str:
    """The text with as many lines, some of them changed."""
    lines = text.split("\n")
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        at = random.randrange(len(lines))
        line = lines[at]
        place = random.choice((0, 2, len(line), random.randrange(len(line) + 1)))
        match random.randrange(6):
            case 0:
                lines[at] = random.choice(LINES)
            case 1:
                lines[at] = lines[random.randrange(len(lines))]
            case 2:
                lines[at] = line[:place] + line[place + random.randrange(4) :]
            case 3:
                other = random.randrange(len(lines))
                lines[at], lines[other] = lines[other], line
            case _:
                lines[at] = line[:place] + random.choice(PIECES) + line[place:]
    return "\n".join(lines)


def longer_or_shorter(random: Random, text: str) -> str:
    """The text with some lines more and some fewer."""
    lines = text.split("\n")
    for _ in range(random.choice((1, 1, 2, 3))):
        at = random.randrange(len(lines))
        other = random.randrange(len(lines))
        match random.randrange(6):
            case 0:
                lines.insert(at, random.choice(LINES))
            case 1:
                del lines[at]
            case 2:
                lines.insert(at, lines[other])
            case 3:
                lines[at:at] = lines[other : other + random.randrange(6)]
            case 4:
                del lines[at : at + random.randrange(6)]
                lines = lines or [""]
            case _:
                # Most often a line is added that looks like the one before it.
                lines.insert(at, lines[at - 1].replace("e", "o"))
    return "\n".join(lines)


def tree_of(text: str) -> Tree | None:
    """The tree of a right text, as a later run finds it."""
    result = read("spec.yaml", text.encode())
    assert result.value is not None
    kept = trees.kept(result.value[0].text, result.value[1], None)
    return msgspec.msgpack.decode(msgspec.msgpack.encode(kept), type=Tree | None)


def shares(result: Mapping, earlier: Mapping) -> bool:
    return any(one is other for one, other in zip(result.entries, earlier.entries, strict=False))


def agreements(random: Random, text: str, edit: Edit, edits: int) -> Iterator[bool]:
    """Whether each of many edits was read in parts, once that is right."""
    earlier = tree_of(text)
    for _ in range(edits):
        new = edit(random, text).encode()
        again = read("spec.yaml", new, earlier)
        assert again == read("spec.yaml", new), new.decode()
        yield (
            earlier is not None and again.value is not None and shares(again.value[1], earlier.root)
        )


@pytest.mark.parametrize("edit", [edited, longer_or_shorter])
@pytest.mark.parametrize("seed", range(2))
def test_edits_of_a_text(seed: int, edit: Edit) -> None:
    require_agreement_in_parts(seed, edit)


@pytest.mark.slow
@pytest.mark.parametrize("edit", [edited, longer_or_shorter])
@pytest.mark.parametrize("seed", range(2, 12))
def test_more_edits_of_a_text(seed: int, edit: Edit) -> None:
    require_agreement_in_parts(seed, edit)


def require_agreement_in_parts(seed: int, edit: Edit) -> None:
    assert sum(agreements(Random(seed), TEXT, edit, MANY_EDITS)) > MANY_EDITS / 20


@pytest.mark.parametrize("edit", [edited, longer_or_shorter])
@pytest.mark.parametrize("number", range(5, 1000, 200))
def test_edits_of_a_drawn_spec(number: int, edit: Edit) -> None:
    require_agreement(number, edit, SOME_EDITS)


@pytest.mark.slow
@pytest.mark.parametrize("edit", [edited, longer_or_shorter])
@pytest.mark.parametrize("number", range(5, 1000, 100))
def test_many_edits_of_a_drawn_spec(number: int, edit: Edit) -> None:
    require_agreement(number, edit, MANY_EDITS)


def require_agreement(number: int, edit: Edit, edits: int) -> None:
    taken = list(agreements(Random(number), written(spec_of(number)).decode(), edit, edits))
    assert len(taken) == edits


def test_tree_of_which_much_was_read_again_is_replaced() -> None:
    def text(changed: int) -> str:
        elements = (f"  e{number}: {int(number < changed)}\n" for number in range(100))
        return f"a: 1\nb:\n{''.join(elements)}"

    earlier = tree_of(text(0))
    for changed, remains in ((1, True), (trees.MANY, True), (trees.MANY + 1, False)):
        result = read("spec.yaml", text(changed).encode(), earlier)
        assert result.value is not None
        assert (trees.kept(text(changed), result.value[1], earlier) is earlier) == remains


@pytest.mark.parametrize(
    "value", ["&a {b: 1}\n  c: *a", "12345678901234567890", "0xffffffffffffffff"]
)
def test_what_another_place_or_no_file_can_hold_is_not_kept(value: str) -> None:
    assert tree_of(f"a:\n  b: {value}\n") is None
    assert tree_of("a:\n  b: 1\n") is not None
