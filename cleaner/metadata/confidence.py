"""How sure the split is, from 0 to 1: what the choice of container and the kept text look like."""

from __future__ import annotations

from cleaner.label.context import Context

_BASE, _PORTAL, _PROSE, _SHORT = 0.5, 0.2, 0.2, 0.2


def confidence(context: Context) -> float:
    """An estimate, uncalibrated: prose among what is kept and a known portal speak for it, a short text against."""
    kept = context.trail.kept()
    if not kept:
        return 0.0
    prose = sum(piece.end - piece.start for piece in kept if context.is_prose(piece))
    whole = sum(piece.end - piece.start for piece in kept)
    score = _BASE + _PROSE * prose / max(1, whole)
    score += _PORTAL if context.rules.portal else 0.0
    if prose < 600:
        score -= _SHORT
    return round(min(1.0, max(0.0, score)), 3)
