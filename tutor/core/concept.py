"""Concept cards: short answers to what a beginner asks, as values. Reading them is `tutor.lessonfile`'s business."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concept:
    """One card. `also` are other words that people use for it; `attempt` is a docker line to try; `link` Docker's page.

    `markdown` and `attempt` may hold facts (`{{image}}`).
    """

    id: str
    title: str
    also: tuple[str, ...]
    attempt: str
    link: str
    markdown: str
