"""The currency of a system: an ISO 4217 code with the decimal places of `money`."""

import re
from collections.abc import Iterator

from msc.analyze.context import Context
from msc.analyze.numbers import MONEY
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.model.fields import ValueSpec
from msc.model.system import SystemSpec

FORM = re.compile(r"[A-Z]{3}")
DEFAULT = SystemSpec.model_fields["currency"].default


def check(context: Context) -> None:
    """Reports an unknown currency, or one with other decimal places than `money`."""
    currency = context.spec.system.currency
    # The most frequent currency needs no look at the table.
    if currency == DEFAULT:
        return
    digits = _digits()
    path = ("system", "currency")
    if currency not in digits:
        context.report(
            codes.WRONG_TEXT, path, value=currency, kind="a currency of ISO 4217",
            example=currency.upper() if currency.upper() in digits else DEFAULT,
        )  # fmt: skip
    elif digits[currency] != MONEY.scale and any(
        value.type == "money" for value in _values(context)
    ):
        scale = digits[currency]
        places = "no decimal places" if scale == 0 else f"{scale} decimal places"
        suggestion = "integer" if scale == 0 else f"{{type: decimal, scale: {scale}}}"
        context.report(
            architecture.NOT_YET, path,
            what=f"`money` in {currency}, whose amounts have {places},",
            suggestion=f"write `{suggestion}` instead of `money`, which keeps {MONEY.scale} places",
        )  # fmt: skip


def _digits() -> dict[str, int]:
    """The decimal places of every currency; metals, funds and test codes have none."""
    # Reading its table takes longer than checking a small spec.
    from iso4217 import Currency  # noqa: PLC0415

    return {
        currency.code: currency.exponent
        for currency in Currency
        if currency.exponent is not None and FORM.fullmatch(currency.code)
    }


def _values(context: Context) -> Iterator[ValueSpec]:
    """Everything with a type of its own; copies of a field have none."""
    spec = context.spec
    for entity in spec.entities.values():
        yield from entity.fields.values()
    for operation in spec.operations.values():
        yield from operation.input.values()
