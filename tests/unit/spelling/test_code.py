"""Python names of elements: sound, and different for different names."""

import keyword
from collections.abc import Callable
from itertools import product

import pytest

from msc.core.naming import pascal
from msc.spelling import code
from msc.spelling.bound import BOUND, FIELDS, MEMBERS
from tests.property.crowd import NAMES

WORDS = sorted({*NAMES, *(bound for bound in {*BOUND, *FIELDS, *MEMBERS} if bound.islower())})
# Names that another one might be spelled like.
ENDINGS = (
    "row",
    "rows",
    "client",
    "create",
    "update",
    "input",
    "job",
    "word",
    "event",
    "operation",
)
SPELLINGS = [
    code.attribute_name, code.entity_class, code.enum_class, code.event_class,
    code.operation_class, code.job_class, code.entity_module, code.element_module,
    code.function_name, code.rule_constant,
]  # fmt: skip


def spelled_apart(names: list[str]) -> list[str]:
    """The names that differ by more than how their words are cut: others meet in one class."""
    return list({pascal(name): name for name in names}.values())


@pytest.mark.parametrize("spell", SPELLINGS, ids=lambda spelling: spelling.__name__)
def test_different_names_are_spelled_differently(spell: Callable[[str], str]) -> None:
    names = spelled_apart([*WORDS, *("_".join(pair) for pair in product(WORDS, ENDINGS))])
    spelled = [spell(name) for name in names]
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in spelled)
    assert len(set(spelled)) == len(names)


def test_class_of_an_entity_is_no_class_of_the_emitted_code() -> None:
    for name in WORDS:
        for ending in code.FORMS:
            assert f"{code.entity_class(name)}{ending}" not in BOUND


def test_ordinary_words_are_spelled_as_they_are() -> None:
    assert code.entity_class("loan_application") == "LoanApplication"
    assert code.attribute_name("amount") == "amount"
    assert code.function_name("approve_loan") == "approve_loan"


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        (code.entity_class("none"), "NoneRow"),
        (code.entity_class("page"), "PageRow"),
        # The port of the rows of `loan` is called `LoanRows`.
        (code.entity_class("loan_rows"), "LoanRowsRow"),
        (code.entity_module("base"), "base_"),
        (code.entity_module("aux"), "aux_"),
        (code.attribute_name("class"), "class_"),
        (code.attribute_name("model_config"), "model_config_"),
        (code.attribute_name("metadata"), "metadata_"),
        # The type of a field that follows it.
        (code.attribute_name("date"), "date_"),
        (code.attribute_name("datetime"), "datetime_"),
        (code.attribute_name("bool"), "bool_"),
        (code.attribute_name("dict"), "dict_"),
        (code.attribute_name("sent"), "sent_"),
        (code.attribute_name("page"), "page_"),
        (code.attribute_name("values"), "values_"),
        (code.attribute_name("limit"), "limit_"),
        (code.column_name("xmin"), "xmin_"),
        (code.column_name("version"), "version_"),
        (code.query_parameter("limit"), "limit__eq"),
        (code.row_constant("INPUTS"), "INPUTS_ROW"),
        (code.parameter_name("unit"), "unit_"),
        (code.kept_name("class"), "class_"),
        (code.kept_name("answer"), "answer_"),
        (code.function_name("select"), "select_"),
        (code.rule_constant("utc"), "UTC_RULE"),
        (code.element_module("loan.created"), "loan_created"),
    ],
)
def test_words_with_another_meaning_get_another_spelling(spelled: str, expected: str) -> None:
    assert spelled == expected
