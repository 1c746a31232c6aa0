"""Sends requests of the Open Inference Protocol to a served model, and writes the labels it answers with as JSON.

Runs inside the cluster's network namespace, where service addresses mean something:
`python -m lab.demo.predict URL MODEL < requests.json`.
"""

import json
import sys
import time
from typing import Any

import httpx

LABEL = "label"
MILLISECONDS = 1000
TIMEOUT_SECONDS = 10


def main() -> None:
    """Sends each request of standard input, and prints labels and times."""
    url, model = sys.argv[1:]
    labels: list[int] = []
    times: list[float] = []
    with httpx.Client(base_url=url, timeout=TIMEOUT_SECONDS) as client:
        for request in json.load(sys.stdin):
            start = time.perf_counter()
            reply = client.post(f"/v2/models/{model}/infer", json=request)
            reply.raise_for_status()
            times.append((time.perf_counter() - start) * MILLISECONDS)
            labels.append(_label(reply.json()["outputs"]))
    json.dump({"labels": labels, "milliseconds": times}, sys.stdout)


def _label(outputs: list[dict[str, Any]]) -> int:
    return next(output["data"][0] for output in outputs if output["name"] == LABEL)


if __name__ == "__main__":
    main()
