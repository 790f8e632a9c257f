"""The page of a code: message, reason, and a wrong and a right example."""

from msc.core.catalogue import saying
from msc.core.diagnostics import Code


def as_text(code: Code) -> str:
    """The page for a terminal."""
    message, hint = saying(code)
    return "\n".join(
        [
            f"{code.id} {code.name} ({code.severity})",
            "",
            f"  {message}",
            *([f"  hint: {hint}"] if hint else []),
            "",
            code.explanation,
            "",
            "Wrong:",
            *_indented(code.wrong),
            "",
            "Right:",
            *_indented(code.right),
            "",
        ]
    )


def _indented(text: str) -> list[str]:
    return [f"    {line}".rstrip() for line in text.split("\n")]
