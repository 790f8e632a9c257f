"""The versions of rows: the one that an answer shows, and the one that a request is about."""

from typing import Annotated

from fastapi import Depends, Header

HEADER = "If-Match"
PATTERN = r'^("[0-9]{1,18}"|\*)$'
DESCRIPTION = (
    "The ETag of the row as you have seen it. If it has changed since, the request is refused with "
    "412, and changes nothing."
)

VersionHeader = Annotated[
    str | None, Header(alias=HEADER, max_length=20, pattern=PATTERN, description=DESCRIPTION)
]


def etag(version: int) -> str:
    """The version of a row as a header shows it."""
    return f'"{version}"'


async def seen_version(header: VersionHeader = None) -> int | None:
    """The version that the request is about; None for any."""
    return None if header is None or header == "*" else int(header.strip('"'))


SeenVersionDep = Annotated[int | None, Depends(seen_version)]
