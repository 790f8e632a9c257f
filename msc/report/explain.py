"""A code as a page: what it says, why, and a wrong and a right example."""

from msc.core.diagnostics import Code


def as_text(code: Code) -> str:
    """The page for a terminal."""
    return "\n".join(
        [
            f"{code.id} {code.name} ({code.severity})",
            "",
            f"  {code.message}",
            f"  hint: {code.hint}",
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
