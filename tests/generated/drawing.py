"""A spec by its number, the same one on any day."""

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.generated.kinds import Spec
from tests.generated.system import systems

# The first example is always the simplest one, the second is drawn.
TWO = settings(
    max_examples=2, phases=[Phase.generate], database=None, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def spec_of(number: int) -> Spec:
    """The spec that the number stands for."""
    found: list[Spec] = []

    @seed(number)
    @TWO
    @given(systems())
    def collect(spec: Spec) -> None:
        found.append(spec)

    collect()
    return found[-1]
