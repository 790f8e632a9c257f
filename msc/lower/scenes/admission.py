"""The conditions under which an operation admits its actor: role, owners, states, addresses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msc.expr.evaluate import Identity, Path, Value
from msc.expr.target import path_of
from msc.ir.steps import ListStep, NotifyStep, TransitionStep
from msc.ir.walk import all_steps
from msc.lower.scenes.messages import addresses
from msc.lower.scenes.paths import signed_in
from msc.lower.scenes.rows import SceneRow
from msc.lower.scenes.stage import Stage, is_guarded

type Demands = Mapping[Path, Sequence[Value]]


def admitted(stage: Stage) -> Iterator[Demands]:
    """The ways in which the actor may run the operation and see its rows."""
    common = {**_states(stage), **_addresses(stage)}
    if not signed_in(stage.operation):
        yield common
        return
    common |= _active(stage)
    owners = ownership(stage)
    listing = [role for role in stage.roles if lists_rows(stage, role)]
    ways: list[Demands] = []
    if owners is not None:
        ways.append({**common, **owners, role_path(stage): listing})
    accesses = [holder.entity.access for holder in guarded(stage)]
    seeing = [role for role in listing if all(role in access.readers for access in accesses)]
    if seeing:
        ways.append({**common, role_path(stage): tuple(seeing)})
    # A row that the role sees may stand beside one of the actor's own.
    if not ways:
        ways += [{**common, **way} for role in listing for way in _as_somebody(stage, role)]
    # Where the operation reads the owner, somebody else than the owner shows more.
    yield from reversed(ways) if (owners or {}).keys() & stage.places.keys() else ways


def guarded(stage: Stage) -> list[SceneRow]:
    """The places whose rows are hidden from people without access to them."""
    return [place for place in stage.places.values() if is_guarded(stage, place)]


def ownership(stage: Stage) -> Demands | None:
    """That the actor owns every row that is guarded; None where one cannot be the actor's."""
    return _owned(guarded(stage))


def _owned(holders: Iterable[SceneRow]) -> Demands | None:
    paths = [_owner_path(holder) for holder in holders]
    owners = {path: (Identity("ACTOR.id"),) for path in paths if path is not None}
    return None if None in paths else owners


def _as_somebody(stage: Stage, role: str) -> Iterator[Demands]:
    """That the actor has the role, and owns the rows that people with it do not all see."""
    unseen = [holder for holder in guarded(stage) if role not in holder.entity.access.readers]
    owners = _owned(unseen)
    if owners is not None:
        yield {**owners, role_path(stage): (role,)}


def _active(stage: Stage) -> dict[Path, Sequence[Value]]:
    accounts = stage.system.authentication
    return {("actor", accounts.active): (True,)} if accounts and accounts.active else {}


def _owner_path(holder: SceneRow) -> Path | None:
    """The place of a row's owner."""
    owner = holder.entity.access.owner
    if owner == "id":
        # Only a reference can lead to the account of the actor.
        return holder.path if len(holder.path) > 2 else None
    return None if owner is None else (*holder.path, owner)


def lists_rows(stage: Stage, role: str) -> bool:
    """Whether people with the role see any rows of the lists."""
    accesses = [
        stage.system.entity(step.query.entity).access
        for step in stage.operation.steps
        if isinstance(step, ListStep)
    ]
    return all(access.owner is not None or not access.is_restricted or role in access.readers
               for access in accesses)  # fmt: skip


def _states(stage: Stage) -> dict[Path, Sequence[Value]]:
    demands_: dict[Path, Sequence[Value]] = {}
    for step in all_steps(stage.operation.steps):
        if not isinstance(step, TransitionStep):
            continue
        path = path_of(step.target.root) or ()
        # The result of another step is where that step leaves it.
        if path not in stage.places:
            continue
        machine = stage.system.entity(step.entity).states
        assert machine is not None
        demands_.setdefault((*path, machine.field), sources(stage, step.transition, step.entity))
    return demands_


def sources(stage: Stage, transition: str, entity: str) -> tuple[str, ...]:
    """The states from which a transition starts."""
    machine = stage.system.entity(entity).states
    assert machine is not None
    return next(
        transition_.sources for transition_ in machine.transitions if transition_.name == transition
    )


def _addresses(stage: Stage) -> dict[Path, Sequence[Value]]:
    return {
        (*(path_of(step.recipient.root) or ()), field.name): (value,)
        for step in all_steps(stage.operation.steps)
        if isinstance(step, NotifyStep)
        for field, value in addresses(stage.system.notification(step.notification), stage.system)
    }


def role_path(stage: Stage) -> Path:
    """The place of the actor's role."""
    assert stage.system.authentication is not None
    return ("actor", stage.system.authentication.role)
