"""What came of the cells of a matrix."""

from collections import Counter
from dataclasses import dataclass, field

import httpx


@dataclass(slots=True)
class Matrix:
    """What came of all cells: how many of which sort, what each operation ended in, and faults."""

    cells: Counter[str] = field(default_factory=Counter)
    succeeded: Counter[str] = field(default_factory=Counter)
    partial: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def fault(self, cell: str, expected: object, answer: httpx.Response) -> None:
        """Notes an answer that is not what the spec says."""
        self.faults.append(f"{cell}: {answer.status_code} {answer.text[:200]}; spec: {expected}")


def ids(answer: httpx.Response) -> list[str]:
    """The identifiers of the rows of a page, in their order."""
    return [item["id"] for item in answer.json()["items"]]


def code(answer: httpx.Response) -> str:
    """The code of a problem; empty if the answer is none."""
    try:
        return str(answer.json().get("code"))
    except (ValueError, AttributeError):
        return ""
