"""Constraints and indexes of an existing table: those to drop, create and rename."""

from collections.abc import Iterable, Iterator, Mapping

from msc.core.record import Record, replace
from msc.emit.revisions.gradual import Gradual, touches
from msc.emit.revisions.matching import TablePair
from msc.lower.shapes.tables import Check, ForeignKey, Group

COMMON = ("id", "created_at", "updated_at", "version")


class Difference[C: (Check, Group, ForeignKey)](Record):
    """Constraints of one kind; `renamed` holds pairs of old and new names."""

    dropped: tuple[C, ...]
    added: tuple[C, ...]
    renamed: tuple[tuple[str, str], ...]


class TableDifference(Record):
    """The changes around the columns of an existing table."""

    pair: TablePair
    checks: Difference[Check]
    uniques: Difference[Group]
    indexes: Difference[Group]
    foreign_keys: Difference[ForeignKey]


def difference(pair: TablePair, moved: Mapping[str, str], waiting: Gradual) -> TableDifference:
    """The difference of one table, given the new name of each existing table."""
    followed = waiting.followed(pair)
    names = {name: name for name in COMMON} | {
        old.name: new.name for old, new in pair.columns if old.name not in followed
    }
    old, new = pair.old, pair.new
    gone = frozenset(key.name for key in old.foreign_keys if key.target not in moved)
    return TableDifference(
        pair,
        _staying(_compared(_checks(pair, names), new.checks), followed),
        _staying(_compared(_groups(old.uniques, names), new.uniques), followed),
        _staying(_compared(_groups(old.indexes, names), new.indexes), followed),
        _staying(_compared(_foreign_keys(pair, names, moved), new.foreign_keys), followed, gone),
    )


def _staying[C: (Check, Group, ForeignKey)](
    change: Difference[C], followed: frozenset[str], gone: frozenset[str] = frozenset()
) -> Difference[C]:
    """Without dropping what goes together with a column whose old name stays for now."""
    dropped = tuple(
        constraint
        for constraint in change.dropped
        if not touches(constraint, followed) or constraint.name in gone
    )
    return replace(change, dropped=dropped)


def _compared[C: (Check, Group, ForeignKey)](
    old: Iterable[tuple[C, C | None]], new: tuple[C, ...]
) -> Difference[C]:
    """Compares by meaning; each old constraint has its form after the column changes."""
    wanted = {replace(constraint, name=""): constraint for constraint in new}
    dropped, renamed = [], []
    for before, after in old:
        kept = wanted.pop(after, None) if after is not None else None
        if kept is None:
            dropped.append(before)
        elif kept.name != before.name:
            renamed.append((before.name, kept.name))
    return Difference(tuple(dropped), tuple(wanted.values()), tuple(renamed))


def _checks(pair: TablePair, names: Mapping[str, str]) -> Iterator[tuple[Check, Check | None]]:
    # PostgreSQL keeps a condition as it read it, with the types of that time.
    retyped = {old.name for old, new in pair.columns if old.type != new.type}
    for check in pair.old.checks:
        kept = check.column in names and check.column not in retyped
        yield check, Check("", names[check.column], check.terms) if kept else None


def _groups(
    groups: tuple[Group, ...], names: Mapping[str, str]
) -> Iterator[tuple[Group, Group | None]]:
    for group in groups:
        kept = all(name in names for name in group.columns)
        yield group, Group("", tuple(names[name] for name in group.columns)) if kept else None


def _foreign_keys(
    pair: TablePair, names: Mapping[str, str], moved: Mapping[str, str]
) -> Iterator[tuple[ForeignKey, ForeignKey | None]]:
    for key in pair.old.foreign_keys:
        column, target = names.get(key.column), moved.get(key.target)
        known = column is not None and target is not None
        yield key, ForeignKey("", column, target, key.on_delete) if known else None  # type: ignore[arg-type]
