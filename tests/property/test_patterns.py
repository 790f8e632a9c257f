"""A pattern that is accepted means the same to RE2, as the official evaluator asks it, and here."""

import re
import warnings
from functools import cache
from typing import Any

import pytest
from cel_expr_python import cel
from hypothesis import given, settings
from hypothesis import strategies as st

from msc.expr.pattern.escapes import Unreadable
from msc.expr.pattern.reading import read
from msc.expr.patterns import pattern_problem, python_pattern

PIECES = st.sampled_from([
    "a", "b", "-", "é", "٣", "\n", " ", "{", "}", "]", "[", ":", "&&", "--", ".", "^", "$", "|",
    "(", ")", "(?:", "(?P<n>", "(?i)", "(?i:", "*", "+", "?", "*?", "{2}", "{,2}", "{1,}", "{0,3}",
    "[ab]", "[^a]", "[a-c]", "[]a]", "[^]]", "[]$]", "[[:alpha:]]", "[a&&b]", "[+--]",
    r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", r"\b", r"\B", r"\A", r"\z", r"\Z", r"\pL",
    r"\p{Nd}", r"\.", r"\$", r"\[", r"\]", r"\-", r"\_", r"\n", r"\t", r"\v", r"\x61", r"\x{61}",
    "\\u0061", r"\0", r"\07", r"\1", r"\Q", r"\E", r"\C", "\\", r"[\d-]", r"[\w.]", r"[\n]",
    r"[$\]]", "(?=a)", "(?<n>",
])  # fmt: skip
TEXTS = [
    "", "a", "b", "ab", "aab", "ba", "a\n", "\na", "\n", "]", "$", "-", "é", "٣", "aé", "3", " a",
    "a b", "\v", "\t", "{,2}", "a{,2}", "_", "[:", "Z", "z", "&&", "a$", "$]", "A", "abc", "..",
]  # fmt: skip


@cache
def evaluator() -> Any:
    variables = {"text": cel.Type.STRING, "pattern": cel.Type.STRING}
    return cel.NewEnv(variables=variables).compile("text.matches(pattern)")


def official(pattern: str, text: str) -> object:
    return evaluator().eval(data={"text": text, "pattern": pattern}).plain_value()


def same(pattern: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compiled = re.compile(python_pattern(pattern), re.ASCII)
    for text in TEXTS:
        assert (compiled.search(text) is not None) is official(pattern, text), (pattern, text)


@pytest.mark.slow
@settings(max_examples=1_500, deadline=None, derandomize=True)
@given(st.lists(PIECES, min_size=1, max_size=6).map("".join))
def test_an_accepted_pattern_means_the_same_to_re2(pattern: str) -> None:
    if pattern_problem(pattern) is None:
        same(pattern)


@settings(max_examples=300, deadline=None, derandomize=True)
# YAML holds no NUL, at which the library of the evaluator ends a text.
@given(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=12))
def test_any_text_is_read_or_refused(pattern: str) -> None:
    if pattern_problem(pattern) is None:
        same(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"^a\z", "a$", "[]$]", "[^]]b", r"[$\]]", r"^[\w.-]+@\w+\.[a-z]{2,}$", r"\bab\b", r"\x61+",
        "(?P<n>a|b)$",
    ],
)  # fmt: skip
def test_usual_patterns_are_accepted_and_mean_the_same(pattern: str) -> None:
    assert pattern_problem(pattern) is None
    same(pattern)


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        (r"a\Z", r"write `$` or `\z`"),
        (r"\pN+", "write the characters"),
        (r"\p{Greek}", "write the characters"),
        ("[[:alpha:]]", "[a-z]"),
        ("a{,3}", "{0,3}"),
        ("(?<n>a)", "write it like that"),
        ("(?i:a)", "[Aa]"),
        (r"\Qa.b\E", "write the characters themselves"),
        (r"\0", r"\x00"),
        ("[a--b]", "write the character once"),
        ("[a&&b]", "write the character once"),
        ("[[a]", r"\["),
        ("^*a", "repeat characters or groups"),
        ("a*+", "(?:…)"),
        ("a{2}{3}", "(?:…)"),
        ("[b-a]", "reverse it"),
        (r"[a-\d]", r"\-"),
        (r"\xD800 \uD800", "write"),
        (r"\B", r"\b"),
    ],
)
def test_what_differs_is_refused_with_what_to_write(pattern: str, hint: str) -> None:
    problem = pattern_problem(pattern)
    assert problem is not None
    assert hint in problem[1]


def test_brackets_that_nest_without_an_end_are_refused() -> None:
    with pytest.raises(Unreadable):
        read("(" * 5_000 + "a" + ")" * 5_000)
