"""Each kind of trigger: one module per attribute of a system.

Each module defines `ROW`; no other file lists the kinds, so a new kind is a new module.
"""

from functools import cache
from importlib import import_module
from typing import Any

from msc.analyze.context import Context
from msc.analyze.triggers.row import Known, TriggerRow
from msc.ir.behaviour import Home
from msc.ir.triggers import Triggers
from msc.model.spec import Spec

KINDS: tuple[str, ...] = Triggers.__struct_fields__


@cache
def row(kind: str) -> TriggerRow:
    """The row of a kind of trigger."""
    known: TriggerRow = import_module(f"{__name__}.{kind}").ROW
    return known


def resolve(context: Context, known: Known) -> dict[str, Any]:
    """The triggers of each kind."""
    return {kind: row(kind).resolve(context, known) for kind in KINDS}


def homes(spec: Spec) -> dict[str, Home]:
    """The worker for operations without a waiting caller, otherwise the API."""
    by_people = {name for kind in KINDS if row(kind).is_of_people for name in row(kind).runs(spec)}
    by_system = {name for kind in KINDS for name in row(kind).runs(spec)} - by_people
    return {name: Home.WORKER if name in by_system else Home.API for name in spec.operations}
