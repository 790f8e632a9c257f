"""Records of rendered files for later builds."""

from collections.abc import Mapping

from msc.core.record import Record


class Rendering(Record):
    """The digest of a file's data and that of the text rendered from it."""

    data: bytes
    text: str


type Renderings = Mapping[str, Rendering]
"""What builds rendered, by path."""
