"""Codes MSC7xx: the plan of what is emitted."""

from msc.core.diagnostics import Code, Severity

PATH_COLLISION = Code(
    "MSC701", "path-collision", Severity.ERROR,
    "`{path}` would be written twice, for {one} and for {other}",
    "rename one of the two",
    "Two elements of the spec end in the same file. On many disks paths that differ in case are one.",
    "entities:\n  base:\n    fields: {title: string}",
    "entities:\n  foundation:\n    fields: {title: string}",
)  # fmt: skip
PATH_NOT_PORTABLE = Code(
    "MSC702", "path-not-portable", Severity.ERROR,
    "`{path}`, which {cause} needs, is a path that not every system can hold",
    "rename {cause}",
    "A file is named after the element that it is made of. Windows keeps some names for devices, "
    "whatever their suffix: con, prn, aux, nul, com1 to com9, lpt1 to lpt9.",
    "entities:\n  aux:\n    fields: {title: string}",
    "entities:\n  auxiliary_device:\n    fields: {title: string}",
)  # fmt: skip

CODES = (PATH_COLLISION, PATH_NOT_PORTABLE)
