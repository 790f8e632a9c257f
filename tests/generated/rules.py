"""Rules that can hold: of the inputs and the actor, and of stored rows."""

from tests.generated import texts
from tests.generated.draft import Draft
from tests.generated.kinds import Field, Spec
from tests.generated.names import VERBS
from tests.generated.scopes import Path, Scope
from tests.generated.selections import few

CODES = (
    "TOO_MANY", "NOT_YOURS", "CLOSED", "TAKEN", "WRONG_STATE", "TOO_EARLY", "LATE", "MISSING",
    "FULL",
)  # fmt: skip


def require(scope: Scope, fixed: set[str], count: int) -> list[str]:
    """Declares so many rules over different paths, none of which an earlier one has tested."""
    rules = []
    for _ in range(count):
        holds = _holds(scope, fixed)
        if holds is not None:
            rules.append(declared(scope.draft, holds))
    return rules


def declared(draft: Draft, holds: str) -> str:
    """The name of a new rule."""
    name = draft.names.new(VERBS, "rules")
    rule = {
        "holds": holds,
        "message": texts.line(draft.chance),
        "code": draft.names.new(CODES, "codes"),
    }
    if draft.chance.one_in(3):
        rule["status"] = draft.chance.pick((400, 403, 404, 409, 422, 499))
    draft.section("rules")[name] = rule
    return name


def on_the_spot(draft: Draft, name: str) -> Spec:
    """A step that requires the condition of a rule, which is no longer declared."""
    rule = draft.spec["rules"].pop(name)
    return {"require": rule.pop("holds"), **rule}


def _holds(scope: Scope, fixed: set[str]) -> str | None:
    chance = scope.draft.chance
    if chance.one_in(3):
        rows = scope.draft.rows()
        return few(scope, chance.pick(rows)) if rows else None
    reach = 1 if chance.one_in(3) else 0
    paths = [path for path in scope.paths(reach) if path.text not in fixed and _testable(path)]
    if not paths:
        return None
    path = chance.pick(paths)
    fixed.add(path.text)
    test = _test(scope, path)
    if test is None or not path.optional:
        return test
    return chance.pick((f"{path.text} == null || {test}", f"{path.text} != null && {test}"))


def _testable(path: Path) -> bool:
    last = path.text.split(".")[-1]
    return "." in path.text and last not in {"id", "created_at"} and path.kind.name != "json"


def _test(scope: Scope, path: Path) -> str | None:
    """A test that some value of the field passes."""
    chance, one = scope.draft.chance, path.text
    field = path.field
    if path.kind.name == "row":
        return _of_rows(scope, path)
    if path.kind.name == "enum":
        words = path.kind.words
        if len(words) > 1 and chance.one_in(2):
            return f"{one} != '{chance.pick(words)}'"
        return f"{one} in [{', '.join(repr(word) for word in chance.some(words, 3, 1))}]"
    forms = {
        "bool": (f"{one} == true", f"{one} != false", one if not path.optional else ""),
        "string": _of_text(path),
        "int": _of_number(path, field),
        "decimal": _of_number(path, field),
        "date": (f"{one} > today", f"{one} <= today + days(30)", f"{one} != today"),
        "timestamp": (f"{one} > now", f"{one} < now + hours(24)"),
    }.get(path.kind.name, ())
    kept = [form for form in forms if form]
    return chance.pick(kept) if kept else None


def _of_rows(scope: Scope, path: Path) -> str | None:
    others = [
        other for other in scope.paths(0)
        if (other.kind == path.kind and other.text != path.text and not other.optional
        and "." in other.text) or other.text == "actor"
    ]  # fmt: skip
    same = [other for other in others if other.kind == path.kind]
    if not same:
        return f"{path.text} != null" if path.optional else None
    return (
        f"{path.text} {scope.draft.chance.pick(('==', '!='))} {scope.draft.chance.pick(same).text}"
    )


def _of_text(path: Path) -> tuple[str, ...]:
    one, limits = path.text, path.field.spec if path.field else {}
    forms = [f"{one} != 'no'"]
    if not path.optional:
        forms.append(f"{one}.size() >= {limits.get('min_length', 0)}")
    if path.field and path.field.type in {"string", "text"} and "pattern" not in limits:
        forms += [f"{one}.startsWith('A')", f"{one}.matches('^[A-Za-z]')", f"{one}.contains('a')"]
        forms += [f"{one}.endsWith('z')"]
    return tuple(forms)


def _of_number(path: Path, field: Field | None) -> tuple[str, ...]:
    one, limits = path.text, field.spec if field else {}
    low, high = limits.get("minimum"), limits.get("maximum")
    forms = []
    if low is None and high is None:
        forms += [f"{one} > 0", f"{one} <= 100", f"{one} != 13", f"{one} >= -1"]
    if low is not None and field and field.type == "integer":
        forms.append(f"{one} >= {low}")
    if high is not None and field and field.type == "integer":
        forms.append(f"{one} <= {high}")
    return tuple(forms) or (f"{one} == {one}",)
