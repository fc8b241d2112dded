"""How a dataclass is read: pydantic's schema for it, made as strict as the exchange formats are.

Dataclasses stay plain and know nothing of it. What their types leave open (unknown fields, how a moment is written,
which numbers are numbers) is closed here for all of them.
"""

from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter
from pydantic_core import CoreSchema, SchemaValidator
from pydantic_core.core_schema import (
    chain_schema,
    custom_error_schema,
    str_schema,
    tagged_union_schema,
    typed_dict_field,
    typed_dict_schema,
)

Node = dict[str, Any]  # a core schema taken apart: pydantic-core's types for them are dozens of TypedDicts

DAY, CLOCK = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{2}:[0-9]{2}"
WRITTEN = {"date": f"^{DAY}$", "time": f"^{CLOCK}$", "datetime": f"^{DAY}T{CLOCK}$"}
"""How a moment is written. Pydantic alone also takes seconds, zones, blanks and Unix time."""

LARGEST_INTEGER = 2**53 - 1
"""Larger integers do not survive every JSON reader (RFC 7493)."""

LIMITS: dict[str, Node] = {
    "dataclass": {"config": {"extra_fields_behavior": "forbid", "strict": True}},
    "float": {"allow_inf_nan": False},
    "int": {"ge": -LARGEST_INTEGER, "le": LARGEST_INTEGER},
}
NESTED = ("schema", "fields", "items_schema", "keys_schema", "values_schema", "choices", "definitions")


@cache
def reader(kind: type[object]) -> SchemaValidator:
    """The compiled strict reader of `kind`."""
    return SchemaValidator(cast(CoreSchema, _tightened(TypeAdapter(kind).core_schema)))


@cache
def field_reader(name: str) -> SchemaValidator:
    """The compiled reader of an object's one text field `name`; it passes over the rest."""
    return SchemaValidator(
        typed_dict_schema({name: typed_dict_field(str_schema(strict=True))}, extra_behavior="ignore")
    )


def _tightened(node: Any) -> Any:
    if isinstance(node, list | tuple):
        return type(node)(map(_tightened, node))
    if not isinstance(node, dict):
        return node
    kind = node.get("type", "")
    if kind in WRITTEN:
        return _moment(kind, node)
    tight = node | LIMITS.get(kind, {}) | {key: _tightened(node[key]) for key in NESTED if key in node}
    if kind == "union":
        return _told_apart(tight)
    if kind == "dataclass-field":
        # A field whose name is a word of Python's has an underscore there (`from_`) and none in the file.
        return tight | {"validation_alias": node["name"].removesuffix("_")}
    return tight["schema"] if kind == "default" and _fixed_value(tight["schema"]) is not None else tight


def _moment(kind: str, node: Node) -> CoreSchema:
    steps = [str_schema(pattern=WRITTEN[kind], strict=True), cast(CoreSchema, node | {"strict": False})]
    return custom_error_schema(chain_schema(steps), custom_error_type=kind, custom_error_message=kind)


def _told_apart(union: Node) -> Node:
    """A union of dataclasses that each have a fixed `kind` is read by it: faults then name one member only."""
    members = {_fixed_kind(member): member for member in union["choices"]}
    if None in members:
        return union
    return cast(Node, tagged_union_schema(cast(dict[Any, CoreSchema], members), discriminator="kind"))


def _fixed_kind(member: Node) -> str | None:
    fields = member["schema"]["fields"] if member.get("type") == "dataclass" else []
    return next((_fixed_value(field["schema"]) for field in fields if field["name"] == "kind"), None)


def _fixed_value(node: Node) -> str | None:
    """The only value that a literal with one value can have."""
    expected = node["expected"] if node.get("type") == "literal" else []
    return str(expected[0]) if len(expected) == 1 else None
