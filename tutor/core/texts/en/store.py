"""Sentences about the progress file, and about steps that could not be set up."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "store.newer": "Your progress file {path} was written by a newer docker-tutor, so it is left as it is: what you do now is not saved. Get the newer one: pip install --upgrade docker-tutor",
    "store.damaged": "Your progress file was damaged. It is kept as {path}, and a new one is begun.",
    "store.unreadable": "The progress file cannot be read: {reason}.",
    "store.unreadable.cure": "Close other tutors and try again.",
    "store.not-forgotten": "Your progress cannot be forgotten: {reason}.",
    "store.not-forgotten.cure": "Make room on the disk, or look at the file's permissions.",
    "store.not-writable": "the file cannot be written",
    "fixture.endless": "{line} did not end within {seconds} seconds.",
    "fixture.failed": "{line} did not work.",
    "fixture.down": "{line} did not stay up.",
    "fixture.log": "Its log says why: docker logs {name}",
    "fixture.not-started": "{line} started no container.",
    "fixture.nothing-made": "{line} made no container.",
    "image.interrupted": "You stopped it. What came so far is kept.",
    "image.not-there": "Docker has no image {image} after all.",
}
