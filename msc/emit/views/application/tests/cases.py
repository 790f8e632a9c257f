"""Test functions as finished text."""

from collections.abc import Iterable

from msc.core.record import Record


class CaseView(Record):
    """One test function."""

    decorators: tuple[str, ...]
    definition: str
    lines: tuple[str, ...]


class TestView(Record):
    """A test module without further shape: constants, then test functions."""

    module: str
    element: str
    docstring: str
    imports: str
    constants: tuple[str, ...]
    cases: tuple[CaseView, ...]


def case(
    name: str, lines: Iterable[str], *, parameters: str = "", decorators: Iterable[str] = ()
) -> CaseView:
    """A test that awaits nothing."""
    return CaseView(tuple(decorators), f"def test_{name}({parameters}) -> None:", tuple(lines))


def async_case(
    name: str, lines: Iterable[str], *, parameters: str = "", decorators: Iterable[str] = ()
) -> CaseView:
    """A test that awaits something."""
    made = case(name, lines, parameters=parameters, decorators=decorators)
    return CaseView(made.decorators, f"async {made.definition}", made.lines)


def parametrize(names: tuple[str, ...], rows: Iterable[str]) -> str:
    """The decorator that runs a test for each row; a row of several names is a tuple."""
    listed = ", ".join(f'"{each}"' for each in names)
    head = listed if len(names) == 1 else f"({listed})"
    return f"@pytest.mark.parametrize({head}, [{', '.join(rows)}])"
