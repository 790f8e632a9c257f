"""What msc says of the wrong example of each code: `msc explain` shows a case, not a template."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from msc.analyze.recall import Earlier
from msc.core import catalogue
from msc.core.diagnostics import Code, Diagnostic
from msc.expr.known import KnownExpressions
from msc.lower.program import lower
from msc.pipeline.front import front

LIBRARY = Path(__file__).with_name("library.yaml")
# Most examples have the expressions of the library in common.
EXPRESSIONS = KnownExpressions()
FILE = re.compile(r"^# (\w+\.yaml)\n", re.MULTILINE)
# What a file of bytes, another command or a folder shows is run by `tests/cases`.
IN_WORDS = {"MSC101", "MSC102", "MSC115", "MSC116", "MSC117"} | {
    code.id for code in catalogue.ALL if code.id.startswith("MSC8")
}


def sayings() -> str:
    """The message and the hint of each wrong example that can be checked, by code."""
    shown = {code.id: _saying(code) for code in catalogue.ALL if code.id not in IN_WORDS}
    return json.dumps(shown, indent=1, ensure_ascii=False) + "\n"


def _saying(code: Code) -> list[str]:
    first = next(
        diagnostic for diagnostic in diagnostics_of(code, code.wrong) if diagnostic.code == code
    )
    return [first.message, first.hint]


@cache
def diagnostics_of(code: Code, example: str) -> tuple[Diagnostic, ...]:
    """Everything that msc says of the example, over the library unless its very text matters."""
    documents = files(example)
    answers = documents.pop("answers.yaml", None)
    if not code.id.startswith("MSC1"):
        whole = laid_over(_library(), _parsed(documents["spec.yaml"]))
        text = yaml.dump(whole, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
        documents = {"spec.yaml": text}
    document = None if answers is None else ("answers.yaml", answers.encode())
    texts = [(name, text.encode()) for name, text in documents.items()]
    checked = front(texts, document, Earlier(EXPRESSIONS)).checked
    if checked.value is None or not checked.ok:
        return checked.diagnostics
    program = lower(checked.value)
    if program.value is None:
        return (*checked.diagnostics, *program.diagnostics)
    return checked.diagnostics


@cache
def _library() -> Any:
    return _parsed(LIBRARY.read_text("utf-8"))


def _parsed(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)


def files(example: str) -> dict[str, str]:
    """The files of an example; `# name.yaml` begins one."""
    parts = FILE.split(example)
    return dict(zip(parts[1::2], parts[2::2], strict=True)) or {"spec.yaml": example}


def laid_over(base: Any, piece: Any) -> Any:
    """The base with the piece's keys in it; a list or a single value replaces."""
    if not isinstance(base, dict) or not isinstance(piece, dict):
        return piece
    return {**base, **{key: laid_over(base.get(key), value) for key, value in piece.items()}}
