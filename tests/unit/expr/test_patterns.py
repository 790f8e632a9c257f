"""Patterns mean the same in RE2 and in Python, and cannot be made slow."""

import re

import pytest

from msc.expr.patterns import pattern_problem, python_pattern


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        ("(", "not a valid pattern"),
        ("(a+)+$", "exponential time"),
        ("(a|a)*b", "exponential time"),
        ("(a?){9}{9}", "not a valid pattern"),
        ("(a*b?){20,}", "exponential time"),
        (".*.*.*.*x", "exponential time"),
        (r"(a)\1", "look-around"),
        ("a(?=b)", "look-around"),
        ("(?i)a", "flags"),
        (r"\s", "not portable"),
        (r"[\S]", "not portable"),
        (r"\Z", "not a valid pattern"),
        ("a{1,2000}", "not a pattern of RE2"),
    ],
)
def test_it_is_refused(pattern: str, part: str) -> None:
    problem = pattern_problem(pattern)
    assert problem is not None
    assert part in problem[0]


@pytest.mark.parametrize(
    "pattern",
    ["^[^@]+@[^@]+[.][a-z]{2,8}$", "(ab){3}", "a|b", r"\d+\.\d{2}", "[$]$", r"\$", "^a?b?"],
)
def test_it_is_accepted(pattern: str) -> None:
    assert pattern_problem(pattern) is None


def test_an_end_is_the_end() -> None:
    assert re.search(python_pattern("a$"), "a\n") is None
    assert re.search(python_pattern(r"[$]\$$"), "$$") is not None
