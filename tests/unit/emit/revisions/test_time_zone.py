"""Days begin where the system says that it is, also for rows that a revision converts."""

import pytest

from msc.emit.revisions.matching import step
from msc.emit.revisions.operations import operations
from msc.emit.revisions.revision import calls
from msc.emit.revisions.stored import Stored
from msc.ir.entities import Entity, Store
from msc.ir.fields import DatetimeType, DateType, Field

ZONE = "Asia/Kolkata"


def stored(type_: DateType | DatetimeType, zone: str = ZONE) -> Stored:
    entity = Entity("thing", "things", "", Store.POSTGRES, (Field("seen", type_),))
    return Stored((entity,), zone)


@pytest.mark.parametrize(
    ("old", "new", "using"),
    [
        (DateType(), DatetimeType(), r"\"seen\"::timestamp AT TIME ZONE 'Asia/Kolkata'"),
        (DatetimeType(), DateType(), r"(\"seen\" AT TIME ZONE 'Asia/Kolkata')::date"),
    ],
)
def test_dates_and_timestamps_follow_the_time_zone_of_the_system(
    old: DateType | DatetimeType, new: DateType | DatetimeType, using: str
) -> None:
    (call,) = calls(operations(step(stored(old, "UTC"), stored(new))))
    assert f'postgresql_using="{using}"' in call
