"""Sentences about the review."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "review.title": "Review: {title}",
    "review.section": "Once more",
    "review.welcome": "{count} steps once more, from memory, each with fresh names. Your port this time is {port}.",
    "review.welcome.one": "One step once more, from memory, with fresh names. Your port this time is {port}.",
    "review.way-back": "`review` again goes back to the lesson; what is left comes another time.",
    "review.none": "Nothing comes back: what you passed, you passed without a miss or a hint.",
    "review.due": "{count} steps that were missed, hinted or skipped would like a second try: `review`.",
    "review.due.one": "One step that was missed, hinted or skipped would like a second try: `review`.",
    "review.after": "Steps that you missed, had a hint for or skipped: {count}. `review` brings just these back, as short drills.",
    "review.done": "Review: {done} of {total} passed.",
    "review.kept": "What is left comes back with: docker-tutor review",
    "help.review": "steps that were missed, hinted or skipped, as short drills",
}
