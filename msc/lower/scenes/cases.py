"""Test functions as finished text."""

from collections.abc import Iterable

from msc.core.record import Record


class CaseView(Record):
    """One test function."""

    decorators: tuple[str, ...]
    definition: str
    lines: tuple[str, ...]


class TestView(Record):
    """A plain test module: constants, then test functions."""

    module: str
    element: str
    docstring: str
    imports: str
    constants: tuple[str, ...]
    cases: tuple[CaseView, ...]


class Parameters(Record):
    """The parameters of a test, as declared, and rows of their values."""

    declared: tuple[str, ...]
    rows: tuple[str, ...]

    @property
    def decorator(self) -> str:
        """The `parametrize` decorator; a row of several values is a tuple."""
        names = [f'"{declaration.partition(":")[0]}"' for declaration in self.declared]
        head = names[0] if len(names) == 1 else f"({', '.join(names)})"
        return f"@pytest.mark.parametrize({head}, [{', '.join(self.rows)}])"


def case(name: str, lines: Iterable[str], parameters: Parameters | None = None) -> CaseView:
    """A synchronous test."""
    declared = ", ".join(parameters.declared) if parameters else ""
    decorators = (parameters.decorator,) if parameters else ()
    return CaseView(decorators, f"def test_{name}({declared}) -> None:", tuple(lines))


def async_case(name: str, lines: Iterable[str], parameters: Parameters | None = None) -> CaseView:
    """An asynchronous test."""
    view = case(name, lines, parameters)
    return CaseView(view.decorators, f"async {view.definition}", view.lines)
