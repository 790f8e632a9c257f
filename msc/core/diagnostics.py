"""What the compiler says about a spec: codes, and diagnostics that point at a place."""

from enum import StrEnum

from msc.core.record import Record, replace
from msc.core.source import Span


class Severity(StrEnum):
    """How grave a diagnostic is; only an error stops the next stage."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(Record):
    """One kind of mistake, declared once.

    `message` and `hint` are templates in braces, filled with the facts of a case. `wrong` and
    `right` are short pieces of a spec.
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
    """A second place that helps to understand the first."""

    span: Span
    message: str


class Diagnostic(Record):
    """One case of a code at a place; `paste` holds lines of a spec that would mend it."""

    code: Code
    span: Span
    message: str
    hint: str
    related: tuple[Related, ...] = ()
    paste: tuple[str, ...] = ()


class Checked[T](Record):
    """What a stage made, and what it has to say about it; no value means it had to stop."""

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
    """The diagnostic of `code` at `span`, its templates filled with `facts`.

    A hint that knows the case better takes the place of the code's own.
    """
    shown_hint = code.hint.format(**facts) if hint is None else str(hint)
    return Diagnostic(code, span, code.message.format(**facts), shown_hint, related, paste)


def has_errors(diagnostics: tuple[Diagnostic, ...]) -> bool:
    """Whether any of them stops the next stage."""
    return any(diagnostic.code.severity is Severity.ERROR for diagnostic in diagnostics)


def gathered(diagnostics: tuple[Diagnostic, ...], codes: frozenset[str]) -> tuple[Diagnostic, ...]:
    """The diagnostics by place; of those with these codes, one stands for all that say the same."""
    unique: dict[object, Diagnostic] = {}
    for diagnostic in in_order(diagnostics):
        key = (
            (diagnostic.code.id, diagnostic.message) if diagnostic.code.id in codes else diagnostic
        )
        first = unique.get(key)
        if first is None:
            unique[key] = diagnostic
        else:
            related = (*first.related, Related(diagnostic.span, "the same here"))
            unique[key] = replace(first, related=related)
    return tuple(unique.values())


def in_order(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The diagnostics by place, each once."""
    unique = dict.fromkeys(diagnostics)
    return tuple(
        sorted(
            unique, key=lambda diagnostic: (diagnostic.span, diagnostic.code.id, diagnostic.message)
        )
    )
