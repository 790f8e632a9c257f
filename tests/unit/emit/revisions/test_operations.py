"""Each operation of a revision finds what it needs, and leaves nothing that only it needed."""

from msc.emit.revisions.matching import SchemaChange, TablePair
from msc.emit.revisions.operations import operations
from msc.lower.shapes.tables import Check, Column, ForeignKey, Table

SIZE = Column("size", "size", "Integer()", True, None)


def table(name: str, *columns: Column, **parts: tuple[object, ...]) -> Table:
    empty = {"checks": (), "uniques": (), "indexes": (), "foreign_keys": ()}
    return Table(name=name, entity=name, columns=columns, **{**empty, **parts})


def reference(name: str, target: str) -> ForeignKey:
    return ForeignKey(f"{name}_{target}_fkey", f"{target}_id", target, "RESTRICT")


def words(change: SchemaChange) -> list[str]:
    return [operation.words for operation in operations(change)]


def calls(old: Table, new: Table) -> list[str]:
    columns = tuple((one, other) for one in old.columns for other in new.columns
                    if one.name == other.name)  # fmt: skip
    change = SchemaChange((), (), (TablePair(old, new, columns),), "UTC")
    return [call for operation in operations(change) for call in operation.calls]


def test_tables_that_name_each_other_are_dropped_after_their_keys() -> None:
    one = table("a", foreign_keys=(reference("a", "b"), reference("a", "a"), reference("a", "c")))
    other = table("b", foreign_keys=(reference("b", "a"),))
    assert words(SchemaChange((one, other), (), (), "UTC")) == [
        "drop foreign key a_b_fkey", "drop foreign key b_a_fkey", "drop table a", "drop table b",
    ]  # fmt: skip


def test_default_for_older_rows_goes_again() -> None:
    filled = Column("rank", "rank", "Integer()", False, "3")
    add, bare = calls(table("a", SIZE), table("a", SIZE, filled))
    assert "server_default='3'" in add.replace('"', "'")
    assert bare.endswith("server_default=None)")


def test_check_of_a_column_of_another_type_is_made_anew() -> None:
    check = Check("a_size_check", "size", (">= 0",))
    wider = Column("size", "size", "Numeric(18, 2)", True, None)
    before, after = table("a", SIZE, checks=(check,)), table("a", wider, checks=(check,))
    dropped, altered, created = calls(before, after)
    assert "drop_constraint" in dropped
    assert "alter_column" in altered
    assert "create_check_constraint" in created
    assert calls(before, before) == []
