"""Test cases of successful use cases: what they commit, return and leave unchanged."""

from collections.abc import Iterator

from msc.emit.views.application.tests.subject import Subject, sent
from msc.ir.steps import ListStep
from msc.lower.pycode import literal
from msc.lower.scenes.arrangement import listed, selection
from msc.lower.scenes.cases import CaseView, Parameters, async_case
from msc.lower.scenes.paths import loops
from msc.lower.scenes.refusals import changes
from msc.lower.scenes.rehearsal import Rehearsal, own_rows_filter
from msc.lower.scenes.results import Result
from msc.lower.scenes.scene import owned_scene, succeeding_roles
from msc.lower.shapes.names import sort_key
from msc.lower.types.texts import wire_text
from msc.spelling.code import attribute_name, function_name


def successes(subject: Subject) -> Iterator[CaseView]:
    """The cases in which the operation succeeds."""
    step = listed(subject.rehearsal.operation)
    if step is None:
        yield _success(subject)
    else:
        yield from _page(subject, step)
    yield from _partial(subject)
    if subject.use_case.in_pages:
        yield _next_page(subject)


def _success(subject: Subject) -> CaseView:
    rehearsal, name = subject.rehearsal, subject.name
    result = "" if rehearsal.operation.returns is None else "result = "
    lines = ["data = arranged()", f"{result}await run(data)"]
    lines += [f"{variable} = {value}" for variable, value in rehearsal.outcome.arrivals()]
    returned = rehearsal.outcome.returned()
    if subject.use_case.commits:
        lines.append(f"assert data.units_of_work.committed == [{_work(subject)}]")
        if returned is not None:
            lines.append(f"assert result == {_as_committed(returned, subject)}")
        return async_case(f"{name}_commits_its_whole_result", lines)
    if returned is not None:
        lines.append(f"assert result == {returned.identity.text.removesuffix('.id')}")
    return async_case(f"{name}_answers_the_row", lines)


def _as_committed(row: Result, subject: Subject) -> str:
    """The row in the store; one that the operation deletes is answered as it was."""
    write = subject.rehearsal.outcome.changes.get(row.identity.text)
    if write is not None and write.values is None:
        return row.identity.text.removesuffix(".id")
    return f"data.{function_name(row.entity.plural)}.stored[{row.identity.text}]"


def _work(subject: Subject) -> str:
    parts = [f"actor_id={'ACTOR.id' if subject.use_case.has_actor else 'None'}"]
    for name in ("reads", "guards", "writes", "events"):
        texts = getattr(subject.rehearsal.outcome, name)
        if texts:
            parts.append(f"{name}=[{', '.join(texts)}]")
    return f"Work({', '.join(parts)})"


def _page(subject: Subject, step: ListStep) -> Iterator[CaseView]:
    entity = subject.rehearsal.system.entity(step.query.entity)
    name, parameters = subject.rehearsal.asked(step.query)
    default = sort_key(step.sort[0], entity)
    rows = f"data.{function_name(entity.plural)}"

    def asked(own: str) -> str:
        filters = [f"filters={{{own}}}"] if own else []
        parts = [literal(name), parameters or "{}", *filters, f"sort={literal(default)}"]
        return f"Asked({', '.join(parts)})"

    yield async_case(
        f"{subject.name}_asks_for_a_page",
        [
            "data = arranged()",
            "result = await run(data)",
            f"assert result == Page(items=[{', '.join(_shown(subject.rehearsal, step))}])",
            f"assert {rows}.asked == [{asked(subject.rehearsal.own_rows(step))}]",
        ],
    )
    if subject.rehearsal.is_narrowed(step) and not subject.rehearsal.rules:
        yield _by_role(subject, step)


def _by_role(subject: Subject, step: ListStep) -> CaseView:
    """Roles that see every row, and people who see their own."""
    rehearsal = subject.rehearsal
    entity, accounts = rehearsal.system.entity(step.query.entity), rehearsal.system.authentication
    assert accounts is not None
    account = rehearsal.system.entity(accounts.account)
    # Whose rows the others are that the operation takes must not decide who gets to the list.
    owned = owned_scene(rehearsal.stage, rehearsal.scene)
    table = tuple(
        f"(Role.{role.upper()}, "
        f"{{{'' if role in entity.access.readers else own_rows_filter(entity)}}})"
        for role in succeeding_roles(rehearsal.stage, owned)
    )
    change = f"{{{literal(attribute_name(accounts.role))}: role}}"
    return async_case(
        f"{subject.name}_shows_people_what_they_may_see",
        ["data = arranged()",
         *changes(owned, rehearsal.scene),
         f"data.{function_name(account.plural)}.put(ACTOR.model_copy(update={change}))",
         "await run(data)",
         f"assert [page.filters for page in data.{function_name(entity.plural)}.asked] == [own]"],
        Parameters(("role: Role", "own: Mapping[str, object]"), table),
    )  # fmt: skip


def _next_page(subject: Subject) -> CaseView:
    """A page that does not have everybody brings the next one."""
    rehearsal, name = subject.rehearsal, subject.name
    (loop,) = loops(rehearsal.operation.steps)
    row = next(row for row in rehearsal.scene.stored if row.path == (loop.variable,))
    rows = f"data.{function_name(row.entity.plural)}"
    return async_case(
        f"{name}_goes_on_behind_a_page",
        ["data = arranged()",
         f"{rows}.select({literal(selection(loop.query))}, *[{row.constant}] * (ROWS + 1))",
         'await run(data, caller=replace(CALLER, cursor="a page"))',
         f'assert [asked.cursor for asked in {rows}.asked] == ["a page"]',
         "(work,) = data.units_of_work.committed",
         "page = NextPage.model_validate(work.events[-1].data)",
         f'assert (page.operation, page.cursor) == ({literal(name)}, "more")',
         f"inputs = TypeAdapter({subject.use_case.class_name}Input).validate_python(page.inputs)",
         "assert inputs == INPUTS"],
    )  # fmt: skip


def _shown(rehearsal: Rehearsal, step: ListStep) -> list[str]:
    """What the rows in memory answer."""
    return [*(row.constant for row in rehearsal.beside(step)), "ITEM"]


def _partial(subject: Subject) -> Iterator[CaseView]:
    """Omitted fields keep their values."""
    names = subject.changed
    if len(names) < 2 or len(subject.rehearsal.outcome.writes) != 1:
        return
    value = wire_text(subject.rehearsal.scene.inputs[names[0]])
    yield async_case(
        f"{subject.name}_leaves_alone_what_is_not_sent",
        [
            "data = arranged()",
            f"await run(data, replace(INPUTS, {sent(names[0])}))",
            "(write,) = data.units_of_work.committed[0].writes",
            "assert isinstance(write, UpdateWrite)",
            f"assert write.values == {{{literal(attribute_name(names[0]))}: {value}}}",
        ],
    )
