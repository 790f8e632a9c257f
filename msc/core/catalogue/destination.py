"""Codes MSC8xx: the destination folder of a build."""

from msc.core.diagnostics import Code, Severity

EDITED_FILE = Code(
    "MSC801", "edited-file", Severity.ERROR,
    "`{path}` was edited since msc wrote it",
    "say it in the spec or move it to `ext/`; then delete the file, and the build writes it anew",
    "Generated files are rewritten whole. So that no edit is lost, a build stops before it writes "
    "anything when one of them is not as msc left it, and shows the edit. There are two ways to keep "
    "an edit: say in the spec what the system shall do, or write it in `ext/`, which is yours.",
    "an edit in services/api_service/src/main.py", "the same in services/api_service/src/ext/wiring.py",
)  # fmt: skip
FILE_IN_THE_WAY = Code(
    "MSC802", "file-in-the-way", Severity.ERROR,
    "`{path}` exists, and msc did not write it",
    "move it away, or build into another folder",
    "msc overwrites only what it wrote itself.",
    "msc build --out a-folder-with-a-Makefile", "msc build --out an-empty-folder",
)  # fmt: skip
EDITED_ORPHAN = Code(
    "MSC803", "edited-orphan", Severity.ERROR,
    "`{path}` is no longer part of the system, and was edited",
    "move what you need from it, delete it, and build again",
    "A file whose element left the spec is removed if nobody changed it. This one was changed.",
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
    "The record of the last build says what msc wrote. Without it msc cannot tell your files from its "
    "own. Conflict markers of a merge are understood; a record that a person changed may not be.",
    ".msc/manifest.json with half of its lines", ".msc/manifest.json as committed",
)  # fmt: skip
DATA_LOSS = Code(
    "MSC806", "data-loss", Severity.ERROR,
    "{what}: what is stored there would be lost",
    "{suggestion}",
    "Stored data is only given up on purpose, where a reviewer sees it. The line may stay, for it says "
    "nothing once the revision is written; take it away before the same name comes back.",
    "a field deleted from the spec, after a build",
    "removed:\n  loan.purpose: Nobody ever filled it in.",
)  # fmt: skip
LINK_IN_THE_WAY = Code(
    "MSC807", "link-in-the-way", Severity.ERROR,
    "`{path}` lies behind a symbolic link, `{link}`",
    "replace the link by a folder, or build into another folder",
    "msc writes only inside of the folder that it was given. A link may lead anywhere.",
    "build/services -> ../elsewhere", "build/services as a folder",
)  # fmt: skip
CANNOT_WRITE = Code(
    "MSC808", "cannot-write", Severity.ERROR,
    "`{path}` cannot be written to: {reason}",
    "see that you may write there and that no other build of it runs, or write somewhere else",
    "The folder cannot be used: it is a file, it is protected, its disk is full, or another build is "
    "writing to it. Either nothing was changed, or the next build finishes what this one began.",
    "msc build --out spec.yaml", "msc build --out build",
)  # fmt: skip
NO_VALUE = Code(
    "MSC809", "no-value-for-old-rows", Severity.ERROR,
    "`{name}` is required, and the rows that are stored already have no value for it",
    "{suggestion}",
    "A column that may not be empty needs a value in every row, also in those from before it existed.",
    "purpose: {type: string, max_length: 80}",
    "purpose: {type: string, max_length: 80, fill: unknown}",
)  # fmt: skip
NO_CONVERSION = Code(
    "MSC810", "no-conversion", Severity.ERROR,
    "what is stored as `{name}` cannot become {new}; it is {old}",
    "give what is new a name of its own, copy what you need in a revision of yours, and then remove `{name}`",
    "Only values that mean the same in their new form are converted.",
    "seen_at: json, after it was a datetime", "seen_at: datetime\nsighting: json",
)  # fmt: skip
BROKEN_HISTORY = Code(
    "MSC811", "broken-history", Severity.ERROR,
    "`{path}`: {reason}",
    "{suggestion}",
    "Databases run revisions one after the other, so each must say what it comes after, and what it "
    "comes after must be there. Beside each lies a record of the tables that it leads to; a revision "
    "that no database has run may be deleted together with it, and the next build makes it anew.",
    "rm build/services/db_postgres_service/alembic/versions/2f8c51d09ab7_add_column_notes_rank.py",
    "the same, and rm build/.msc/revisions/2f8c51d09ab7.json",
)  # fmt: skip
SPEC_IN_THE_WAY = Code(
    "MSC812", "spec-in-the-way", Severity.ERROR,
    "`{path}` {reason}",
    "build into a folder of its own, such as `{suggestion}`",
    "All YAML files of the spec's folder are parts of the spec, but for those in a folder that a system "
    "was built into, and in hidden ones. So a build into a folder with files of the spec would take "
    "them out of the spec, and hidden folders belong to other tools.",
    "msc build shop --out shop", "msc build shop --out shop/build",
)  # fmt: skip
NAME_TAKEN_OVER = Code(
    "MSC813", "name-taken-over", Severity.ERROR,
    "`{name}` would make room for what was called `{former}`: what is stored there would be lost",
    "take two steps: remove `{name}` first, say so under `removed`, and build; then rename and build again",
    "A line under `removed` names what the spec no longer has. While something else takes over the "
    "name, no line could tell the two apart, so one build does not do both.",
    "a field deleted, and another renamed to its name, in one build",
    "the field deleted; after a build, the other renamed",
)  # fmt: skip

LEFT_BEHIND = Code(
    "MSC814", "documents-left-behind", Severity.ERROR,
    "the documents of `{name}` would stay behind in the collection `{collection}`",
    "{suggestion}",
    "The MongoDB data service renames a collection when it starts, from the plural of the name in "
    "`renamed_from`. It removes none, so documents that nothing reads any more stay where they are; that "
    "is said in the spec, like everything that stored data may lose.",
    "a mongo entity without its `plural`, after a build with it",
    "plural: diaries",
)  # fmt: skip
LOST_FILE = Code(
    "MSC815", "lost-file", Severity.ERROR,
    "`{path}` is missing, and git still has it",
    "write `git restore {folder}/{path}`; if it may go, `git rm --cached {folder}/{path}`",
    "What is in `ext/` is yours, and databases depend on the revisions that they have run. A build "
    "would begin both anew, so it does not do so while git knows of such a file that is not there.",
    "rm -rf build && msc build", "rm -rf build && git restore build && msc build",
)  # fmt: skip
CODES = (
    EDITED_FILE, FILE_IN_THE_WAY, EDITED_ORPHAN, NOT_CURRENT, BROKEN_RECORD, DATA_LOSS,
    LINK_IN_THE_WAY, CANNOT_WRITE, NO_VALUE, NO_CONVERSION, BROKEN_HISTORY,
    SPEC_IN_THE_WAY, NAME_TAKEN_OVER, LEFT_BEHIND, LOST_FILE,
)  # fmt: skip
