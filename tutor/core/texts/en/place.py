"""Sentences about the machine: daemon, image, store."""

from __future__ import annotations

TEXTS: dict[str, str] = {}
