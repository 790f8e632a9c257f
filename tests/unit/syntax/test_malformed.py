"""What beginners write that is no YAML: the place of the mistake, and what to do."""

import pytest

from msc.syntax.tree import read


@pytest.mark.parametrize(
    ("text", "place", "reason", "hint"),
    [
        ("a:\n\tb: 1\n", (2, 1), "a tab in the indentation", "spaces"),
        ("a:\n  b: 1\n \tc: 1\n", (3, 2), "a tab in the indentation", "spaces"),
        ("a:\n  fields\n    b: 1\n", (2, 3), "no `:` after `fields`", "`fields:`"),
        ("a:\n  actor public\n  b: 1\n", (2, 3), "no `:` after `actor`", "`actor: public`"),
        ("a:\n  b:\n\n  # Why.\n", None, "", ""),
        ("GET /a b\nc: d\n", (1, 1), "no `:` after `GET /a`", "`GET /a: b`"),
        ("write\n\n  # Why.\n  a: 1\n", (1, 1), "no `:` after `write`", "`write:`"),
        ("name:a\ntitle: A\n", (1, 1), "no space after the `:`", "`key: value`"),
        ("name:a\n  title: A\n", (1, 1), "no space after the `:`", "`key: value`"),
        ("a: Write: this.\n", (1, 9), "holds a `:`", "quotes"),
        ("a: b\n  c: d\n", (2, 3), "`c` is indented deeper than `a`", "same indentation"),
        ("a:\n  -b: c\n    d: e\n", (2, 3), "no space after the `-`", "`- key: value`"),
        ("a:\n    b: 1\n   c: 2\n", (3, 4), "indentation of this line", "indent it like the lines"),
        ('a: "b" c\n', (1, 8), "`c` is unexpected here", "quotes"),
        ("a: {b: c\nd: e\n", (1, 4), "the `{` has no `}`", "add the `}`"),
        ("a: [b\n", (1, 4), "the `[` has no `]`", "add the `]`"),
        ("a: {b: c d: e}\n", (1, 11), "a `,` or `}` is missing", "`,`"),
        ('a: "b\nc: d\n', (1, 4), 'no closing `"`', "end the text"),
        ('a: "b\\d"\n', (1, 6), "`\\d` is not a valid escape", "single quotes"),
        ("a: *bold*\n", (1, 4), "cannot begin with `*`", "quotes"),
        ("a: & b\n", (1, 4), "cannot begin with `&`", "quotes"),
        ("a: @me\n", (1, 4), "cannot begin with `@`", "quotes"),
    ],
)
def test_the_mistake_is_named_where_it_was_made(
    text: str, place: tuple[int, int] | None, reason: str, hint: str
) -> None:
    diagnostics = read("spec.yaml", text.encode()).diagnostics
    places = [
        (diagnostic.span.start_line, diagnostic.span.start_column) for diagnostic in diagnostics
    ]
    assert places == ([place] if place else [])
    for diagnostic in diagnostics:
        assert reason in diagnostic.message
        assert hint in diagnostic.hint
