"""What a diagnostic about an expression underlines, whichever way YAML writes it."""

import pytest

from tests.unit.analyze.pocket import changed, findings

RULES = "rules:\n"
CANCEL = "rules: [own_booking]\n    steps:\n      - transition: input.booking\n        to: cancel"
BAD = "input.booking.status != 'boked'"

# Every way to write the scalar; the misspelt word is the only mistake.
SCALARS = {
    "plain": f" {BAD}",
    "plain over lines": " true &&\n      1 < 2 &&\n\n      input.booking.status != 'boked'",
    "single quotes": " 'input.booking.status != ''boked'''",
    "double quotes": f' "{BAD}"',
    "double quotes with escapes": ' "\\x74rue \\u0026& \\"\\u00e9\\U0001F600\\" != \\"\\" '
    "&& input.booking.status != 'boked'\"",
    "double quotes over lines": " \"true &&\n      input.booking.status !=\\\n       'boked'\"",
    "literal": f" |\n      true\n      && {BAD}",
    "literal with a header": f" |2-  # a comment\n      true\n        && {BAD}",
    "folded": f" >\n      true\n      && {BAD}",
    "folded and stripped": f" >-\n      true\n\n        && 1 < 2\n      && {BAD}\n",
    "letters beyond ASCII": f" \"'é😀' != '' && {BAD}\"",
    "beyond doubled quotes": " '1 < 2 && ''a'' != ''b'' && input.booking.status != ''boked'''",
    "literal that begins with spaces": f" |2\n        true\n      && {BAD}",
}


@pytest.mark.parametrize("style", SCALARS)
def test_the_wrong_word_is_underlined(style: str) -> None:
    rule = f"rules:\n  extra:\n    holds:{SCALARS[style]}\n    message: No\n    code: EXTRA\n"
    used = CANCEL.replace("[own_booking]", "[own_booking, extra]")
    text = changed((RULES, rule), (CANCEL, used))
    marks = [marked for code, marked in findings(text) if code == "MSC401"]
    assert [mark.strip("'") for mark in marks] == ["boked"]
