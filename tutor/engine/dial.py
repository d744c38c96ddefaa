"""Lets the docker library use a connection that `endpoint_connect` opened, for a daemon behind ssh.

The library's own ways over ssh need paramiko even where the ssh program does the work. The learner's docker is here
anyway, and it brings their keys, agent and ssh configuration with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool

from tutor.engine.endpoint_connect import connect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.engine.endpoint import Endpoint

POOL = 10
"""Connections kept open: the docker library's own number."""
PATIENCE = 10.0
"""Seconds for a connection to come about, where the library asks for no limit."""


class DialedConnection(HTTPConnection):
    """One connection to the endpoint, however that is reached."""

    def __init__(self, endpoint: Endpoint, timeout: Any) -> None:  # noqa: ANN401  # urllib3's own type
        super().__init__("docker", timeout=timeout)
        self._endpoint = endpoint

    def connect(self) -> None:
        """Open it; called by urllib3."""
        patience = self.timeout if isinstance(self.timeout, int | float) else PATIENCE
        self.sock = connect(self._endpoint, patience)


class DialingPool(HTTPConnectionPool):
    """Connections to one endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__("docker", maxsize=POOL)
        self._endpoint = endpoint

    def _new_conn(self) -> DialedConnection:
        return DialedConnection(self._endpoint, self.timeout.connect_timeout)


class DialingAdapter(HTTPAdapter):
    """Mounts such a pool into a client."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__()
        self._pool = DialingPool(endpoint)

    def get_connection_with_tls_context(
        self,
        request: Any,  # noqa: ARG002, ANN401  # all requests go to the one daemon
        verify: Any,  # noqa: ARG002, ANN401  # the endpoint knows
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002  # none is used
        cert: Any = None,  # noqa: ARG002, ANN401  # the endpoint knows
    ) -> DialingPool:
        """The one pool, whatever is asked for."""
        return self._pool

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()
        super().close()
