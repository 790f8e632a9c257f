"""The keys that constrain a value, which are valid for some types only."""

from msc.analyze.context import Context
from msc.core.catalogue import types as codes
from msc.model.places import Path

LIMITS = ("minimum", "maximum", "min_length", "max_length", "pattern", "scale", "precision")


def misfit(context: Context, key: str, kind: str, path: Path) -> None:
    """Reports a key that has no meaning for this kind of value."""
    context.report(codes.KEY_DOES_NOT_FIT, (*path, key), at_key=True, key=key, kind=kind)
