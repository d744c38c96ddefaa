"""No network use but Docker's own and the look at the learner's site: told from the imports."""

from __future__ import annotations

from tests.test_architecture import all_imports, is_in

TALKS = frozenset(
    [
        "socket",
        "ssl",
        "http.client",
        "http.server",
        "urllib.request",
        "requests",
        "urllib3",
        "docker",
        "smtplib",
        "ftplib",
        "poplib",
        "imaplib",
        "xmlrpc",
        "socketserver",
        "webbrowser",
        "aiohttp",
        "httpx",
        "websockets",
    ]
)
"""What can talk to another machine."""

HARMLESS = frozenset({"requests.exceptions", "urllib3.exceptions", "docker.errors", "docker.utils", "docker.constants"})
"""Of these only names of errors, numbers and the reading of an image's name are used."""

ALLOWED = {
    "tutor.commands.record": "the machine's own name, to keep it out of a recording",
    "tutor.engine.api": "questions to the daemon",
    "tutor.engine.daemon": "the docker library's client of the daemon",
    "tutor.engine.dial": "the same, behind ssh",
    "tutor.engine.endpoint_connect": "one connection to the daemon",
    "tutor.engine.endpoint_diagnosis": "why there is none",
    "tutor.engine.endpoint_tls": "the same connection, with TLS on it",
    "tutor.engine.history": "the daemon's events, on the docker library's own connection",
    "tutor.engine.ownership": "the machine's own name",
    "tutor.engine.ports": "whether a port of this machine is free",
    "tutor.engine.probe": "whether the learner's own site answers, on a port that its container publishes",
    "tutor.engine.wire": "the private socket",
    "tutor.engine.wire_connection": "the private socket",
    "tutor.engine.wire_sockets": "the private socket",
    "tutor.recorded.program": "a pair of sockets within this process",
}


def test_only_the_engine_talks_to_anybody() -> None:
    """Each module that imports what can talk over a network is listed here with whom it talks to, and no other does."""
    talking = {
        found.importer
        for found in all_imports()
        if found.runs
        and any(is_in(f"{found.module}.{found.name}".rstrip("."), (name,)) for name in TALKS)
        and not is_in(found.module, tuple(HARMLESS))
    }
    assert talking == ALLOWED.keys()


def test_nothing_is_loaded_by_name() -> None:
    """No module imports another one by a name made up as it runs, which the first test would not see."""
    assert not [found for found in all_imports() if found.module.split(".")[0] in {"importlib", "runpy"}]
