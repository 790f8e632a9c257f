"""The cache folders of the user."""

import hashlib
import os
import sys
from pathlib import Path

from msc.pipeline.cache import Cache

VARIABLE = "MSC_CACHE_DIR"


def cache_of(spec: Path) -> Cache:
    """The cache of a spec; disabled if the variable is set to an empty text."""
    named = os.environ.get(VARIABLE)
    if named == "":
        return Cache()
    folder = Path(named) if named is not None else _users()
    if folder is None:
        return Cache()
    return Cache(folder / hashlib.sha256(os.fsencode(spec.resolve())).hexdigest()[:24])


def _users() -> Path | None:
    """The platform's cache folder of the user."""
    # `platformdirs` does the same, but importing it takes a tenth of a build without changes.
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local, "msc", "Cache") if local else None
    if sys.platform == "darwin":
        return Path(home, "Library", "Caches", "msc")
    caches = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(caches):
        return Path(caches, "msc")
    return Path(home, ".cache", "msc") if os.path.isabs(home) else None
