"""Each operation of a revision finds what it needs, and leaves nothing that only it needed."""

import ast

from msc.core.record import replace
from msc.emit.revisions.matching import SchemaChange, TablePair
from msc.emit.revisions.operations import operations
from msc.lower.shapes.tables import Check, Column, ForeignKey, Group, Table

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
    return all_calls(SchemaChange((), (), (TablePair(old, new, columns),), "UTC"))


def all_calls(change: SchemaChange) -> list[str]:
    return written(*(call for operation in operations(change) for call in operation.calls))


def written(*calls: str) -> list[str]:
    """Calls with the quotes that Python itself chooses."""
    return [ast.unparse(ast.parse(call, mode="eval")) for call in calls]


def test_tables_that_name_each_other_are_dropped_after_their_keys() -> None:
    one = table("a", foreign_keys=(reference("a", "b"), reference("a", "a"), reference("a", "c")))
    other = table("b", foreign_keys=(reference("b", "a"),))
    assert words(SchemaChange((one, other), (), (), "UTC")) == [
        "drop foreign key a_b_fkey", "drop foreign key a_a_fkey", "drop foreign key a_c_fkey",
        "drop foreign key b_a_fkey", "drop table a", "drop table b",
    ]  # fmt: skip


def test_default_for_older_rows_stays_until_the_next_revision() -> None:
    filled = Column("rank", "rank", "Integer()", False, "3")
    add, later = calls(table("a", SIZE), table("a", SIZE, filled))
    assert add.startswith("lambda: op.add_column(")
    assert "server_default='3'" in add.replace('"', "'")
    assert later.startswith("lambda: leave(")
    assert 'ALTER COLUMN "rank" DROP DEFAULT' in later


def test_constraints_and_indexes_are_added_without_a_long_lock() -> None:
    new = table(
        "a", SIZE, checks=(Check("a_check", "size", (">= 0",)),),
        uniques=(Group("uniq_a", ("size",)),), indexes=(Group("idx_a", ("size", "id")),),
        foreign_keys=(ForeignKey("a_fkey", "size", "b", "CASCADE"),),
    )  # fmt: skip
    reference = """FOREIGN KEY ("size") REFERENCES "b" ("id") ON DELETE CASCADE"""
    assert calls(table("a", SIZE), new) == written(
        'AddConstraint("a_check", "a", "CHECK (size >= 0)")',
        'AddUnique("uniq_a", "a", ("size",))',
        'AddIndex("idx_a", "a", ("size", "id",))',
        f'AddConstraint("a_fkey", "a", \'{reference}\')',
    )


def test_value_is_required_after_rows_without_one_are_filled() -> None:
    required = replace(SIZE, nullable=False, fill="3")
    assert calls(table("a", SIZE), table("a", required)) == written(
        """Fill("fill_a_size", "a", "size", "'3'")""", '''Require("a", "size")''',
    )  # fmt: skip
    assert calls(table("a", SIZE), table("a", replace(required, fill=None))) == written(
        """Require("a", "size")"""
    )


def test_dropped_column_and_table_stay_until_the_next_revision() -> None:
    rank = Column("rank", "rank", "Integer()", False, None)
    assert calls(table("a", SIZE, rank), table("a", SIZE)) == written(
        """lambda: op.execute('ALTER TABLE "a" ALTER COLUMN "rank" DROP NOT NULL')""",
        """lambda: leave('ALTER TABLE IF EXISTS "a" DROP COLUMN IF EXISTS "rank"')""",
    )
    default = calls(table("a", SIZE, replace(rank, fill="3")), table("a", SIZE))[0]
    assert "SET DEFAULT" in default
    change = SchemaChange((table("a"),), (), (), "UTC")
    assert all_calls(change) == written("""lambda: leave('DROP TABLE IF EXISTS "a"')""")


def test_name_that_is_needed_again_is_free_at_once() -> None:
    another = Column("size", "another", "Text()", True, None)
    change = SchemaChange((), (), (TablePair(table("a", SIZE), table("a", another), ()),), "UTC")
    assert [call.partition("(")[0] for call in all_calls(change)] == [
        "lambda: op.drop_column", "lambda: op.add_column",
    ]  # fmt: skip
    change = SchemaChange((table("a"),), (table("a", another),), (), "UTC")
    assert all_calls(change)[:1] == written("""lambda: op.drop_table("a")""")
    index = Group("idx_a", ("size",))
    change = SchemaChange(
        (table("a", SIZE, indexes=(index,)),), (table("b", SIZE, indexes=(index,)),), (), "UTC"
    )
    assert all_calls(change)[:1] == written("""lambda: op.drop_table("a")""")


def test_index_stays_until_the_next_revision_for_those_who_search_by_it() -> None:
    old = table("a", SIZE, indexes=(Group("idx_a_size", ("size",)),))
    new = table("a", SIZE, indexes=(Group("idx_a_size_id", ("size", "id")),))
    assert calls(old, new) == written(
        """lambda: leave('DROP INDEX IF EXISTS "idx_a_size"')""",
        'AddIndex("idx_a_size_id", "a", ("size", "id",))',
    )
    same_name = table("a", SIZE, indexes=(Group("idx_a_size", ("size", "id")),))
    assert calls(old, same_name)[:1] == written(
        """lambda: op.drop_index("idx_a_size", table_name="a")"""
    )


def test_unique_constraint_goes_after_the_index_that_replaces_its_own_is_there() -> None:
    old = table("a", SIZE, uniques=(Group("uniq_a_size", ("size",)),))
    new = table("a", SIZE, indexes=(Group("idx_a_size", ("size",)),))
    drop = """lambda: op.execute('ALTER TABLE "a" DROP CONSTRAINT IF EXISTS "uniq_a_size"')"""
    assert calls(old, new) == written('AddIndex("idx_a_size", "a", ("size",))', drop)
    same_name = table("a", SIZE, uniques=(Group("uniq_a_size", ("size", "id")),))
    assert calls(old, same_name)[:1] == written(
        """lambda: op.drop_constraint("uniq_a_size", "a", type_="unique")"""
    )


def renamed(old: Table, new: Table) -> list[str]:
    pairs = tuple(zip(old.columns, new.columns, strict=True))
    return all_calls(SchemaChange((), (), (TablePair(old, new, pairs),), "UTC"))


def test_renamed_column_has_both_names_with_what_holds_for_it() -> None:
    size = replace(SIZE, nullable=False)
    old = table("a", size, uniques=(Group("uniq_a_size", ("size",)),))
    width = replace(size, name="width", field="width")
    new = table("a", width, uniques=(Group("uniq_a_width", ("width",)),))
    assert renamed(old, new) == written(
        """lambda: op.add_column("a", sa.Column("width", sa.Integer(), nullable=True))""",
        """Follow("follow_a_width", "a", "size", "width")""",
        """Require("a", "width")""",
        """AddUnique("uniq_a_width", "a", ("width",))""",
    )


def test_columns_that_exchange_their_names_are_renamed_at_once() -> None:
    one, other = SIZE, Column("rank", "rank", "Integer()", True, None)
    exchanged = table("a", replace(one, name="rank"), replace(other, name="size"))
    moves = renamed(table("a", one, other), exchanged)
    assert len(moves) == 3
    assert all("new_column_name" in call for call in moves)


def test_column_of_another_type_is_renamed_at_once() -> None:
    wider = Column("width", "width", "Text()", True, None)
    rename, retype = renamed(table("a", SIZE), table("a", wider))
    assert "new_column_name" in rename
    assert "type_=" in retype


def test_renamed_table_leaves_a_view_unless_that_is_in_the_way() -> None:
    assert renamed(table("a", SIZE), table("b", SIZE))[:1] == written(
        """lambda: rename_table("a", "b")"""
    )
    wider = replace(SIZE, type="Text()")
    assert renamed(table("a", SIZE), table("b", wider))[:1] == written(
        """lambda: op.rename_table("a", "b")"""
    )


def test_check_of_a_column_of_another_type_is_made_anew() -> None:
    check = Check("a_size_check", "size", (">= 0",))
    wider = Column("size", "size", "Numeric(18, 2)", True, None)
    before, after = table("a", SIZE, checks=(check,)), table("a", wider, checks=(check,))
    dropped, altered, created = calls(before, after)
    assert "drop_constraint" in dropped
    assert "alter_column" in altered
    assert created.startswith("AddConstraint(")
    assert calls(before, before) == []
