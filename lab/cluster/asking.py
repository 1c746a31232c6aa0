"""Asking the lab's own servers whether they are well; never through a proxy, which could not reach them."""

import ssl
import urllib.request
from http import HTTPStatus
from pathlib import Path

_PATIENCE_SECONDS = 2


def is_well(url: str, authority: Path | None = None) -> bool:
    """Whether a server answers that all is well.

    Args:
        url: of its own account of itself, for example `/readyz`.
        authority: who signed its certificate; None for plain HTTP.
    """
    handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
    if authority:
        handlers.append(urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(authority))))
    try:
        with urllib.request.build_opener(*handlers).open(url, timeout=_PATIENCE_SECONDS) as answer:
            return answer.status == HTTPStatus.OK
    except OSError:
        return False
