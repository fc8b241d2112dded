"""The chain that decisions of one unit hang in: each digest covers the decision and the digest before it."""

import json
from datetime import UTC
from hashlib import sha256

from placements.evidence.tables import QuotaDecision


def digest(row: QuotaDecision) -> str:
    """SHA-256, in hexadecimal, of the row as canonical JSON (keys sorted, no blanks, UTF-8), `before` included."""
    content = {
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
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()
