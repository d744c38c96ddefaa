"""Sentences in and around pictures."""

TEXTS = {
    "timeline.heading": "The lives of your containers, and of the processes in them",
    "timeline.failed": "I could not look: {reason}",
    "timeline.empty": "No container of this session has lived yet.",
    "timeline.running": "running",
    "timeline.stopped": "stopped",
    "timeline.removed": "removed",
    "timeline.created": "created",
    "timeline.legend": "A container runs as long as its process 1. When that ends, the container is stopped. It stays until it is removed.",
    "timeline.life": "{name}, from {image}, {fate}. Made at {began}.",
    "timeline.life.removed": "Removed at {removed}.",
    "timeline.process.first": "Process 1, {command}, from {began} {until}.",
    "timeline.process.exec": "Beside it {command}, from {began} {until}.",
    "timeline.until": "to {ended}, code {code}",
    "timeline.until.unknown": "to {ended}",
    "timeline.until.now": "until now",
    "help.timeline": "what became of your containers and their processes; timeline --json for programs",
}
