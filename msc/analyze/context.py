"""State shared by all passes of the analysis: the spec, its positions and the diagnostics."""

import re
import unicodedata
from collections.abc import Collection, Container, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from msc.analyze.recall import Earlier, Recall
from msc.core.catalogue import names as name_codes
from msc.core.catalogue import structure as structure_codes
from msc.core.catalogue import types as type_codes
from msc.core.diagnostics import Code, Diagnostic, Related, Severity, at
from msc.core.naming import closest, pascal, snake, words
from msc.core.record import Mutable, Record, field
from msc.core.source import Origin
from msc.expr import text as texts
from msc.expr.known import KnownExpressions
from msc.expr.problem import Problem
from msc.expr.scope import Entities, Scope
from msc.expr.words import VALUES
from msc.ir.expressions import Expression, ValueType
from msc.model.bind import BoundSpec
from msc.model.places import Path
from msc.model.spec import Spec

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
MAX_NAME = 40


class Part(Record):
    """What a name refers to inside of an owner: a `noun`, such as the field of an entity."""

    noun: str
    owner: str

    @property
    def lack(self) -> str:
        """How its absence is reported."""
        return f"{self.owner} has no {self.noun}"


class Context(Mutable, dict=True):
    """One analysis; passes report to it and continue. Codes in `passing` do not stop it."""

    bound: BoundSpec
    passing: frozenset[str] = frozenset()
    diagnostics: list[Diagnostic] = field(default_factory=list)
    broken: set[tuple[str, str]] = field(default_factory=set)
    entities: Entities = field(default_factory=lambda: Entities(()))
    earlier: Earlier = field(default_factory=Earlier)
    harmless: int = 0

    @property
    def spec(self) -> Spec:
        """The spec as bound."""
        return self.bound.spec

    @property
    def expressions(self) -> KnownExpressions:
        """The check of expressions, which knows those of earlier runs."""
        return self.earlier.expressions

    @cached_property
    def recall(self) -> Recall:
        """The elements that earlier runs have resolved."""
        return Recall(self.bound.places, self.earlier.elements)

    @cached_property
    def query_names(self) -> Mapping[str, str | None]:
        """The operation that may name queries so, by class name; None where nobody may."""
        names: dict[str, str | None] = {}
        for operation in self.spec.operations:
            name = pascal(operation)
            names[name] = None if name in names else operation
        jobs = (name for name, job in self.spec.jobs.items() if job.for_each)
        return names | dict.fromkeys(map(pascal, jobs))

    def report(
        self, code: Code, path: Path, *, at_key: bool = False, related: tuple[Related, ...] = (),
        paste: tuple[str, ...] = (), **facts: object,
    ) -> None:  # fmt: skip
        """Adds a diagnostic at the value or the key of `path`; `hint` replaces the code's own."""
        span = self.bound.places.key(path) if at_key else self.bound.places.value(path)
        self.diagnostics.append(at(code, span, related=related, paste=paste, **facts))

    def report_alone(self, code: Code, path: Path, **facts: object) -> None:
        """Adds an error on which nothing else in the spec depends, so that no pass ends early."""
        self.report(code, path, at_key=False, related=(), paste=(), **facts)
        self.harmless += code.severity is Severity.ERROR and code.id not in self.passing

    @contextmanager
    def element(self, section: str, name: str) -> Iterator[Path]:
        """Records whether errors were reported inside the block, which handles one element.

        Other passes then skip consequential errors.
        """
        before = self.errors()
        yield (section, name)
        if self.errors() > before:
            self.broken.add((section, name))

    def errors(self) -> int:
        """The number of errors so far on which something else may depend."""
        errors = sum(
            diagnostic.code.severity is Severity.ERROR and diagnostic.code.id not in self.passing
            for diagnostic in self.diagnostics
        )
        return errors - self.harmless

    def sound(self, section: str, name: str) -> bool:
        """Whether an element has no errors, so that other elements may rely on it."""
        return (section, name) not in self.broken

    def is_account(self, entity: str) -> bool:
        """Whether the entity stores the accounts."""
        accounts = self.spec.authentication
        return accounts is not None and accounts.account == entity

    def origin(self, path: Path) -> Origin:
        """The place of an element: its key."""
        return Origin(self.bound.places.key(path))

    def known(
        self, kind: str | Part, name: str, candidates: Collection[str], path: Path, *,
        at_key: bool = False,
    ) -> bool:  # fmt: skip
        """Whether `name` is one of the candidates; reports it if not."""
        if name in candidates:
            return True
        noun = kind if isinstance(kind, str) else kind.noun
        self.unknown(kind, name, path, suggest(name, sorted(candidates), noun), at_key=at_key)
        return False

    def unknown(
        self, kind: str | Part, name: str, path: Path, suggestion: str, *, at_key: bool = False
    ) -> None:
        """Reports a name that refers to nothing, or to no part of its owner."""
        lack = f"there is no {kind}" if isinstance(kind, str) else kind.lack
        self.report(
            name_codes.UNKNOWN_NAME, path, at_key=at_key, lack=lack, name=name,
            suggestion=suggestion,
        )  # fmt: skip

    def usable(self, kind: str, name: str, path: Path) -> None:
        """Reports a name with an invalid form."""
        if not NAME.fullmatch(name) or len(name) > MAX_NAME:
            self.report(
                name_codes.NAME_FORM, path, at_key=path[-1] == name, name=name, kind=kind,
                form=f"names are snake_case, at most {MAX_NAME} characters",
                suggestion=nearest_name(name),
            )  # fmt: skip

    def usable_in_expressions(
        self, kind: str, name: str, path: Path, words: frozenset[str] = VALUES
    ) -> None:
        """Reports a name that expressions cannot use."""
        self.usable(kind, name, path)
        if name in words:
            self.reserved(kind, name, path, "it is reserved in expressions")

    def reserved(self, kind: str, name: str, path: Path, reason: str) -> None:
        """Reports a reserved name."""
        self.report(
            name_codes.RESERVED_NAME, path, at_key=path[-1] == name, name=name, kind=kind,
            reason=reason,
        )  # fmt: skip

    def missing(self, key: str, path: Path, place: str, example: str = "") -> None:
        """Reports a missing key that other keys require."""
        self.report(
            structure_codes.MISSING_KEY, path, at_key=True, key=key, place=place, example=example
        )

    def without_value(
        self, what: str, names: list[str], path: Path, *, at_key: bool = False,
        hint: str | None = None,
    ) -> None:  # fmt: skip
        """Reports the required values without an assignment."""
        if names:
            listed = ", ".join(f"`{name}`" for name in names)
            self.report(
                type_codes.VALUE_MISSING, path, at_key=at_key, hint=hint, what=what, names=listed
            )

    def distinct(self, names: tuple[str, ...], path: Path) -> None:
        """Reports every duplicate in a list of names."""
        for index, name in enumerate(names):
            if name in names[:index]:
                self.report(name_codes.DECLARED_TWICE, (*path, index), name=name)

    def expression(
        self, text: object, scope: Scope, path: Path, expected: ValueType | None = None
    ) -> Expression | None:
        """The checked expression at `path`, or None after reporting its problems."""
        result = self.expressions.check(source_of(text), scope, expected)
        if isinstance(result, Expression):
            return result
        self.problems(result, path)
        return None

    def problems(self, problems: tuple[Problem, ...], path: Path) -> None:
        """Reports problems of an expression or text at their own places inside the value."""
        for problem in (one for one in problems if not one.follows):
            span = self.bound.places.inside(path, problem.line, problem.column, problem.length)
            self.diagnostics.append(
                at(
                    type_codes.WRONG_EXPRESSION,
                    span,
                    problem=problem.message,
                    suggestion=problem.hint,
                )
            )

    def braces_only(self, text: str, names: Container[str], path: Path) -> None:
        """Warns of known names in braces, which would stay literal text."""
        for match in texts.braces_only(text.strip(), names):
            span = self.bound.places.inside(path, match.line, match.column, len(match.text))
            braces, value = match.text, match.value
            self.diagnostics.append(at(type_codes.BRACES_ONLY, span, text=braces, value=value))


def source_of(value: object) -> str:
    """An expression as CEL text; YAML numbers and booleans become their text."""
    match value:
        case True:
            return "true"
        case False:
            return "false"
        case None:
            return "null"
        case _:
            return str(value).strip()


def nearest_name(name: str) -> str:
    """A similar name of a valid form."""
    plain = unicodedata.normalize("NFKD", name)
    suggestion = (
        snake("".join(character for character in plain if not unicodedata.combining(character)))
        .lstrip("0123456789_")[:MAX_NAME]
        .rstrip("_")
    )
    return suggestion if NAME.fullmatch(suggestion) else "name"


def _only_formed_otherwise(name: str, declared: str, kind: str) -> bool:
    """Whether the name is right and its declaration, reported by itself, has a wrong form."""
    right, wrong = (
        "." in spelling if kind == "event" else NAME.fullmatch(spelling) is not None
        for spelling in (name, declared)
    )
    return right and not wrong and words(name) == words(declared)


def suggest(name: str, choices: list[str], kind: str) -> str:
    """The suggestion for an unknown name."""
    near = closest(name, choices)
    if near and _only_formed_otherwise(name, near, kind):
        return f"declare it as `{name}`, not as `{near}`"
    if near:
        return f"did you mean `{near}`?"
    if choices and len(choices) <= 12:
        return f"choose from: {', '.join(f'`{choice}`' for choice in choices)}"
    return f"use a declared {kind}" if choices else "none is declared"
