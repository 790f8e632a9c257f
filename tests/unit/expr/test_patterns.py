"""Patterns mean the same in RE2 and in Python, and cannot be made slow."""

import re

import pytest

from msc.expr.patterns import pattern_problem, python_pattern


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        ("(", "not a pattern"),
        ("(a+)+$", "very long"),
        ("(a|a)*b", "very long"),
        ("(a?){9}{9}", "not a pattern"),
        ("(a*b?){20,}", "very long"),
        (".*.*.*.*x", "very long"),
        (r"(a)\1", "looks around or back"),
        ("a(?=b)", "looks around or back"),
        ("(?i)a", "flags"),
        (r"\s", "not the same set"),
        (r"[\S]", "not the same set"),
        (r"\Z", "not a pattern"),
        ("a{1,2000}", "not a pattern"),
    ],
)
def test_it_is_refused(pattern: str, part: str) -> None:
    found = pattern_problem(pattern)
    assert found is not None
    assert part in found[0]


@pytest.mark.parametrize(
    "pattern",
    ["^[^@]+@[^@]+[.][a-z]{2,8}$", "(ab){3}", "a|b", r"\d+\.\d{2}", "[$]$", r"\$", "^a?b?"],
)
def test_it_is_accepted(pattern: str) -> None:
    assert pattern_problem(pattern) is None


def test_an_end_is_the_end() -> None:
    assert re.search(python_pattern("a$"), "a\n") is None
    assert re.search(python_pattern(r"[$]\$$"), "$$") is not None
