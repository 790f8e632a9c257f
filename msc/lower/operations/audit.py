"""The statement that adds an audit record, if and only if the operation commits."""

from msc.lower.operations.body import Body
from msc.lower.pycode import literal
from msc.lower.shapes.names import attribute


def audit(body: Body, category: str) -> None:
    """Adds an audit record about the first row that the operation wrote or received."""
    own = literal(body.operation.name)
    about = _subject(body)
    entity, identifier = (literal(about[1]), f"{about[0]}.id") if about else (own, own)
    body.imports.add("src.application.caller", "details_of")
    masked = tuple(
        attribute(input_.field)
        for input_ in body.operation.inputs
        if input_.field.personal or input_.field.hidden
    )
    details = f"details_of(inputs, masked={literal(masked)})" if masked else "details_of(inputs)"
    body.emit(f"unit.audit({own}, {literal(category)}, {entity}, {identifier}, {details})")


def _subject(body: Body) -> tuple[str, str] | None:
    rows = [
        (body.names[f"input.{input_.field.name}"], input_.entity)
        for input_ in body.operation.inputs
        if input_.entity is not None and not input_.field.optional
    ]
    return next(iter((*body.written.items(), *rows)), None)
