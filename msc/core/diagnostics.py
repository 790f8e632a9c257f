"""Codes, and the diagnostics that report them at a place in a spec."""

from enum import StrEnum

from msc.core.record import Record, replace
from msc.core.source import Span


class Severity(StrEnum):
    """How serious a diagnostic is; only errors stop the next stage."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(Record):
    """One kind of mistake, declared once.

    `message` and `hint` are templates whose placeholders in braces are filled with facts. `wrong`
    and `right` are short excerpts of a spec.
    """

    id: str
    name: str
    severity: Severity
    message: str
    hint: str
    explanation: str
    wrong: str
    right: str


class Related(Record):
    """A second place that helps to understand a diagnostic."""

    span: Span
    message: str


class Diagnostic(Record):
    """One occurrence of a code at a place; `paste` holds spec lines that would fix it."""

    code: Code
    span: Span
    message: str
    hint: str
    related: tuple[Related, ...] = ()
    paste: tuple[str, ...] = ()


class Checked[T](Record):
    """The result of a stage and its diagnostics; without a value the stage could not finish."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is a value and no error."""
        return self.value is not None and not has_errors(self.diagnostics)


def at(
    code: Code, span: Span, *, related: tuple[Related, ...] = (), paste: tuple[str, ...] = (),
    hint: object = None, **facts: object,
) -> Diagnostic:  # fmt: skip
    """The diagnostic of `code` at `span`, with `facts` filled into its templates.

    `hint` replaces the code's own hint where the caller has a more specific one.
    """
    shown_hint = code.hint.format(**facts) if hint is None else str(hint)
    return Diagnostic(code, span, code.message.format(**facts), shown_hint, related, paste)


def has_errors(diagnostics: tuple[Diagnostic, ...]) -> bool:
    """Whether any of them is an error."""
    return any(diagnostic.code.severity is Severity.ERROR for diagnostic in diagnostics)


# How a hint begins that lists the names of its place.
LISTING = "available here: "


def gathered(
    diagnostics: tuple[Diagnostic, ...], codes: frozenset[str], hinting: frozenset[str]
) -> tuple[Diagnostic, ...]:
    """The diagnostics sorted by place; those of `codes` with equal messages are merged into one.

    Those of `hinting` need equal hints, too: the same mistake is mended otherwise elsewhere. Lists
    of names differ from place to place without saying more.
    """
    unique: dict[object, Diagnostic] = {}
    for diagnostic in in_order(diagnostics):
        code = diagnostic.code.id
        is_told = code in hinting and not diagnostic.hint.startswith(LISTING)
        same = (code, diagnostic.message, diagnostic.hint if is_told else "")
        key = same if code in codes else diagnostic
        first = unique.get(key)
        if first is None:
            unique[key] = diagnostic
        else:
            related = (*first.related, Related(diagnostic.span, "the same here"))
            unique[key] = replace(first, related=related)
    return tuple(unique.values())


def in_order(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The diagnostics sorted by place, without duplicates."""
    unique = dict.fromkeys(diagnostics)
    return tuple(
        sorted(
            unique, key=lambda diagnostic: (diagnostic.span, diagnostic.code.id, diagnostic.message)
        )
    )
