"""Records of rendered files for later builds."""

from collections.abc import Mapping

from msc.core.record import Record


class Rendering(Record):
    """The digests of a file's data, of what was rendered from them, and of its formatted text."""

    data: bytes
    draft: bytes
    text: str


type Renderings = Mapping[str, Rendering]
"""What builds rendered, by path."""
