"""Nothing that is stored goes without a word about it."""

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from msc.core.catalogue import destination as codes
from msc.core.record import replace
from msc.core.source import Origin
from msc.diff.compare import compare
from msc.emit.revisions.losses import losses
from msc.emit.revisions.matching import step
from msc.emit.revisions.stored import stored
from msc.ir.changes import ChangeKind, Impact
from msc.ir.entities import Entity, Store
from msc.ir.fields import Field, IntegerType, UuidType
from msc.ir.system import Removal, System
from tests.emitted.history.systems import EMPTY, next_versions, systems

LAW = settings(
    max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def dropped(old: System, new: System) -> set[str]:
    """The tables and columns that a revision would drop, as a spec names them."""
    way = step(stored(old), stored(new))
    entities = {entity.plural: entity.name for entity in old.entities}
    now = {entity.plural: entity.name for entity in new.entities}
    columns = {f"{now[pair.new.name]}.{one.field}" for pair in way.pairs for one in pair.dropped}
    return {entities[table.name] for table in way.dropped} | columns


def names(system: System) -> set[str]:
    fields = {f"{entity.name}.{one.name}" for entity in system.entities for one in entity.fields}
    return {entity.name for entity in system.entities} | fields


@LAW
@given(data=st.data())
def test_what_is_dropped_was_accepted_or_is_refused(data: st.DataObject) -> None:
    old = data.draw(systems())
    require_acceptance(old, data.draw(next_versions(old)))


@LAW
@given(data=st.data())
def test_a_difference_names_as_gone_what_the_revision_drops(data: st.DataObject) -> None:
    old = data.draw(systems())
    require_names_of_what_is_gone(old, data.draw(next_versions(old)))


@pytest.mark.slow
@settings(LAW, max_examples=1_000)
@given(data=st.data())
def test_nothing_is_lost_between_many_versions(data: st.DataObject) -> None:
    old = data.draw(systems())
    new = data.draw(next_versions(old))
    require_acceptance(old, new)
    require_names_of_what_is_gone(old, new)


def require_acceptance(old: System, new: System) -> None:
    """What a revision drops was accepted, or is refused."""
    gone = dropped(old, new)
    # What a person can write: `removed` takes only what the spec has not.
    removals = tuple(Removal(name, "why", Origin()) for name in sorted(gone - names(new)))
    diagnostics = losses(old, replace(new, removals=removals))
    refused = [loss.message for loss in diagnostics if loss.code is codes.NAME_TAKEN_OVER]
    event(f"names taken over: {len(refused)}")
    taken = gone & names(new)
    assert len(refused) == len(taken)
    # A field is told by the name that its entity had.
    parts = {name.rpartition(".")[2] for name in taken}
    assert all(any(f"{part}`" in message for message in refused) for part in parts)
    unsaid = [loss.message for loss in losses(old, new) if "was removed:" in loss.message]
    assert all(any(f"`{name}`" in message for message in unsaid) for name in gone - names(new))


def require_names_of_what_is_gone(old: System, new: System) -> None:
    """A difference names what a revision drops."""
    changes = [change for change in compare(old, new) if change.section == "entities"]
    removed = {change.name for change in changes if change.kind is ChangeKind.REMOVED}
    columns = {
        f"{change.name}.{one.path[1].removesuffix(' (removed)')}"
        for change in changes
        for one in change.details
        if change.kind in (ChangeKind.CHANGED, ChangeKind.RENAMED)
        if one.path[:1] == ("fields",) and one.path[2:] == ("type",) and one.new is None
    }
    assert removed | columns == dropped(old, new)
    lossy = {change.name for change in changes if change.impact is Impact.DATA}
    assert {name.partition(".")[0] for name in removed | columns} <= lossy


def moved(name: str, former: str | None, store: Store) -> System:
    entity = Entity(name, f"{name}s", "", store, (), renamed_from=former)
    return replace(EMPTY, entities=(entity,))


def test_an_entity_with_another_name_in_another_database_is_refused_as_such() -> None:
    diagnostics = losses(moved("note", None, Store.POSTGRES), moved("memo", "note", Store.MONGO))
    assert [diagnostic.code for diagnostic in diagnostics] == [codes.NO_CONVERSION]


COLLECTIONS = st.sampled_from(["notes", "memos", "jottings"])


def documents(name: str, collection: str, former: str | None = None) -> System:
    entity = Entity(name, collection, "", Store.MONGO, (), renamed_from=former)
    return replace(EMPTY, entities=(entity,))


@LAW
@given(
    before=COLLECTIONS,
    after=COLLECTIONS,
    name=st.sampled_from(["note", "memo"]),
    former=st.sampled_from(["note", "jotting", None]),
)
def test_documents_are_found_again_or_refused(
    before: str, after: str, name: str, former: str | None
) -> None:
    kept = {before}
    # What the service does when it starts.
    if former is not None and f"{former}s" in kept and after not in kept:
        kept = {after}
    diagnostics = losses(documents("note", before), documents(name, after, former))
    is_same = "note" in (name, former)
    event(f"refused: {len(diagnostics)}")
    assert [diagnostic.code for diagnostic in diagnostics] == (
        [] if is_same and after in kept else [codes.LEFT_BEHIND]
    )


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [
        ((), Field("place", UuidType()), True),
        ((), Field("place", IntegerType(), has_default=True, default=1), True),
        ((), Field("place", UuidType(), optional=True), False),
        ((Field("place", UuidType(), optional=True),), Field("place", UuidType()), True),
        ((Field("site", UuidType()),), Field("place", UuidType(), renamed_from="site"), False),
    ],
    ids=["new", "with a default", "optional", "required now", "renamed"],
)
def test_a_value_that_older_documents_lack_is_refused(
    before: tuple[Field, ...], after: Field, refused: bool
) -> None:
    old, new = (
        replace(EMPTY, entities=(Entity("note", "notes", "", Store.MONGO, fields),))
        for fields in (before, (after,))
    )
    assert [loss.code for loss in losses(old, new)] == ([codes.NO_VALUE] if refused else [])


def test_documents_that_may_stay_behind_are_no_loss() -> None:
    gone = replace(EMPTY, removals=(Removal("note", "why", Origin()),))
    assert losses(documents("note", "notes"), gone) == ()
