"""Sentences about the conversation."""

from __future__ import annotations

TEXTS: dict[str, str] = {}
