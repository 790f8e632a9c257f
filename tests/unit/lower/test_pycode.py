"""Python pieces: every text survives, and none of them escapes its place."""

import ast
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc.core.columns import columns
from msc.ir.fields import EnumType, IntegerType, JsonType, MoneyType, ReferenceType
from msc.lower.pycode import ImportSet, docstring, literal, string
from msc.lower.types import annotation, annotation_imports

HOSTILE = st.one_of(
    st.text(),
    st.sampled_from(['"""', "\\", 'a"', "{{ x }}", "\n\0\r", "\u202e", "'" * 3, '\\"""\\']),
)


@given(HOSTILE)
def test_literal_keeps_any_text(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text


@given(HOSTILE)
def test_string_keeps_any_text(text: str) -> None:
    assert ast.literal_eval(string(text, 20)) == text


@given(HOSTILE)
def test_docstring_is_one_string(text: str) -> None:
    tree = ast.parse(f"def f():\n    {docstring(text)}\n    return 1\n")
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert ast.get_docstring(function)
    assert len(function.body) == 2


def test_literal_of_other_values() -> None:
    values = (None, True, 3, (), ("a",), ("a", 1))
    assert [ast.literal_eval(literal(value)) for value in values] == list(values)
    assert literal(Decimal("1.50")) == 'Decimal("1.50")'


def test_long_docstring_is_wrapped_by_paragraph() -> None:
    lines = docstring("word " * 40 + "\n\nsecond").splitlines()
    assert max(map(len, lines)) <= 91
    assert lines[-2:] == ["second", '"""']


def test_a_docstring_is_no_wider_than_its_lines_may_be() -> None:
    lines = docstring("最初の行 " * 40).splitlines()
    assert max(map(columns, lines)) <= 91
    assert len(lines[0]) > 40


@pytest.mark.parametrize(
    ("type_", "text", "imports"),
    [
        (IntegerType(), "int | None", ()),
        (MoneyType("EUR"), "Decimal | None", (("decimal", "Decimal"),)),
        (ReferenceType("loan"), "UUID | None", (("uuid", "UUID"),)),
        (
            EnumType("loan_status", ("a",)),
            "LoanStatus | None",
            (("shared.dtos.enums", "LoanStatus"),),
        ),
        (JsonType(), "dict[str, Any] | None", (("typing", "Any"),)),
    ],
)
def test_annotation(type_: object, text: str, imports: tuple[tuple[str, str], ...]) -> None:
    assert annotation(type_, optional=True) == text
    assert annotation_imports(type_) == imports


def test_imports_are_grouped_and_sorted() -> None:
    imports = ImportSet([("uuid", "UUID"), ("fastapi", "Depends"), ("shared.dtos.loan", "Loan")])
    imports.add("src.core.config", "settings")
    imports.add("datetime", "datetime")
    imports.add("datetime", "UTC")
    imports.add("asyncio")
    assert imports.lines == (
        "import asyncio",
        "from datetime import UTC, datetime",
        "from uuid import UUID",
        "",
        "from fastapi import Depends",
        "",
        "from shared.dtos.loan import Loan",
        "from src.core.config import settings",
    )
