"""Tables that a later release of msc needs reach the databases that earlier ones made."""

import re
from pathlib import Path

from msc.core.record import replace
from msc.emit.revisions.additions import Additions, History, additions
from msc.emit.revisions.calls import short
from msc.emit.revisions.graph import Graph, Revision
from msc.emit.revisions.machinery import CURRENT, LATER
from msc.emit.revisions.revision import VERSIONS
from msc.emit.revisions.stored import Stored, StoredChange, applied, change, from_text, to_text
from msc.ir.entities import Entity, Store
from msc.ir.fields import Field, IntegerType
from msc.spelling.code import table_name

BLUEPRINT = "blueprints/db_postgres_service/template/services/db_postgres_service"
ROOT = Path(__file__).parents[4] / BLUEPRINT

CALLS = tuple(call for part in LATER.values() for call in part.create)
STEPS = tuple(map(short, CALLS))
DROPS = tuple(part.drop for part in reversed(LATER.values()))
ROOM = Entity("room", "rooms", "", Store.POSTGRES, (Field("size", IntegerType()),))
ROOMS = Stored((ROOM,))


def with_field(name: str) -> Entity:
    return replace(ROOM, fields=(*ROOM.fields, Field(name, IntegerType(), optional=True)))


def history(*heads: Stored) -> History:
    """A first release's baseline, and a revision after it for each of these states."""
    revisions = [Revision(f"{VERSIONS}/1_baseline.py", "1", ())]
    states = {"1": ROOMS}
    for name, state in enumerate(heads, 2):
        revisions.append(Revision(f"{VERSIONS}/{name}_x.py", str(name), ("1",), "# its text"))
        states[str(name)] = state
    return History(Graph(tuple(revisions)), states, frozenset(states))


def record(added: Additions, name: str) -> StoredChange:
    (text,) = (text for path, text in added.records.items() if path.endswith(f"/{name}.json"))
    return from_text(text)


def test_history_of_an_earlier_release_gets_the_tables_once() -> None:
    before = history()
    added = additions(ROOMS, before)
    (revision,) = added.revisions
    assert revision.upgrade == STEPS
    assert revision.downgrade == tuple(map(short, DROPS))
    after = applied(ROOMS, record(added, revision.name))
    assert after == replace(ROOMS, machinery=CURRENT)
    assert additions(ROOMS, history(after)).revisions == ()


def test_baseline_has_the_tables() -> None:
    (baseline,) = additions(ROOMS).baselines
    assert baseline.machinery == CALLS
    assert baseline.dropped_machinery == DROPS
    assert record(additions(ROOMS), baseline.name).machinery == CURRENT


def test_record_of_an_earlier_release_has_none_of_the_tables() -> None:
    text = to_text(change(None, Stored(), ROOMS)).replace(' "machinery": [],\n', "")
    assert '"machinery"' not in text
    assert applied(Stored(), from_text(text)) == ROOMS


def test_entity_called_like_a_table_of_the_machinery_has_another() -> None:
    models = (ROOT / "src/models/machinery.py").read_text("utf-8")
    names = set(re.findall(r'__tablename__ = "(\w+)"', models))
    assert names >= {name for name, part in LATER.items() if "drop_table" in part.drop}
    assert {table_name(name) for name in names} == {f"{name}_" for name in names}


def joined(other: tuple[str, ...]) -> Additions:
    """What joins two branches of which the first has the tables."""
    one = Stored((with_field("a"),), machinery=CURRENT)
    two = Stored((with_field("b"),), machinery=other)
    both = replace(ROOM, fields=(*with_field("a").fields, with_field("b").fields[-1]))
    return additions(Stored((both,)), history(one, two))


def test_branch_that_has_the_tables_brings_them_to_one_that_has_not() -> None:
    (revision,) = joined(()).revisions
    assert revision.upgrade == ()


def test_tables_that_both_branches_have_are_created_once() -> None:
    (join,) = joined(CURRENT).joins
    assert len(join.from_one) == len(join.from_other) == 1
    assert not {*join.from_one, *join.from_other} & set(STEPS)
