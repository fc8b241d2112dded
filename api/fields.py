"""Kinds of fields that several resources have in common, with what may stand in them."""

from datetime import datetime, time
from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

from core.clock import COPENHAGEN

LARGEST_ID = 2**31 - 1
"""What an integer column of the database holds."""

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
PathId = Annotated[int, Path(ge=1, le=LARGEST_ID)]

Text = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]
"""Text for a column; a database takes no NUL character."""

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
