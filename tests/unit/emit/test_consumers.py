"""Consumers of events: what a rule refuses one reaction keeps no other from running."""

from pathlib import Path

from msc.emit.views.worker_service import view
from msc.lower.program import lower
from msc.pipeline.spec import load

SPEC = Path(__file__).parents[2] / "systems" / "small" / "ruled_reactions.yaml"


def test_a_reaction_with_rules_says_what_it_was_refused() -> None:
    system = load(SPEC).value
    assert system is not None
    program = lower(system).value
    assert program is not None
    worker = view(program)
    (consumer,) = worker.consumers
    assert {reaction.name: reaction.has_rules for reaction in consumer.reactions} == {
        "stop": True,
        "note": False,
    }
    assert consumer.ruled
    assert worker.has_refusals
