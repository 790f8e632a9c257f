"""Plurals, and the nearest name to a misspelt one, among few names and among thousands."""

import time

import pytest

from msc.core.naming import closest, plural

HEADS = ("loan", "payment", "borrower", "invoice", "account", "listing", "transfer", "offer")
TAILS = ("request", "approval", "history", "schedule", "summary", "document", "event", "note")
FEW = tuple(f"{head}_{tail}" for head in HEADS[:3] for tail in TAILS[:3])
MANY = tuple(f"{head}_{tail}_{number}" for head in HEADS for tail in TAILS for number in range(30))
MISSPELT = {
    "a letter is missing": lambda name: name[:2] + name[3:],
    "a letter too many": lambda name: f"{name[:4]}x{name[4:]}",
    "another letter at the start": lambda name: f"x{name[1:]}",
    "two letters in the wrong order": lambda name: name[:4] + name[5] + name[4] + name[6:],
    "something at the end": lambda name: f"{name}s",
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("loan", "loans"),
        ("loan_request", "loan_requests"),
        ("category", "categories"),
        ("day", "days"),
        ("box", "boxes"),
        ("status", "statuses"),
        ("person", "people"),
        ("salesperson", "salespeople"),
        ("child", "children"),
        ("analysis", "analyses"),
        ("crisis", "crises"),
        ("series", "series"),
        ("staff", "staff"),
        ("sub_index", "sub_indexes"),
        ("schema", "schemas"),
        ("database", "databases"),
        ("half", "halves"),
        ("quiz", "quizzes"),
        ("thing_1", "thing_1s"),
    ],
)
def test_a_name_gets_the_plural_of_its_last_word(name: str, expected: str) -> None:
    assert plural(name) == expected


@pytest.mark.parametrize("names", [FEW, MANY], ids=["few", "many"])
@pytest.mark.parametrize("how", MISSPELT)
def test_a_misspelt_name_is_known_again(names: tuple[str, ...], how: str) -> None:
    for name in names[::7]:
        wrong = MISSPELT[how](name)
        if wrong not in names:
            assert closest(wrong, names) == name


@pytest.mark.parametrize("names", [FEW, MANY], ids=["few", "many"])
def test_what_is_like_no_name_gets_none(names: tuple[str, ...]) -> None:
    assert closest("zzzzzzz", names) is None
    assert closest("anything", ()) is None


def test_a_large_spec_with_only_misspelt_names_is_read_in_seconds() -> None:
    start = time.process_time()
    for name in MANY:
        closest(f"{name[:3]}{name[4:]}", MANY)
    assert time.process_time() - start < 20
