"""A file with git conflict markers -> the text of each side."""

OURS, BASE, SPLIT, THEIRS = "<<<<<<<", "|||||||", "=======", ">>>>>>>"
COMMON = ""


def sides(text: str) -> tuple[str, ...]:
    """The text of both sides of a merge, or the text itself if it has no conflict markers."""
    if OURS not in text:
        return (text,)
    ours: list[str] = []
    theirs: list[str] = []
    section = COMMON
    for line in text.splitlines(keepends=True):
        marker = line[:7] if line[7:8].isspace() else ""
        if marker in (OURS, BASE, SPLIT):
            section = marker
        elif marker == THEIRS:
            section = COMMON
        else:
            if section in (COMMON, OURS):
                ours.append(line)
            if section in (COMMON, SPLIT):
                theirs.append(line)
    return "".join(ours), "".join(theirs)
