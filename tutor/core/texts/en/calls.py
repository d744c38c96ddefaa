"""What the docker command says to the daemon."""

TEXTS = {
    "calls.none": "There are no calls yet. Type a docker command first.",
    "calls.unseen": "I saw no calls of `{line}`: it needed no daemon, or did not go by my way to it.",
    "calls.heading": "What docker said to the daemon for: {line}",
    "calls.open": "still open",
    "calls.unanswered": "no answer",
    "calls.refused": "{status} by me",
    "calls.default-command": "null (the image's own)",
    "calls.stream": "then a stream: {sent} bytes to the container, {received} back",
    "calls.compare.heading": "What docker asked the daemon for, and where the two differ",
    "calls.compare.switches": "`-t` is `Tty`, the other three are `-i`. All else that you asked for is the same.",
    "calls.compare.rest": "All else that you asked for is the same.",
    "calls.compare.alike": "Docker asked the daemon for the same thing both times.",
    "calls.more": "`calls` shows all that docker said for your last command.",
}
