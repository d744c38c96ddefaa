"""Sentences about what is not ours."""

from __future__ import annotations

TEXTS: dict[str, str] = {}
