"""Hostile text in every place of a spec is refused there, or is a value and nothing else."""

import copy
import re
from collections.abc import Iterator, Mapping

import pytest
import yaml

from msc.core.diagnostics import Severity
from msc.emit import emission
from msc.ir.system import System
from msc.lower.program import lower
from msc.pipeline.front import Front
from msc.report import machine
from msc.report.text import render
from tests.fronts import front
from tests.property.positions import (
    ANSWERS,
    KEY,
    Data,
    Steps,
    fullest,
    places_of_schema,
    positions,
    put,
    with_text,
    written,
)
from tests.property.structure import structure, texts_of

HOSTILE = (
    "it's \"quoted\"", "{braces} {{ x }} {% for a in b %} {# c #}",
    "${x} $(id) `id` $(shell id) $$ %(x)s", "back\\slash \\n \\", '"""', "'''", "a\nb", "a\r\nb",
    "a\0b", "a\u2028b\u2029c\x85d", "\u202eabc\u2066", "../../etc/passwd", "/etc/passwd",
    "'; DROP TABLE users; --", "FROM scratch\nRUN rm -rf /", "&a *a !tag | > - ? : , [ ] { } # @",
    "<script>alert(1)</script> [a](b) | # * _x_ ```", "\ttab\t", " around ", "# comment", "-->",
    "|end\n---\n...\n", "\\", "{", "}", "${", "}}", "{{", "\U0001f600 \u200d e\u0301", "\ufeff",
    "x" * 5000, "\x1b[31mred\x07", "a\x0bb\x0cc\x1cd", 'f"{print(1)}"',
)  # fmt: skip
LONE_SURROGATE = "\ud800 lone"
HARMLESS = "harmless words"
# Where any words will do. Everywhere else a text is a name, a word of the language, an expression
# or has a form of its own.
FREE_PLACES = """
system.title
system.description
roles.*
types.*.description
entities.*.description
authentication.first_account.values.*
entities.*.fields.*.description
entities.*.fields.*.default
entities.*.fields.*.fill
removed.*
rules.*.message
operations.*.description
operations.*.audit
operations.*.input.*.description
operations.*.input.*.default
operations.*.steps.[].message
events.*.description
events.*.payload.*.description
jobs.*.description
notifications.*.input.*.description
notifications.*.text
notifications.*.subject
bot.commands.*.description
bot.commands.*.reply
bot.commands.*.without_argument
bot.commands.*.reply_each
bot.commands.*.reply_empty
journeys.*.description
journeys.*.steps.[].body.<key>
journeys.*.steps.[].body.*
journeys.*.steps.[].to
journeys.*.steps.[].contains
journeys.*.steps.[].keep_link.*
journeys.*.steps.[].tell_bot
journeys.*.steps.[].chat
journeys.*.steps.[].description
journeys.*.steps.[].code
journeys.*.steps.[].where.*
questions.*.text
questions.*.options.[]
"""
FREE = frozenset(tuple(line.split(".")) for line in FREE_PLACES.split())
# The answer that the spec is built with is one of its options.
CHOSEN: Steps = ("questions", "deposit", "options", 0)
SPEC = fullest()
PLACED = tuple(steps for place, steps in positions(SPEC) if place in FREE and steps != CHOSEN)
PLACES = tuple(dict.fromkeys(place for place, _ in positions(SPEC)))


@pytest.fixture(autouse=True)
def unformatted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emission, "format_python", dict)


BASELINE = re.compile(r"alembic/versions/([0-9a-f]{12})_baseline")


def read(data: Data) -> Front:
    result = front([("spec.yaml", written(data))], ("answers.yaml", ANSWERS))
    sources = {source.path: source for source in result.sources}
    diagnostics = result.checked.diagnostics
    reports = (render(diagnostics, sources), machine.as_github(diagnostics))
    for report in reports:
        assert report.replace("\n", "").isprintable()
    return result


def test_every_text_of_the_language_is_tried() -> None:
    assert set(places_of_schema()) <= set(PLACES)


def test_example_with_every_key_is_a_valid_spec() -> None:
    assert read(SPEC).checked.ok


def read_with(place: tuple[str, ...], text: str) -> Front:
    """The spec with a text in the first such place; what is refused is said."""
    steps = next(steps for position, steps in positions(SPEC) if position == place)
    result = read(with_text(SPEC, steps, text))
    assert result.checked.ok or result.checked.diagnostics
    return result


def refused(place: tuple[str, ...], text: str) -> bool:
    """Whether a text of the place refuses it."""
    return not read_with(place, text).checked.ok


@pytest.mark.parametrize("place", sorted(set(PLACES) - FREE), ids=".".join)
def test_names_and_forms_refuse_hostile_text(place: tuple[str, ...]) -> None:
    assert refused(place, HOSTILE[PLACES.index(place) % len(HOSTILE)])


@pytest.mark.slow
@pytest.mark.parametrize("text", [*HOSTILE, LONE_SURROGATE], ids=ascii)
def test_every_name_and_form_refuses_every_hostile_text_that_it_cannot_be(text: str) -> None:
    # Some are what the place asks for: `/etc/passwd` is a base path, and most are patterns.
    for place in sorted(set(PLACES) - FREE)[len(text) % 3 :: 3]:
        system = read_with(place, text).checked.value
        for path, emitted_text in emitted(system).items() if system is not None else ():
            structure(path, emitted_text)


@pytest.mark.parametrize("place", [("system", "title"), ("rules", "*", "message")], ids=".".join)
def test_half_a_character_is_refused(place: tuple[str, ...]) -> None:
    assert refused(place, LONE_SURROGATE)


@pytest.mark.parametrize("shift", range(0, len(HOSTILE), 17))
def test_hostile_texts_change_no_structure(shift: int) -> None:
    unchanged(shift)


@pytest.mark.slow
@pytest.mark.parametrize("shift", range(len(HOSTILE)))
def test_every_hostile_text_changes_no_structure_in_any_place(shift: int) -> None:
    unchanged(shift)


def unchanged(shift: int) -> None:
    """Each free place holds one of the texts: the files are those of harmless words."""
    filled, system = accepted({steps: HOSTILE[(number + shift) % len(HOSTILE)]
                               for number, steps in enumerate(PLACED)})  # fmt: skip
    actual, expected = emitted(system), emitted(harmless(filled))
    assert actual.keys() == expected.keys()
    for path in (path for path, text in expected.items() if text != actual[path]):
        assert structure(path, actual[path]) == structure(path, expected[path]), path
    values = {
        one for path, text in actual.items() if path.endswith(".py") for one in texts_of(text)
    }
    for rule in system.rules:
        assert rule.message in values
    for command in system.commands:
        assert command.reply in values | {""}


def emitted(system: System) -> dict[str, str]:
    emitted = emission.emit(lower(system).value)
    files = {file.path: file.text for file in emitted.tree.files}
    # The name of the baseline follows from what it records, hostile texts included.
    (name,) = (match[1] for path in files if (match := BASELINE.search(path)))
    return {path.replace(name, "NAME"): text.replace(name, "NAME") for path, text in files.items()}


def harmless(filled: Mapping[Steps, str]) -> System:
    """The system with harmless words in those places."""
    # A body may hold what only a run knows in place of a number or a date, but no other word.
    late = {steps: text for steps, text in filled.items() if "body" in steps and "${" in text}
    result = read(spec_with(dict.fromkeys(filled, HARMLESS) | late))
    assert result.checked.value is not None
    return result.checked.value


def spec_with(texts: Mapping[Steps, str]) -> Data:
    """The spec with those texts; keys get a number, to stay apart."""
    data = copy.deepcopy(SPEC)
    for number, steps in enumerate(sorted(texts, key=lambda steps: KEY in steps)):
        put(data, steps, f"{texts[steps]}{number}" if KEY in steps else texts[steps])
    return data


def accepted(texts: dict[Steps, str]) -> tuple[dict[Steps, str], System]:
    """The places that take their text, and the system with all of these.

    A place that refuses its text is found by where the diagnostic points, and left as it was.
    """
    while True:
        data = spec_with(texts)
        result = read(data)
        if result.checked.value is not None and result.checked.ok:
            return texts, result.checked.value
        errors = [
            diagnostic
            for diagnostic in result.checked.diagnostics
            if diagnostic.code.severity is Severity.ERROR
        ]
        lines = {error.span.start_line for error in errors if error.span.file == "spec.yaml"}
        tree = yaml.compose(written(data), Loader=yaml.CSafeLoader)
        blamed = {steps for line, steps in lined(tree) if line in lines}
        # A key is written differently now, so its mapping stands for it.
        owners = {steps[: steps.index(KEY)] for steps in blamed if KEY in steps}
        rest = {
            steps: text for steps, text in texts.items()
            if steps not in blamed and not (KEY in steps and steps[:-2] in owners)
        }  # fmt: skip
        assert rest != texts, [diagnostic.message for diagnostic in result.checked.diagnostics]
        texts = rest


def lined(node: yaml.Node, steps: Steps = ()) -> Iterator[tuple[int, Steps]]:
    """Every key and text of a written spec with its line."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.start_mark.line + 1, (*steps, KEY, key.value)
            yield from lined(value, (*steps, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from lined(value, (*steps, index))
    else:
        yield node.start_mark.line + 1, steps
