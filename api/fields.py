"""Kinds of fields that several resources have in common, with what may stand in them."""

from datetime import datetime, time
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

from core.clock import COPENHAGEN
from web.fields import LARGEST_ID, LONGEST_TEXT, PLAIN

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]

Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT, pattern=PLAIN)]
"""Text for a column, without control characters."""

Instant = Annotated[
    datetime, PlainSerializer(lambda at: at.astimezone(COPENHAGEN).isoformat(timespec="seconds"), return_type=str)
]
"""An instant, written as Danish time with its offset from UTC."""

Clock = Annotated[time, PlainSerializer(lambda at: f"{at:%H:%M}", return_type=str)]
"""A clock time, `HH:MM`."""


class Given(BaseModel):
    """What a caller gives us: fields we do not know are refused."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, populate_by_name=True)


class Shown(BaseModel):
    """What we show, read from a row's attributes where they have the same names."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True)
