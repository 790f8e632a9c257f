"""Codes MSC8xx: the destination folder of a build."""

from msc.core.diagnostics import Code, Severity

EDITED_FILE = Code(
    "MSC801", "edited-file", Severity.ERROR,
    "`{path}` was edited after msc generated it",
    "move the change into the spec or to `ext/`, delete the file, and build again",
    "Generated files are overwritten as a whole. To protect manual edits, a build "
    "that finds one shows it and stops before writing anything. There are two ways "
    "to keep an edit: change the spec, or write the code in `ext/`, which is yours.",
    "an edit in services/api_service/src/main.py", "the same in services/api_service/src/ext/wiring.py",
)  # fmt: skip
FILE_IN_THE_WAY = Code(
    "MSC802", "file-in-the-way", Severity.ERROR,
    "`{path}` exists, but msc did not generate it",
    "move it away, or build into another folder",
    "msc overwrites only files that it has generated.",
    "msc build --out a-folder-with-a-Makefile", "msc build --out an-empty-folder",
)  # fmt: skip
EDITED_ORPHAN = Code(
    "MSC803", "edited-orphan", Severity.ERROR,
    "`{path}` is no longer part of the system, but was edited",
    "move what you need elsewhere, delete it, and build again",
    "A build deletes the files of removed elements, unless they were edited.",
    "an edit in a file of a removed entity", "the file deleted by hand",
)  # fmt: skip
NOT_CURRENT = Code(
    "MSC804", "not-current", Severity.ERROR,
    "`{path}` is {state}",
    "run `msc build`",
    "`msc build --check` compares the folder with what a build would write.",
    "msc build --check", "msc build",
)  # fmt: skip
BROKEN_RECORD = Code(
    "MSC805", "broken-record", Severity.ERROR,
    "`{path}` cannot be read: {reason}",
    "restore it from version control",
    "The record of the last build lists the files that msc generated. Without it, "
    "msc cannot distinguish your files from its own. Conflict markers of a merge are "
    "handled; other edits of the record may not be.",
    ".msc/manifest.json with half of its lines", ".msc/manifest.json as committed",
)  # fmt: skip
DATA_LOSS = Code(
    "MSC806", "data-loss", Severity.ERROR,
    "{what}: its stored data would be lost",
    "{suggestion}",
    "Stored data is deleted only on explicit request, in a place that reviewers see. "
    "The line has no effect once the revision is written; remove it before the name "
    "is used again.",
    "a field deleted from the spec, after a build",
    "removed:\n  loan.purpose: Nobody ever filled it in.",
)  # fmt: skip
LINK_IN_THE_WAY = Code(
    "MSC807", "link-in-the-way", Severity.ERROR,
    "`{path}` is behind the symbolic link `{link}`",
    "replace the link with a folder, or build into another folder",
    "msc writes only inside the destination folder, and a link may lead anywhere.",
    "build/services -> ../elsewhere", "build/services as a folder",
)  # fmt: skip
CANNOT_WRITE = Code(
    "MSC808", "cannot-write", Severity.ERROR,
    "`{path}` is not writable: {reason}",
    "check the permissions and that no other build is running, or choose another folder",
    "The folder cannot be used: it is a file, it is protected, its disk is full, or another build is "
    "writing to it. Either nothing was changed, or the next build completes this one.",
    "msc build --out spec.yaml", "msc build --out build",
)  # fmt: skip
NO_VALUE = Code(
    "MSC809", "no-value-for-old-rows", Severity.ERROR,
    "`{name}` is required, but existing rows have no value for it",
    "{suggestion}",
    "A required column needs a value in every row, including rows that existed before it.",
    "purpose: {type: string, max_length: 80}",
    "purpose: {type: string, max_length: 80, fill: unknown}",
)  # fmt: skip
NO_CONVERSION = Code(
    "MSC810", "no-conversion", Severity.ERROR,
    "stored values of `{name}` cannot be converted from {old} to {new}",
    "add a field with another name, copy the values in a revision of your own, and then remove `{name}`",
    "Only conversions that preserve the meaning of values are supported.",
    "seen_at: json, after it was a datetime", "seen_at: datetime\nsighting: json",
)  # fmt: skip
BROKEN_HISTORY = Code(
    "MSC811", "broken-history", Severity.ERROR,
    "`{path}`: {reason}",
    "{suggestion}",
    "Revisions run in sequence, so each must name its predecessor, which must exist. "
    "Next to each revision is a record of the resulting tables; a revision that no "
    "database has run can be deleted together with its record, and the next build "
    "creates it again.",
    "rm build/services/db_postgres_service/alembic/versions/2f8c51d09ab7_add_column_notes_rank.py",
    "the same, and rm build/.msc/revisions/2f8c51d09ab7.json",
)  # fmt: skip
SPEC_IN_THE_WAY = Code(
    "MSC812", "spec-in-the-way", Severity.ERROR,
    "`{path}` {reason}",
    "build into a folder of its own, such as `{suggestion}`",
    "All YAML files in the spec's folder are part of the spec, except those in build "
    "outputs and hidden folders. So a build into a folder with spec files would "
    "exclude them from the spec, and hidden folders belong to other tools.",
    "msc build shop --out shop", "msc build shop --out shop/build",
)  # fmt: skip
NAME_TAKEN_OVER = Code(
    "MSC813", "name-taken-over", Severity.ERROR,
    "`{former}` would take over the name of `{name}`, whose stored data would be lost",
    "use two builds: remove `{name}`, list it under `removed` and build; then rename and build again",
    "`removed` lists elements that the spec no longer has. While another element "
    "takes over the name, such an entry would be ambiguous, so this takes two builds.",
    "a field deleted, and another renamed to its name, in one build",
    "the field deleted; after a build, the other renamed",
)  # fmt: skip

LEFT_BEHIND = Code(
    "MSC814", "documents-left-behind", Severity.ERROR,
    "the documents of `{name}` would be left behind in the collection `{collection}`",
    "{suggestion}",
    "The MongoDB data service renames collections at start-up, from the plural of "
    "the name in `renamed_from`. It deletes none, so documents that nothing reads "
    "any more remain; like any loss of stored data, this must be declared in the "
    "spec.",
    "a mongo entity without its `plural`, after a build with it",
    "plural: diaries",
)  # fmt: skip
LOST_FILE = Code(
    "MSC815", "lost-file", Severity.ERROR,
    "`{path}` is missing, but git still has it",
    "run `git restore {folder}/{path}`, or `git rm --cached {folder}/{path}` to give it up",
    "Files in `ext/` are yours, and databases depend on the revisions that they have "
    "run. A build would start both from scratch, so it stops while git tracks such a "
    "file that is missing.",
    "rm -rf build && msc build", "rm -rf build && git restore build && msc build",
)  # fmt: skip
CODES = (
    EDITED_FILE, FILE_IN_THE_WAY, EDITED_ORPHAN, NOT_CURRENT, BROKEN_RECORD, DATA_LOSS,
    LINK_IN_THE_WAY, CANNOT_WRITE, NO_VALUE, NO_CONVERSION, BROKEN_HISTORY,
    SPEC_IN_THE_WAY, NAME_TAKEN_OVER, LEFT_BEHIND, LOST_FILE,
)  # fmt: skip
