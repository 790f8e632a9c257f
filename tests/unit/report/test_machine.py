"""Diagnostics for programs: a message and its hint are one sentence."""

import json

import pytest

from msc.core.catalogue.questions import OPEN_QUESTION
from msc.core.diagnostics import Diagnostic
from msc.core.source import Span
from msc.report.machine import as_github, as_sarif

SPAN = Span("spec.yaml", 1, 1, 1, 4)


@pytest.mark.parametrize(
    ("hint", "sentence"), [("", "it is open"), ("answer it", "it is open; answer it")]
)
def test_a_message_without_a_hint_ends_with_itself(hint: str, sentence: str) -> None:
    diagnostics = (Diagnostic(OPEN_QUESTION, SPAN, "it is open", hint),)
    (result,) = json.loads(as_sarif(diagnostics))["runs"][0]["results"]
    assert result["message"]["text"] == sentence
    assert as_github(diagnostics).endswith(f"::{sentence}\n")
