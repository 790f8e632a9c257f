"""`docs/diagnostics.md`: every code with a wrong and a right example."""

import json

from msc.core import catalogue
from msc.core.diagnostics import Code
from pages.markdown import fenced, prose
from pages.sayings import sayings


def page() -> str:
    """The page."""
    return "\n".join([prose("diagnostics"), *(_section(code) for code in catalogue.ALL)])


def _section(code: Code) -> str:
    message, hint = catalogue.saying(code, json.loads(sayings()))
    parts = [
        f"## {code.id} {code.name}",
        f"*{code.severity}*: {message}",
        *([f"*hint*: {hint}"] if hint else []),
        code.explanation,
        "Wrong:",
        fenced(_language(code.wrong), code.wrong).rstrip(),
        "Right:",
        fenced(_language(code.right), code.right).rstrip(),
    ]
    return "\n\n".join(parts) + "\n"


def _language(example: str) -> str:
    return "yaml" if ":" in example else "text"
