"""Asks a served model over the Open Inference Protocol, version 2, and writes the answers as JSON to standard output.

Runs inside the cluster's network namespace, where service addresses mean something:
`python -m lab.demo.predict URL MODEL < requests.json`.
"""

import json
import sys
import time

import httpx

MILLISECONDS = 1000


def main() -> None:
    """Reads rows from standard input, sends one request for each, and prints answers and times."""
    url, model = sys.argv[1:]
    rows: list[list[float]] = json.load(sys.stdin)
    answers: list[object] = []
    times: list[float] = []
    with httpx.Client(base_url=url, timeout=10) as client:
        for row in rows:
            start = time.perf_counter()
            reply = client.post(f"/v2/models/{model}/infer", json=_request(row))
            reply.raise_for_status()
            times.append((time.perf_counter() - start) * MILLISECONDS)
            answers.append(reply.json()["outputs"])
    json.dump({"answers": answers, "milliseconds": times}, sys.stdout)


def _request(row: list[float]) -> dict[str, object]:
    return {"inputs": [{"name": "features", "shape": [1, len(row)], "datatype": "FP32", "data": row}]}


if __name__ == "__main__":
    main()
