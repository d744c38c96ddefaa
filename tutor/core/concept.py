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


@dataclass(frozen=True, slots=True)
class AskConcepts:
    """Look for the concept card that answers `question`; `context` is what the step at hand is about, in any words."""

    question: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class ConceptsFound:
    """The card that answers; None where none does: then `near` are the titles that come nearest, best first.

    `failed` says why nothing could be looked up, "" if it could.
    """

    question: str
    concept: Concept | None = None
    near: tuple[str, ...] = ()
    failed: str = ""
