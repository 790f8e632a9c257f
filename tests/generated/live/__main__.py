"""`python -m tests.generated.live --from 0 --count 20`: drawn specs on real servers."""

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.generated.live.law import run
from tests.generated.live.sample import Call

PAGE = """# The law on real servers

What `check` accepts can succeed. `make soak-live` draws specs by number, starts the data services
of their systems on real servers, and calls every operation as each role that it names: the use
case, and the routes that lead to it. It starts from the rows that the operation's own unit tests
arrange. A rule that asks for more stored rows than those leaves a call undecided.

| | |
|---|---|
| specs | {specs}, by the numbers from {first} |
| calls that succeeded | {succeeded} |
| calls that a rule on stored rows left undecided | {undecided} |
| calls that were refused | {refused} |
"""


def main() -> int:
    """Calls the operations of drawn specs, tells which did not succeed, and writes the page."""
    options = _options()
    counts: Counter[str] = Counter()
    with TemporaryDirectory(prefix="live-") as folder:
        for number in range(options.first, options.first + options.count):
            for call in run(number, Path(folder)):
                counts[_verdict(call)] += 1
                if _verdict(call) == "refused":
                    print(f"== {number}", call, sep="\n", flush=True)
    print(dict(counts))
    if options.write:
        verdicts = {name: counts[name] for name in ("succeeded", "undecided", "refused")}
        page = PAGE.format(specs=options.count, first=options.first, **verdicts)
        options.write.write_text(page, "utf-8")
    return 1 if counts["refused"] else 0


def _options() -> Namespace:
    parser = ArgumentParser()
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--write", type=Path)
    return parser.parse_args()


def _verdict(call: Call) -> str:
    if call.refused is None:
        return "succeeded"
    return "undecided" if call.is_undecided else "refused"


sys.exit(main())
