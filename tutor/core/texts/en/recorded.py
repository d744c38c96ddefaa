"""What is said where recordings stand in for Docker."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "recorded.place": "No Docker is used here: what you type is checked as always, and what you see was {what}.",
    "recorded.filled": "Names, ids and times in it are filled in, to fit your lesson. Nothing runs on this machine, so your browser finds nothing on port {port}. Any key hurries what you see.",
    "recorded.mark": "recorded on {date}, Engine {engine}, {image} {version}",
    "recorded.answers": "Here it answered on {host}:{port}. Ctrl-C stops it; {leave} leaves it running and comes back to me.",
    "recorded.shell": "This shell is shown, not typed. Enter goes on to its next line.",
    "recorded.no-output": "I have no recording of just this line, so I cannot show its output.",
    "recorded.task": "The recordings have nothing for this. With Docker on this machine it works; `skip` or `next` goes on.",
    "recorded.task-older": "What was recorded for this fits an older version of this program. `skip` or `next` goes on.",
    "recorded.other-line": "I cannot send a line of yours into a recording. This is what became of `{line}`.",
    "recorded.fixture": "The recordings have no `{line}`, which this step needs.",
    "live.ask": "Docker answers on this machine by now. Go on with the real thing, from this step?",
    "live.yes": "from this step on, everything really runs",
    "live.no": "stay with the recordings",
    "live.going": "Good. From here on, what you type is what runs.",
    "live.stays": "Good. The recordings go on; start again without --recorded whenever you like.",
    "anew.ask": "Steps {steps} you did from recordings: nothing of them really ran. Do them live now?",
    "anew.ask.one": "Step {step} you did from recordings: nothing of it really ran. Do it live now?",
    "anew.yes": "open again what was recorded",
    "anew.no": "leave it done, and go on",
    "anew.open": "Good. We begin with step {number}.",
    "anew.stay": "Good. It stays done; I ask again when you come back.",
    "task.undone": "That cannot be done here: {reason}",
}
