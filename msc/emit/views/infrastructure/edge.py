"""What the edge itself answers: problems, in the form and the words of the API's own."""

import json

from msc.core.record import Record


class EdgeProblemView(Record):
    """An answer of nginx: for which of its statuses, and what the client gets instead."""

    name: str
    when: str
    status: int
    body: str


# For which statuses of nginx: the status, the code, the title and the detail of a problem.
PROBLEMS = {
    # Headers that are too long (494), and plain HTTP where TLS is spoken (497).
    "400 494 497 =400": (400, "BAD_REQUEST", "Bad request", "The request cannot be read"),
    "403 404 405 =404": (404, "NOT_FOUND", "Not found", "There is nothing at this address"),
    "413": (413, "CONTENT_TOO_LARGE", "Content too large", "The body of the request is too large"),
    "414": (414, "URI_TOO_LONG", "Address too long", "The address of the request is too long"),
    "429": (429, "TOO_MANY_REQUESTS", "Too many requests", "This client sends too many requests"),
    "502 503 =503": (503, "DEPENDENCY_UNAVAILABLE", "Not available",
                     "The system is not available at the moment"),
    "504": (504, "GATEWAY_TIMED_OUT", "No answer in time",
            "The answer took too long; what was asked for may have happened"),
}  # fmt: skip


def edge_problems(base_path: str) -> tuple[EdgeProblemView, ...]:
    """The answers to requests that do not reach the API, or that it does not answer."""
    return tuple(
        EdgeProblemView(code.lower(), when, status, json.dumps({
            "type": "about:blank", "title": title, "status": status, "detail": detail,
            "instance": base_path, "code": code,
        }))
        for when, (status, code, title, detail) in PROBLEMS.items()
    )  # fmt: skip
