"""Sentences about the machine: daemon, image, store."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "image.missing": "This lesson uses the image {image}, a small blog server. It is not on this machine yet. Which one?",
    "image.stand-in": "a stand-in made here in a second: same commands, same lessons, tiny; removed when you leave",
    "image.official": "the real one from Docker Hub: about 650 MB on disk; it stays when you leave",
    "image.made": "Made a small stand-in for {image}. It goes when you leave.",
    "image.pulled": "{image} is here now, {size} MB. It stays when you leave; this removes it:",
    "image.failed": "That did not work: {reason}",
    "image.wants-mysql": "This version of {image} wants a MySQL database beside it. Where that matters, I say what to add.",
    "store.trouble": "Your progress cannot be saved: {detail}. The lesson goes on.",
    "cleanup.done": "Cleared up: {what}.",
    "cleanup.failed": "This could not be removed: {what}.",
    "cleanup.no-daemon": "I could not clear up: {reason} Once Docker is back, this does it:",
    "cleanup.before": "The last session ended suddenly; I cleared up after it: {what}.",
    # docker-tutor progress
    "progress.lesson": "{lesson}: {done} of {steps} steps done, {attempts} lines tried, last on {day}.",
    "progress.skipped": "Skipped: {count}.",
    "progress.recorded": "From recordings: {count}.",
}
