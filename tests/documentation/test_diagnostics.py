"""Each code's wrong example is reported under that code, and its right one is accepted."""

import pytest

from msc.core import catalogue
from msc.core.diagnostics import Code, has_errors
from msc.pipeline.front import front
from msc.report.explain import as_text
from pages.sayings import IN_WORDS, LIBRARY, diagnostics_of

SHOWN = [code for code in catalogue.ALL if code.id not in IN_WORDS]


@pytest.mark.parametrize("code", SHOWN, ids=lambda code: f"{code.id}-{code.name}")
def test_the_wrong_example_is_wrong_and_the_right_one_right(code: Code) -> None:
    wrong, right = diagnostics_of(code, code.wrong), diagnostics_of(code, code.right)
    assert code in {diagnostic.code for diagnostic in wrong}
    assert code not in {diagnostic.code for diagnostic in right}
    if not code.id.startswith("MSC1"):
        assert not has_errors(right), [diagnostic.message for diagnostic in right]


def test_the_library_itself_is_right() -> None:
    assert front([("spec.yaml", LIBRARY.read_bytes())]).checked.diagnostics == ()


FACTS = {f"{{{fact}}}" for code in catalogue.ALL
         for fact in catalogue.FACT.findall(code.message + code.hint)}  # fmt: skip


@pytest.mark.parametrize("code", catalogue.ALL, ids=lambda code: code.id)
def test_an_explanation_shows_a_case_and_no_template(code: Code) -> None:
    explanation = as_text(code).partition(code.explanation)[0]
    assert [fact for fact in FACTS if fact in explanation.replace("${", "")] == []
