"""A registry with one image whose layer never comes to its end: a pull from it lasts for as long as somebody wants it.

Docker takes a registry on 127.0.0.0/8 without TLS (docs.docker.com, "Test an insecure registry").
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

CONFIG = json.dumps({"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": ["sha256:0"]}})
LAYER_SIZE = 1 << 20
TYPE = "application/vnd.docker.{}.v2+json"
TRICKLE = 0.05  # seconds between two bytes


def digest(content: bytes) -> str:
    """As registries name content."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def manifest(layer: str) -> bytes:
    """The description of an image of that one layer."""
    config = {
        "mediaType": "application/vnd.docker.container.image.v1+json",
        "size": len(CONFIG),
        "digest": digest(CONFIG.encode()),
    }
    media = "application/vnd.docker.image.rootfs.diff.tar.gzip"
    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": TYPE.format("distribution.manifest"),
            "config": config,
            "layers": [{"mediaType": media, "size": LAYER_SIZE, "digest": layer}],
        }
    ).encode()


class SlowRegistry:
    """Serves `name` while it is entered; `asked` counts those who have begun to fetch the layer."""

    def __init__(self) -> None:
        self.asked = 0
        # Its own: of two pulls of one layer the daemon makes one download, from whichever registry came first.
        self._layer = f"sha256:{secrets.token_hex(32)}"
        self._over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def name(self) -> str:
        """What to pull."""
        return f"127.0.0.1:{self._server.server_address[1]}/slow:1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        registry = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.endswith(registry._layer):
                    registry._trickle(self)
                    return
                content = CONFIG.encode() if "/blobs/" in self.path else b"{}"
                if "/manifests/" in self.path:
                    content = manifest(registry._layer)
                _begin(self, len(content), digest(content))
                if self.command == "GET":
                    self.wfile.write(content)

            do_HEAD = do_GET  # noqa: N815 -- http.server's own name

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        return Handler

    def _trickle(self, request: BaseHTTPRequestHandler) -> None:
        _begin(request, LAYER_SIZE, self._layer)
        self.asked += 1
        try:
            while not self._over.wait(TRICKLE):
                request.wfile.write(b"\0")
        except OSError:  # who asked has gone
            return


def _begin(request: BaseHTTPRequestHandler, size: int, name: str) -> None:
    request.send_response(200)
    request.send_header("Content-Type", TYPE.format("distribution.manifest"))
    request.send_header("Content-Length", str(size))
    request.send_header("Docker-Content-Digest", name)
    request.send_header("Docker-Distribution-Api-Version", "registry/2.0")
    request.end_headers()
