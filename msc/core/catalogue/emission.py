"""Codes MSC7xx: the plan of what is emitted."""

from msc.core.diagnostics import Code, Severity

PATH_COLLISION = Code(
    "MSC701", "path-collision", Severity.ERROR,
    "`{path}` would be written twice, for {one} and for {other}",
    "rename one of the two",
    "Two elements of the spec end in the same file. On many disks paths that differ in case are one.",
    "operations:\n  list_users: …\n  List_users: …", "operations:\n  list_users: …\n  find_users: …",
)  # fmt: skip

CODES = (PATH_COLLISION,)
