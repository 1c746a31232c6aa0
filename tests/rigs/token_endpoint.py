"""One server on loopback that is every cloud's token endpoint, and a bucket that shows who asked.

It answers in the shapes that the clouds document, so it proves what the client asks for and sends; whether a cloud
accepts that, only the cloud can say.

Sources (2026-11-21): https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html,
https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow,
https://cloud.google.com/compute/docs/access/authenticate-workloads
"""

import json
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

AGENT_PATH = "/v1/credentials"
CONTENT = b"weights"
_METADATA = "/computeMetadata/v1/instance/service-accounts/default/token"
_POLL_SECONDS = 0.02
_TOKEN = {"expires_in": 3600, "token_type": "Bearer"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    form: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """The running server and what it was asked, in order."""

    host: str
    asked: list[Asked] = field(default_factory=list[Asked])

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{self.host}"


@contextmanager
def token_endpoint(objects: Mapping[str, bytes] | None = None) -> Generator[TokenEndpoint]:
    """Runs the server on a free port of loopback.

    Args:
        objects: what the store holds, by bucket and key; `CONTENT` under every key when there is none.
    """
    asked: list[Asked] = []

    class _Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def do_PUT(self) -> None:
            self._answer()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            del format, args

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode(errors="replace")
            form = {key: values[0] for key, values in parse_qs(body).items()}
            asked.append(Asked(self.command, self.path, dict(self.headers), form))
            answer = _answer_to(unquote(urlsplit(self.path).path), objects)
            if answer is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.send_header("ETag", '"1"')
            self.send_header("Last-Modified", "Sat, 21 Nov 2026 10:00:00 GMT")
            self.end_headers()
            self.wfile.write(answer)

    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, args=(_POLL_SECONDS,), daemon=True)
    thread.start()
    try:
        yield TokenEndpoint(f"127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer_to(path: str, objects: Mapping[str, bytes] | None) -> bytes | None:
    if path == AGENT_PATH:
        keys = {"AccessKeyId": "ASIAPOD", "SecretAccessKey": "pod", "Token": "aws-session"}
        return json.dumps({**keys, "Expiration": "2099-01-01T00:00:00Z"}).encode()
    if path.endswith("/oauth2/v2.0/token"):
        return json.dumps({"access_token": "azure-access", **_TOKEN}).encode()
    if path == _METADATA:
        return json.dumps({"access_token": "google-access", **_TOKEN}).encode()
    return CONTENT if objects is None else objects.get(path.removeprefix("/"))
