"""What a build knows of the files that it rendered."""

from collections.abc import Mapping

from msc.core.record import Record


class Rendering(Record):
    """The digests of what a file was rendered from and of the text that came of it."""

    data: bytes
    text: str


type Renderings = Mapping[str, Rendering]
"""What builds rendered, by path."""
