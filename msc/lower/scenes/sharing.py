"""Places of a scene that lead to one row, such as `actor` and `input.apiary.keeper`."""

from collections.abc import Mapping

from msc.core.record import replace
from msc.expr.evaluate import Path, Value
from msc.lower.scenes.rows import SceneRow


def shared(
    rows: Mapping[Path, SceneRow], chosen: Mapping[Path, Value], places: Mapping[Path, SceneRow]
) -> dict[Path, SceneRow]:
    """The rows, where a place that leads to the row of another one holds that row.

    What was chosen for the fields at such a place is so for the row itself; where the two
    differ, the choice at the row's own place counts.
    """
    owners: dict[Value, Path] = {
        place.identity: path for path, place in places.items() if not place.shared
    }
    result = dict(rows)
    origins = dict[Path, Path]()
    for path in rows:
        holder = rows.get(path[:-1])
        held = chosen.get(path, rows[path].identity) if holder is None else holder.value(path[-1])
        origin = owners.get(held)
        if origin is not None and origin != path and origin in rows:
            origins[path] = origin
    for path, value in chosen.items():
        origin = origins.get(path[:-1])
        if origin is not None and (*origin, path[-1]) not in chosen:
            own = rows[path[:-1]].values.get(path[-1], value)
            result[origin] = result[origin].but({path[-1]: own})
    for path, origin in origins.items():
        result[path] = replace(result[origin], path=path, shared=True)
    return result
