"""Variables of a use case get names that nothing else in its module has."""

from msc.lower.operations.variables import Variables


def test_a_variable_is_not_called_like_a_name_in_the_statements() -> None:
    variables = Variables()
    mark = variables.mark("unit")
    lines = ["unit = UnitOfWork()", f"{mark} = rows"]
    assert variables.allotted(lines, frozenset()) == {mark: "unit_2"}


def test_a_variable_is_not_called_like_an_import_or_an_argument() -> None:
    variables = Variables()
    marks = [variables.mark(wish) for wish in ("loan", "inputs", "loan")]
    names = variables.allotted([f"{mark} = 1" for mark in marks], frozenset({"loan"}))
    assert [names[mark] for mark in marks] == ["loan_2", "inputs_2", "loan_3"]
