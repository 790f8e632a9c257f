"""Diagnostics for programs: JSON, SARIF 2.1.0 and GitHub's workflow annotations."""

import json
from typing import Any
from urllib.parse import quote

from msc.core.diagnostics import Diagnostic, Severity
from msc.core.source import Span
from msc.core.visible import visible

FORMAT_VERSION = 1
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(diagnostics: tuple[Diagnostic, ...]) -> str:
    """The diagnostics as data, with `format_version`."""
    body = {
        "format_version": FORMAT_VERSION,
        "diagnostics": [_data(diagnostic) for diagnostic in diagnostics],
    }
    return json.dumps(body, indent=2) + "\n"


def _data(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code.id,
        "name": diagnostic.code.name,
        "severity": diagnostic.code.severity,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "paste": "\n".join(diagnostic.paste),
        "span": _span(diagnostic.span),
        "related": [{"span": _span(r.span), "message": r.message} for r in diagnostic.related],
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "start": {"line": span.start_line, "column": span.start_column},
        "end": {"line": span.end_line, "column": span.end_column},
    }


def as_sarif(diagnostics: tuple[Diagnostic, ...]) -> str:
    """The diagnostics as a SARIF log with one run."""
    rules = {diagnostic.code.id: diagnostic.code for diagnostic in diagnostics}
    driver = {
        "name": "msc",
        "rules": [
            {
                "id": code.id,
                "name": code.name,
                "shortDescription": {"text": code.name.replace("-", " ")},
                "fullDescription": {"text": code.explanation},
            }
            for _, code in sorted(rules.items())
        ],
    }
    results = [
        {
            "ruleId": diagnostic.code.id,
            "level": diagnostic.code.severity,
            "message": {"text": _sentence(diagnostic)},
            "locations": [{"physicalLocation": _location(diagnostic.span)}],
        }
        for diagnostic in diagnostics
    ]
    log = {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return json.dumps(log, indent=2) + "\n"


def _location(span: Span) -> dict[str, Any]:
    region = {
        "startLine": span.start_line,
        "startColumn": span.start_column,
        "endLine": span.end_line,
        "endColumn": max(span.end_column, 1),
    }
    return {"artifactLocation": {"uri": quote(span.file)}, "region": region}


def as_github(diagnostics: tuple[Diagnostic, ...]) -> str:
    """A workflow command per diagnostic, shown next to the lines of a pull request."""
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    lines = [
        f"::{words[diagnostic.code.severity]} file={_property(diagnostic.span.file)},"
        f"line={diagnostic.span.start_line},col={diagnostic.span.start_column},"
        f"title={_property(f'{diagnostic.code.id} {diagnostic.code.name}')}"
        f"::{_escaped(_sentence(diagnostic))}"
        for diagnostic in diagnostics
    ]
    return "\n".join(lines) + "\n" if lines else ""


def _sentence(diagnostic: Diagnostic) -> str:
    hint = f"; {diagnostic.hint}" if diagnostic.hint else ""
    return f"{diagnostic.message}{hint}"


def _escaped(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
