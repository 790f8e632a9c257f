"""The words that the language is designed to have, from the table by which they are refused."""

from msc.analyze import fields, providers
from msc.model.planned import KEYS, WHOLE
from pages.markdown import code, prose, table


def section() -> str:
    """The chapter."""
    rows = [
        (code(_place(pattern)), code(word), instead)
        for pattern in dict.fromkeys((*KEYS, *WHOLE))
        for word, instead in {**KEYS.get(pattern, {}), **WHOLE.get(pattern, {})}.items()
    ]
    named = (("types of fields", fields.PLANNED), ("providers", providers.PLANNED))
    more = [f"Planned {what}: {', '.join(map(code, words))}.\n" for what, words in named]
    return "\n".join([prose("planned"), table(("place", "word", "until then"), rows), *more])


def _place(pattern: tuple[str, ...]) -> str:
    return ".".join("NAME" if part == "*" else part for part in pattern) or "the file"
