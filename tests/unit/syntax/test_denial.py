"""An expression that denies something, without the quotes that YAML wants."""

import pytest

from msc.core.diagnostics import Diagnostic
from msc.syntax.tree import read

PROPOSALS = {
    "{holds: !notes.exists(n, n.text == 'a'), code: X}": "'!notes.exists(n, n.text == ''a'')'",
    "{holds: !a.b || c.d, code: X}": "'!a.b || c.d'",
    "{holds: !a.b && c.d, code: X}": "'!a.b && c.d'",
    "{holds: !(a.b == 'x'), code: X}": "'!(a.b == ''x'')'",
    "[!a.b && c.d]": "'!a.b && c.d'",
    "!notes.exists(n, n.text == 'a')": "'!notes.exists(n, n.text == ''a'')'",
    "!a.b || c.d": "'!a.b || c.d'",
    "!a.b && c.d # why": "'!a.b && c.d'",
    "!(a.b in ['x, y', ')'])": "'!(a.b in [''x, y'', '')''])'",
    "!has(a.b)": "'!has(a.b)'",
    "!a.b": "'!a.b'",
}


def diagnostics(value: str) -> tuple[Diagnostic, ...]:
    return read("spec.yaml", f"rules:\n  few: {value}\n".encode()).diagnostics


@pytest.mark.parametrize("value", PROPOSALS)
def test_it_is_told_how_to_write_it(value: str) -> None:
    (diagnostic,) = diagnostics(value)
    assert f"`{PROPOSALS[value]}`" in diagnostic.hint
    assert diagnostics(PROPOSALS[value]) == ()
