"""When a piece of a program is worked out again."""

from collections.abc import Callable
from functools import partial

import pytest

from msc.core.record import replace
from msc.ir.system import System
from msc.lower.pieces import KeptPieces, Pieces
from msc.pipeline.spec import load
from tests.unit.cli.running import EXAMPLE


@pytest.fixture(scope="module")
def system() -> System:
    loaded = load(EXAMPLE).value
    assert loaded is not None
    return loaded


def about_loan(system: System) -> str:
    return f"{system.title}: {system.entity('loan').description}"


def forbidden(_: System) -> str:
    pytest.fail("it was worked out again")


def ask(
    system: System, earlier: KeptPieces, work: Callable[[System], str], rest: object = ("a",)
) -> tuple[str, KeptPieces]:
    pieces = Pieces(system, earlier)
    return pieces.of(str, "about", rest, work), pieces.used


def with_description(system: System, name: str) -> System:
    entities = tuple(
        replace(entity, description="Another.") if entity.name == name else entity
        for entity in system.entities
    )
    return replace(system, entities=entities)


def test_what_was_not_read_does_not_matter(system: System) -> None:
    first, kept = ask(system, {}, about_loan)
    again, used = ask(with_description(system, "user"), kept, forbidden)
    assert (again, used) == (first, kept)


@pytest.mark.parametrize(
    "change",
    [
        partial(with_description, name="loan"),
        lambda system: replace(system, title="Another"),
        lambda system: replace(system, roles=system.roles[1:]),
    ],
    ids=["element", "title", "roles"],
)
def test_what_was_read_does(system: System, change: Callable[[System], System]) -> None:
    first, kept = ask(system, {}, about_loan)
    again, used = ask(change(system), kept, lambda _: "anew")
    assert (first, again) == (about_loan(system), "anew")
    assert used != kept


def test_so_does_the_rest(system: System) -> None:
    _, kept = ask(system, {}, about_loan)
    assert ask(system, kept, lambda _: "anew", rest=("b",))[0] == "anew"


def test_an_element_that_is_gone_is_a_change(system: System) -> None:
    _, kept = ask(system, {}, about_loan)
    entities = tuple(entity for entity in system.entities if entity.name != "loan")
    assert ask(replace(system, entities=entities), kept, lambda _: "anew")[0] == "anew"


def test_sections_cannot_be_read_unnoticed(system: System) -> None:
    assert ask(system, {}, lambda part: str(len(part.entities)))[0] == "0"


def test_without_a_cache_pieces_are_worked_out_from_excerpts_too(system: System) -> None:
    pieces = Pieces(system)
    assert pieces.of(str, "about", (), lambda part: str(len(part.rules))) == "0"
    assert pieces.used == {}
