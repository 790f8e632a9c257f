"""What JSON and YAML 1.2 allow and the parser does not know is read, at its own place."""

import pytest

from msc.syntax.nodes import Mapping, Scalar
from msc.syntax.tree import read


def root(text: str) -> Mapping:
    result = read("spec.yaml", text.encode())
    assert result.value is not None, [diagnostic.message for diagnostic in result.diagnostics]
    return result.value[1]


def scalar(text: str, key: str = "a") -> Scalar:
    value = root(text).get(key)
    assert isinstance(value, Scalar)
    return value


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\ue000", "\u2028\ue000\ue001"])
@pytest.mark.parametrize("form", ["a: x{}y\nb: z\n", "a: 'x{}y'\nb: z\n", "a: |\n  x{}y\nb: z\n"])
def test_a_line_end_of_old_is_an_ordinary_character(form: str, character: str) -> None:
    text = form.format(character)
    assert scalar(text).text.strip() == f"x{character}y"
    assert scalar(text, "b").span.start_line == text.count("\n", 0, text.index("b:")) + 1


@pytest.mark.parametrize("escape", ["\\ud83d\\ude00", "\\uD83D\\uDE00"])
def test_a_pair_of_escapes_is_one_character(escape: str) -> None:
    text = f'{{"a": "x{escape}y", "b": "{escape}{escape}", "c": 1}}'
    assert scalar(text).text == "x\U0001f600y"
    assert scalar(text, "b").text == "\U0001f600\U0001f600"
    span = scalar(text, "c").span
    assert text[span.start_column - 1 : span.end_column - 1] == "1"


def test_an_escaped_backslash_begins_no_pair() -> None:
    assert scalar('a: "\\\\ud83d\\\\ude00"').text == "\\ud83d\\ude00"


def test_half_a_pair_is_called_so() -> None:
    (diagnostics,) = read("spec.yaml", b'a: "x\\ud83dy"').diagnostics
    assert diagnostics.message.endswith("this escape is half of a surrogate pair")


@pytest.mark.parametrize(
    "text", ["a:\n\u00a0 b: 1\n", "a:\n  \u00a0b: 1\n", "a:\n  b: 1\n \u00a0c: 2\n"]
)
def test_a_no_break_space_in_the_indentation_is_called_so(text: str) -> None:
    (diagnostics,) = read("spec.yaml", text.encode()).diagnostics
    assert "U+00A0, a blank that is not a space" in diagnostics.message
    assert diagnostics.hint == "replace it with a space"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("message: You are #1 in line\n", "#1 in line"),
        ("message: 'You are #1 in line'\n", None),
        ("message: You are # one\n", None),
        ("message: You are#1\n", None),
        ("#message\nmessage: You are here\n", None),
        ("items:\n  - first\t#one\n", "#one"),
        ("message: |\n  You are #1\n", None),
    ],
)
def test_a_text_that_a_comment_cuts_off_is_pointed_at(text: str, rest: str | None) -> None:
    diagnostics = read("spec.yaml", text.encode()).diagnostics
    assert [diagnostic.message for diagnostic in diagnostics] == (
        [f"`{rest}` is a comment, not part of the text"] if rest else []
    )
    for diagnostic in diagnostics:
        written = text.split("\n")[diagnostic.span.start_line - 1]
        assert written[diagnostic.span.start_column - 1 : diagnostic.span.end_column - 1] == rest


def test_what_is_proposed_for_a_text_that_is_cut_off_is_the_whole_text() -> None:
    (diagnostics,) = read("spec.yaml", b"message: It's #1\n").diagnostics
    proposal = diagnostics.hint.split("`")[1]
    assert read("spec.yaml", f"message: {proposal}\n".encode()).diagnostics == ()
    assert scalar(f"message: {proposal}\n", "message").text == "It's #1"


def test_a_comment_that_swallows_a_bracket_is_the_mistake() -> None:
    (diagnostics,) = read("spec.yaml", b"system: {name: a, title: The tool #1}\nb: 1\n").diagnostics
    assert (diagnostics.span.start_line, diagnostics.span.start_column) == (1, 35)
    assert diagnostics.hint == "put the whole text in quotes"
