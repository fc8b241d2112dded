"""A decision as a file that somebody else can check: its content, and how its digest is made."""

from datetime import UTC
from typing import Any

from placements.evidence.chain import content
from placements.evidence.tables import QuotaDecision

HOW = (
    "SHA-256 af 'sealed' som JSON med sorterede nøgler, uden mellemrum, i UTF-8. 'sealed.before' er mærket på den "
    "forrige afgørelse om samme enhed."
)


def exported(row: QuotaDecision) -> dict[str, Any]:
    """The decision as JSON: what is sealed, the digest, and how to make it again."""
    return {
        "format": "tovholder-quota-evidence/1",
        "decision": row.id,
        "decided_at": row.at.astimezone(UTC).isoformat(),
        "sealed": content(row),
        "digest": row.digest,
        "how": HOW,
    }
