"""Values that steps set and pass: paths, inputs, literals, and what is computed from them."""

from tests.generated import texts
from tests.generated.conditions import Conditions
from tests.generated.kinds import Field, Kind
from tests.generated.scopes import Path, Scope, fits

LITERALS = {
    "string": ("'x'", "'it is so'", "'%'", '"it\'s"'),
    "int": ("0", "1", "42"),
    "decimal": ("0.0", "1.50", "2"),
    "bool": ("true", "false"),
    "date": ("today", "today + days(3)", "today - days(1)"),
    "timestamp": ("now", "now + hours(24)", "now - minutes(30)"),
}


def value(scope: Scope, target: Field, entity: str = "") -> object:
    """A value for a field: of a row of an entity, of a payload or of a notification."""
    chance = scope.draft.chance
    if target.optional and chance.one_in(6):
        return None
    paths = [
        path
        for path in scope.of(target.kind, optional=target.optional)
        if fits(path.field, target) and path.text.split(".")[-1] not in {"id", "created_at"}
    ]
    if paths and not chance.one_in(3):
        return chosen(scope, chance.pick(paths), target)
    if chance.one_in(4) and (computed := _computed(scope, target)) is not None:
        return computed
    written = _literal(scope, target)
    hidden = target.kind.name == "row" and not (
        scope.draft.entities[target.kind.entity].visible(scope.actor)
    )
    open_ = scope.inputs is not None and not scope.only_rows and not hidden
    if open_ and (written is None or chance.one_in(2)):
        return _input(scope, target, entity).text
    if written is not None:
        return written
    if paths:
        return chance.pick(paths).text
    return None


def chosen(scope: Scope, path: Path, target: Field) -> str:
    """The path, or it or another value as a condition says."""
    chance = scope.draft.chance
    others = [path for path in scope.of(target.kind, optional=False) if fits(path.field, target)]
    if target.kind.name == "row" or not others or not chance.one_in(6):
        return path.text
    if path.optional and chance.one_in(2):
        return f"{path.text} != null ? {path.text} : {chance.pick(others).text}"
    condition = Conditions(scope, sql=False).condition(1)
    other = "null" if target.optional and chance.one_in(3) else chance.pick(others).text
    return f"{condition} ? {path.text} : {other}"


def _input(scope: Scope, target: Field, entity: str) -> Path:
    chance = scope.draft.chance
    optional = target.optional and chance.one_in(2)
    if target.kind.name == "row":
        assert scope.draft.entities[target.kind.entity].visible(scope.actor)
        return scope.row_input(target.kind.entity, optional=optional)
    if entity:
        return scope.copied_input(entity, target, optional=optional)
    return scope.plain_input(target.type, target.kind, optional=optional)


def _literal(scope: Scope, target: Field) -> object:
    """A literal that the field can hold, or None."""
    chance = scope.draft.chance
    kind = target.kind
    if kind.name == "enum":
        return f"'{chance.pick(kind.words)}'"
    if target.type == "text" and "max_length" not in target.spec and chance.one_in(3):
        return quoted(texts.line(chance))
    limited = set(target.spec) & {"minimum", "maximum", "max_length", "min_length", "pattern"}
    if limited or target.type in {"email", "phone", "url", "uuid", "json", "decimal"}:
        return None
    literals = LITERALS.get(kind.name)
    if literals is None:
        return None
    text = chance.pick(literals)
    if kind.name == "int" and chance.one_in(2):
        return int(text)
    return text


def quoted(text: str) -> str:
    """A text as a literal of an expression."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'".replace("\r", "\\r")


def _computed(scope: Scope, target: Field) -> str | None:
    """A value computed from others, where the field takes any of its kind."""
    chance = scope.draft.chance
    limited = set(target.spec) & {"minimum", "maximum", "max_length", "min_length", "pattern"}
    if limited or target.type in {"email", "phone", "url", "uuid", "json", "string", "decimal"}:
        return None
    texts = [path.text for path in scope.of(target.kind) if fits(path.field, target)]
    if target.kind.name == "bool":
        return Conditions(scope, sql=False).condition(2)
    if not texts:
        return None
    one, other = chance.pick(texts), chance.pick(texts)
    forms = {
        "string": (f"{one} + {other}", f"{one} + '!'", f"'<' + {one} + '>'"),
        "int": (
            f"{one} + 1",
            f"{one} - {other}",
            f"{one} * 2",
            f"-{one}",
            f"{one} - ({other} - 1)",
        ),
        "decimal": (
            f"{one} + {other}",
            f"{one} * 2",
            f"{one} - 0.5",
            f"{one} - ({one} - {other})",
            f"round({one} / 3, 2)",
            f"round({one} * 1.125, 2) - round({other} * 0.5, 0)",
        ),  # fmt: skip
        "date": (f"{one} + days(3)", f"{one} - days(1)"),
        "timestamp": (f"{one} + hours(2)", f"{one} - minutes(30)", f"{one} + days(1)"),
    }.get(target.kind.name)
    return chance.pick(forms) if forms else None


def plain(name: str, type_: str, kind: Kind, *, optional: bool) -> Field:
    """A field as a payload has it."""
    spec = {"type": type_, **({"optional": True} if optional else {})}
    return Field(name, kind, spec)
