"""Operations that tell many people, page by page."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.emit.views.worker_service.reactions import ReactionView, reaction_view
from msc.emit.views.worker_service.tests import PayloadView, inputs_of
from msc.lower.program import Program
from msc.lower.services.service import Service

# No event of a spec has a queue with such a name.
PAGES_QUEUE = "q.worker_service.operations.next_page"


class PagedView(Record):
    """An operation that commits page by page, and inputs with which a test has it go on."""

    reaction: ReactionView
    inputs: PayloadView


def paged_views(service: Service, program: Program) -> Iterator[PagedView]:
    """The operations of a service that commit page by page."""
    for case in service.use_cases:
        if case.in_pages:
            reaction = reaction_view(case.operation, {}, program)
            yield PagedView(reaction, inputs_of(case.operation))
