"""The chain that decisions of one unit hang in: each digest covers the decision and the digest before it."""

import json
from datetime import UTC
from hashlib import sha256
from typing import Any

from placements.evidence.tables import QuotaDecision


def digest(row: QuotaDecision) -> str:
    """SHA-256, in hexadecimal, of the content as canonical JSON: keys sorted, no blanks, UTF-8."""
    text = json.dumps(content(row), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def content(row: QuotaDecision) -> dict[str, Any]:
    """What the digest covers: the whole row, and the digest before it."""
    return {
        "unit": row.unit_id,
        "proposal": row.proposal_id,
        "at": row.at.astimezone(UTC).isoformat(),
        "user": row.user_id,
        "step": row.step,
        "allowed": row.allowed,
        "rules": row.rules.isoformat(),
        "first": row.first.isoformat(),
        "last": None if row.last is None else row.last.isoformat(),
        "record": row.record,
        "before": row.before,
    }
