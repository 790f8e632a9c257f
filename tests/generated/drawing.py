"""A spec by its number, the same one on any day.

The seed of hypothesis alone does not promise that: it also draws constants from whatever modules
are loaded.
"""

from random import Random

from tests.generated.chance import Chance
from tests.generated.kinds import Spec
from tests.generated.system import system


def spec_of(number: int) -> Spec:
    """The spec that the number stands for."""
    return system(Chance(Random(number).randint))
