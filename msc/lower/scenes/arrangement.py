"""The rows of a scene, as constants and as the statements that store them."""

from msc.ir.behaviour import Operation
from msc.ir.steps import ListStep, Query
from msc.ir.system import System
from msc.lower.pycode import ImportSet, literal
from msc.lower.scenes.paths import loops
from msc.lower.scenes.rows import SceneRow, in_order, ordinary_row
from msc.lower.scenes.stage import Scene, Stage
from msc.spelling.code import function_name

EVERY_ROW = "every_row"


def listed(operation: Operation) -> ListStep | None:
    """The step that reads a page, if there is one."""
    return next((step for step in operation.steps if isinstance(step, ListStep)), None)


def listed_row(operation: Operation, system: System) -> SceneRow | None:
    """The row that the page returns."""
    step = listed(operation)
    if step is None:
        return None
    return ordinary_row(("item",), system.entity(step.query.entity), "ITEM")


def arrangement(stage: Stage, scene: Scene) -> tuple[str, ...]:
    """The statements that store the rows of the scene."""
    operation, system = stage.operation, stage.system
    looped = {loop.variable: loop.query for loop in loops(operation.steps)}
    statements = [
        _put(row) if query is None else _select(row, query)
        for row in scene.stored
        for query in [looped.get(".".join(row.path))]
    ]
    item, step = listed_row(operation, system), listed(operation)
    if item is not None and step is not None:
        is_of_all = step.query.condition is None
        statements.append(_put(item) if is_of_all else _select(item, step.query))
    return tuple(statements)


def _put(row: SceneRow) -> str:
    return f"data.{function_name(row.entity.plural)}.put({row.constant})"


def _select(row: SceneRow, query: Query) -> str:
    """Makes the query return this row, whatever other rows exist."""
    rows = f"data.{function_name(row.entity.plural)}"
    return f"{rows}.select({literal(selection(query))}, {row.constant})"


def selection(query: Query) -> str:
    """What rows in memory call the rows of a query."""
    return EVERY_ROW if query.condition is None else query.name


def scene_constants(stage: Stage, scene: Scene, imports: ImportSet) -> tuple[str, ...]:
    """The rows of a scene as constants, each after those that it references."""
    item = listed_row(stage.operation, stage.system)
    rows = in_order([*scene.stored, *([item] if item else [])])
    for row in rows:
        imports.add_all(row.imports)
    return tuple(f"{row.constant} = {row.text}" for row in rows)
