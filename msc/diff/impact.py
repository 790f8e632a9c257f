"""What each kind of change can break, as a table of the first rule that fits."""

from collections.abc import Callable
from decimal import Decimal

from msc.core.record import Record
from msc.ir.changes import ChangeKind, Impact

type Path = tuple[str, ...]


class Difference(Record):
    """One value that differs, with the element that holds it; the subject of a judgement.

    The path begins with what is said of the element. All of the system's own words are one
    section, and there it begins with the word.
    """

    section: str
    kind: ChangeKind
    path: Path
    old: str | None
    new: str | None


class Judgement(Record):
    """A rule: the impact of every difference that `fits`."""

    impact: Impact
    fits: Callable[[Difference], bool]


def _whole(section: str, kind: ChangeKind) -> Callable[[Difference], bool]:
    return lambda each: each.section == section and each.kind is kind


def _field_removed(each: Difference) -> bool:
    return _in_field(each) and each.path[2:] == ("type",) and each.new is None


def _field_retyped(each: Difference) -> bool:
    return _in_field(each) and each.path[2:] == ("type",) and None not in (each.old, each.new)


def _reference_redirected(each: Difference) -> bool:
    changed = None not in (each.old, each.new)
    return _in_field(each) and each.path[2:] == ("type", "entity") and changed


def _kept_elsewhere(each: Difference) -> bool:
    """Rows in another database or table, or amounts in another currency."""
    if each.kind is not ChangeKind.CHANGED:
        return False
    places = (("entities", ("store",)), ("entities", ("plural",)), ("system", ("currency",)))
    return (each.section, each.path) in places


def _kept_shorter(each: Difference) -> bool:
    if each.section != "entities" or each.path != ("retention_days",) or each.new is None:
        return False
    return each.old is None or int(each.new) < int(each.old)


def _accounts(each: Difference) -> bool:
    """What people send to register and log in, unless only a lifetime differs."""
    if each.section != "system" or each.path[:1] != ("authentication",):
        return False
    if each.kind is ChangeKind.REMOVED:
        return True
    return each.kind is ChangeKind.CHANGED and not each.path[-1].endswith("_minutes")


def _field_required(each: Difference) -> bool:
    return _in_field(each) and each.path[2:] == ("optional",) and each.new == "false"


def _limit_tightened(each: Difference) -> bool:
    if not _in_field(each) or len(each.path) < 4 or each.new is None:
        return False
    match each.path[-1]:
        case "minimum" | "min_length":
            return each.old is None or Decimal(each.new) > Decimal(each.old)
        case "maximum" | "max_length" | "precision" | "scale":
            return each.old is None or Decimal(each.new) < Decimal(each.old)
        case "pattern":
            return True
    return False


def _uniqueness_added(each: Difference) -> bool:
    group = each.section == "entities" and each.path[:1] == ("uniques",) and each.new is not None
    return group or (_in_field(each) and each.path[2:] == ("unique",) and each.new == "true")


def _field_renamed(each: Difference) -> bool:
    return _in_field(each) and each.path[2:] == ("name",)


def _word_removed(each: Difference) -> bool:
    if not _in_field(each) or each.path[2:] != ("type", "values"):
        return False
    old, new = (set((value or "").split(", ")) for value in (each.old, each.new))
    return each.new is not None and not old <= new


def _in_field(each: Difference) -> bool:
    changed = each.kind is ChangeKind.CHANGED
    return changed and each.section == "entities" and each.path[0] == "fields"


def _contract(each: Difference) -> bool:
    if each.kind is not ChangeKind.CHANGED:
        return False
    match each.section, each.path[0]:
        case (
            ("endpoints", "status" | "operation")
            | ("rules", "code" | "status")
            | ("events", "payload")
        ):
            return True
        case "operations", "inputs" | "returns" | "actor":
            return True
        case "types", "values":
            return True
        case "system", "base_path" | "name":
            return True
    return False


RULES = (
    Judgement(Impact.DATA, _whole("entities", ChangeKind.REMOVED)),
    Judgement(Impact.DATA, _field_removed),
    Judgement(Impact.DATA, _field_retyped),
    Judgement(Impact.DATA, _reference_redirected),
    Judgement(Impact.DATA, _kept_elsewhere),
    Judgement(Impact.DATA, _kept_shorter),
    Judgement(Impact.DATA, _field_required),
    Judgement(Impact.DATA, _limit_tightened),
    Judgement(Impact.DATA, _uniqueness_added),
    Judgement(Impact.DATA, _field_renamed),
    Judgement(Impact.DATA, _word_removed),
    Judgement(Impact.DATA, _whole("entities", ChangeKind.RENAMED)),
    Judgement(Impact.WIRE, _whole("endpoints", ChangeKind.REMOVED)),
    Judgement(Impact.WIRE, _whole("events", ChangeKind.REMOVED)),
    Judgement(Impact.WIRE, _whole("roles", ChangeKind.REMOVED)),
    Judgement(Impact.WIRE, _whole("bot.commands", ChangeKind.REMOVED)),
    Judgement(Impact.WIRE, _accounts),
    Judgement(Impact.WIRE, _contract),
    Judgement(Impact.SOURCE, _whole("operations", ChangeKind.REMOVED)),
    Judgement(Impact.SOURCE, _whole("types", ChangeKind.REMOVED)),
    Judgement(Impact.SOURCE, _whole("rules", ChangeKind.REMOVED)),
)

SEVERITY = (Impact.DATA, Impact.WIRE, Impact.SOURCE, Impact.SAFE)


def judge(difference: Difference) -> Impact:
    """The impact of one difference; what no rule names breaks nothing."""
    return next((rule.impact for rule in RULES if rule.fits(difference)), Impact.SAFE)


def worst(impacts: tuple[Impact, ...]) -> Impact:
    """The gravest of several impacts; SAFE when there are none."""
    return min(impacts, key=SEVERITY.index, default=Impact.SAFE)
