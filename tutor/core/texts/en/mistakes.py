"""Sentences about known mistakes, by id."""

from __future__ import annotations

TEXTS: dict[str, str] = {}
