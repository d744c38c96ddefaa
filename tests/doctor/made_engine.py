"""An engine made for a test: it answers the doctor's questions over a unix socket, and does nothing else.

Run as a program of the name `dockerd` it is one that can be installed, started and killed: see `tests.doctor.test_fix`.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tutor.engine.ownership import STAND_IN_LABEL

Answers = dict[str, Any]
ANSWERS: Answers = {
    "/version": {
        "Version": "28.0.0",
        "ApiVersion": "1.48",
        "MinAPIVersion": "1.24",
        "Arch": "riscv64",  # no busybox of a test's machine fits it
        "Os": "linux",
        "Components": [{"Name": "Engine"}],
    },
    "/info": {"OSType": "linux", "Name": platform.node(), "DockerRootDir": "/", "SecurityOptions": []},
    "/containers/json": [],
    "/images/json": [],
    "/distribution/busybox/json": {"Descriptor": {}},
}
"""What a healthy engine without images says, its registry in reach."""
STAND_IN = {"Id": f"sha256:{'5' * 64}", "Config": {"Labels": {STAND_IN_LABEL: "1"}, "Cmd": ["node"]}}
"""All that it remembers of an image."""


class Handler(BaseHTTPRequestHandler):
    """Answers by the path, its version left out; 404 for what is not in the table."""

    protocol_version = "HTTP/1.1"
    answers: Answers = ANSWERS

    def do_GET(self) -> None:
        """One question."""
        path = self.path.partition("?")[0]
        path = "/" + path.split("/", 2)[2] if path.startswith("/v1.") else path
        if path == "/_ping":
            self.reply(HTTPStatus.OK, b"OK")
        elif self.answers.get(path) is None:
            self.reply(HTTPStatus.NOT_FOUND, b'{"message": "no such thing"}')
        else:
            self.reply(HTTPStatus.OK, json.dumps(self.answers[path]).encode())

    def do_POST(self) -> None:
        """An image is imported, and known from then on; a container of one can be made, and has no files."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if "/images/create" in self.path:
            name = parse_qs(urlsplit(self.path).query)["repo"][0]
            for called in (name, f"{name}:latest"):
                self.answers[f"/images/{called}/json"] = STAND_IN
            self.reply(HTTPStatus.OK, json.dumps({"status": STAND_IN["Id"]}).encode())
        else:
            self.reply(HTTPStatus.CREATED, b'{"Id": "made"}')

    def do_DELETE(self) -> None:
        """Gone."""
        self.send_response(HTTPStatus.NO_CONTENT)
        self.end_headers()

    def reply(self, status: HTTPStatus, body: bytes) -> None:
        """Send it."""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def address_string(self) -> str:
        """A unix socket's peer has none."""
        return "local"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""


class MadeEngine:
    """Serves `path` while it is open; `answers` go before the usual ones."""

    def __init__(self, path: Path, answers: Answers | None = None) -> None:
        handler = type("Answering", (Handler,), {"answers": {**ANSWERS, **(answers or {})}})
        self.url = f"unix://{path}"
        self.server = ThreadingUnixStreamServer(str(path), handler)
        self.server.daemon_threads = True

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def main() -> None:
    """As dockerd does: refuse to start beside a pid file, write one, and serve the usual socket until killed."""
    pid_file = Path("/var/run/docker.pid")
    if pid_file.exists():
        sys.exit(f"pid file found, ensure docker is not running or delete {pid_file}")
    pid_file.write_text(str(os.getpid()))
    MadeEngine(Path("/var/run/docker.sock")).server.serve_forever()


if __name__ == "__main__":
    main()
