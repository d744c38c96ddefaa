"""How each of the four shells ended."""

TEXTS = {
    "ways.ended.itself": "by itself",
    "ways.ended.line": "with your line",
    "ways.ended.exit": "with `exit`",
    "ways.ended.killed": "had to be killed",
    "ways.no-image": "Docker has no image {image} here.",
    "ways.no-daemon": "The Docker daemon stopped answering.",
    "ways.interrupted": "You stopped it.",
    "ways.not-started": "{line} did not start: {said}",
}
