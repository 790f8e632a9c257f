"""The keys that constrain a value, which are valid for some types only."""

from msc.analyze.context import Context
from msc.core.catalogue import types as codes
from msc.model.places import Path

LIMITS = ("minimum", "maximum", "min_length", "max_length", "pattern", "scale", "precision")
# A number is bounded by its value, and a text by its length.
OTHERS = {
    "minimum": "min_length", "maximum": "max_length",
    "min_length": "minimum", "max_length": "maximum",
}  # fmt: skip


def misfit(
    context: Context, key: str, kind: str, path: Path, fitting: tuple[str, ...] = ()
) -> None:
    """Reports a key that has no meaning for this kind of value, which has the `fitting` ones."""
    other = OTHERS.get(key)
    context.report(
        codes.KEY_DOES_NOT_FIT, (*path, key), at_key=True, key=key, kind=kind,
        hint=f"write `{other}`" if other in fitting else None,
    )  # fmt: skip
