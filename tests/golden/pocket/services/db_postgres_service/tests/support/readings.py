"""How the lists of the system read rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows of an entity that have certain values in `fixed`, in the order of `sort`, if any."""

    fixed: tuple[str, ...]
    sort: str | None


READINGS: dict[str, tuple[Reading, ...]] = {
    "booking": (
        Reading(("guest_id", "status"), "day"),
        Reading(("guest_id", "status"), "-day"),
    ),
    "room": (
        Reading((), "name"),
        Reading((), "-name"),
        Reading((), "seats"),
        Reading((), "-seats"),
        Reading(("size",), "name"),
        Reading(("size",), "-name"),
        Reading(("seats",), None),
        Reading(("price",), "name"),
        Reading(("price",), "-name"),
    ),
}
