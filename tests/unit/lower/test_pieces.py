"""When a piece of a program is worked out again."""

from collections.abc import Callable
from functools import partial

import pytest

from msc.core.record import Record, replace
from msc.ir.system import System
from msc.lower.pieces import KnownPieces, Pieces
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
    system: System, earlier: KnownPieces, work: Callable[[System], str], rest: object = ("a",)
) -> tuple[str, KnownPieces]:
    pieces = Pieces(system, earlier)
    answer = pieces.of(str, "about", rest, work)
    return answer, KnownPieces(pieces.kept, {**earlier.contents, **pieces.contents})


NONE = KnownPieces()


def with_description(system: System, name: str) -> System:
    entities = tuple(
        replace(entity, description="Another.") if entity.name == name else entity
        for entity in system.entities
    )
    return replace(system, entities=entities)


def test_what_was_not_read_does_not_matter(system: System) -> None:
    first, kept = ask(system, NONE, about_loan)
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
    first, kept = ask(system, NONE, about_loan)
    again, used = ask(change(system), kept, lambda _: "anew")
    assert (first, again) == (about_loan(system), "anew")
    assert used.index != kept.index


def test_so_does_the_rest(system: System) -> None:
    _, kept = ask(system, NONE, about_loan)
    assert ask(system, kept, lambda _: "anew", rest=("b",))[0] == "anew"


def test_an_element_that_is_gone_is_a_change(system: System) -> None:
    _, kept = ask(system, NONE, about_loan)
    entities = tuple(entity for entity in system.entities if entity.name != "loan")
    assert ask(replace(system, entities=entities), kept, lambda _: "anew")[0] == "anew"


def test_sections_cannot_be_read_unnoticed(system: System) -> None:
    assert ask(system, NONE, lambda part: str(len(part.entities)))[0] == "0"


def test_without_a_cache_pieces_are_worked_out_from_excerpts_too(system: System) -> None:
    pieces = Pieces(system)
    assert pieces.of(str, "about", (), lambda part: str(len(part.rules))) == "0"
    assert pieces.kept.pieces == {}


def test_a_value_that_is_lost_is_worked_out_again(system: System) -> None:
    first, kept = ask(system, NONE, about_loan)
    again, restored = ask(system, KnownPieces(kept.index), about_loan)
    assert (again, restored) == (first, kept)


class View(Record):
    module: str
    element: str
    text: str


def view_of_loan(system: System) -> View:
    return View("loan_module", "entity loan", about_loan(system))


def shown(
    system: System, known: KnownPieces, work: Callable[[System], View | None]
) -> tuple[View | None, KnownPieces]:
    pieces = Pieces(system, known)
    view = pieces.deferred(View, "loan", (), work)
    return view, KnownPieces(pieces.kept, {**known.contents, **pieces.contents})


def never(_: System) -> View:
    pytest.fail("it was worked out again")


def test_a_deferred_view_is_loaded_for_more_than_its_name(system: System) -> None:
    _, kept = shown(system, NONE, view_of_loan)
    view, _ = shown(system, KnownPieces(kept.index), never)
    assert view is not None
    assert (view.module, view.element) == ("loan_module", "entity loan")
    with pytest.raises(BaseException, match="again"):
        assert view.text
    loaded, _ = shown(system, kept, never)
    assert loaded is not None
    assert loaded.text == about_loan(system)


def test_a_deferred_view_whose_value_is_lost_is_worked_out_again(system: System) -> None:
    _, kept = shown(system, NONE, view_of_loan)
    view, _ = shown(system, KnownPieces(kept.index), view_of_loan)
    assert view is not None
    assert view.text == about_loan(system)


def test_a_view_that_is_not_there_is_known_to_be_absent(system: System) -> None:
    _, kept = shown(system, NONE, lambda _: None)
    assert shown(system, KnownPieces(kept.index), never)[0] is None


def test_pieces_that_were_not_requested_are_kept_as_long_as_they_are_current(
    system: System,
) -> None:
    _, kept = ask(system, NONE, about_loan)
    assert Pieces(with_description(system, "user"), kept).kept.pieces == kept.index.pieces
    assert Pieces(with_description(system, "loan"), kept).kept.contents == frozenset()
