"""What was promised, against what was measured in one run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks import scenarios as names
from benchmarks.measure import Cost

NOTHING, IMPORTS, BUILD_IMPORTS = "python -c pass", "imports of a check", "imports of a build"
OWN_IMPORTS = "imports of a check and msc's own"
# JHipster 8.11 took 17 to 20 seconds for three services of 452 files together.
JHIPSTER_PER_FILE = 17 / 452
MEBIBYTES = 1024

# Seconds that a change in a spec of so many entities may take.
AT_MOST_FOR = 1_000
AT_MOST = {names.EDITED: 1.5, names.LONGER: 1.5, names.DIFF: 1.0}

type Costs = Mapping[str, Cost]


@dataclass(frozen=True, slots=True)
class Target:
    """One promise; the value must not be above the limit."""

    what: str
    value: float
    limit: float
    unit: str

    @property
    def met(self) -> bool:
        """Whether it was kept."""
        return self.value <= self.limit


def of_example(floor: Costs, example: Costs, files: int) -> Iterator[Target]:
    """The promises about the P2P lending example."""
    check, cold = example[names.CHECK].seconds, example[names.COLD].seconds
    yield Target("check", check, 0.3, "s")
    yield Target("check / (interpreter + imports)", check / floor[IMPORTS].seconds, 3, "")
    # Both processes start an interpreter; one is enough for the limit.
    limit = (
        example[names.RAW_JINJA].seconds
        + floor[BUILD_IMPORTS].seconds
        - floor[NOTHING].seconds
    )  # fmt: skip
    yield Target("cold build / (raw Jinja + interpreter + imports)", cold / limit, 2, "")
    yield Target("cold build per file", 1000 * cold / files, 1000 * JHIPSTER_PER_FILE / 20, "ms")
    yield Target(names.SAME, example[names.SAME].seconds, 0.3, "s")
    yield Target(names.EDITED, example[names.EDITED].seconds, 0.7, "s")
    yield Target(names.LONGER, example[names.LONGER].seconds, 0.7, "s")
    yield Target(names.DIFF, example[names.DIFF].seconds, 0.5, "s")


def shares(floor: Costs, check: Cost) -> dict[str, float]:
    """The seconds of a check by what they go into, which says how much of them msc can save."""
    ends = [floor[NOTHING], floor[IMPORTS], floor[OWN_IMPORTS], check]
    seconds = [0.0, *(end.seconds for end in ends)]
    parts = ("interpreter", "libraries", "msc's own modules", "the spec")
    return {part: seconds[n + 1] - seconds[n] for n, part in enumerate(parts)}


def of_scale(sizes: Mapping[int, Costs]) -> Iterator[Target]:
    """The promises about specs of many entities: as much time for each, and bounded memory."""
    *smaller, largest = sorted(sizes)
    for number in smaller:
        for name in (names.CHECK, names.COLD, names.SAME, names.EDITED, names.LONGER, names.DIFF):
            one = sizes[number][name].seconds / number
            other = sizes[largest][name].seconds / largest
            what = f"{name}, time per entity at {largest:,} / at {number}"
            yield Target(what, other / one, 1.3, "")
    if largest == AT_MOST_FOR:
        for name, seconds in AT_MOST.items():
            yield Target(
                f"{name}, {largest:,} entities", sizes[largest][name].seconds, seconds, "s"
            )
    commands = [name for name in sizes[largest] if name != names.RAW_JINJA]
    peak = max(sizes[largest][name].mebibytes for name in commands)
    yield Target(f"peak memory at {largest:,} entities", peak, MEBIBYTES, "MiB")
