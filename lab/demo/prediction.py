"""Asks the served model from where its Service can be reached, and holds its answers against the local ones."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import cast
from urllib.parse import urlsplit, urlunsplit

from components.errors import IntegrityError, OperationError, Problem
from lab.cluster import Cluster
from lab.cluster.kubectl import kubectl_of
from lab.demo.model import request

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answers:
    """What came back for each row: its label, and the milliseconds it took."""

    labels: tuple[int, ...]
    milliseconds: tuple[float, ...]


def ask(cluster: Cluster, url: str, model: str, rows: Sequence[Sequence[float]]) -> Answers:
    """Sends each row as a request of its own.

    Args:
        cluster: where to send them from.
        url: the variant's Service, by its name in the cluster.
        model: the model's name.
        rows: one list of features for each request.

    Raises:
        OperationError: a request was not answered with 200.
    """
    command = cluster.enter([sys.executable, "-m", "lab.demo.predict", _by_address(cluster, url), model])
    requests = json.dumps([request([row]) for row in rows])
    done = subprocess.run(command, input=requests, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode:
        raise OperationError.because(f"predictions from {url}", done.stderr.strip().splitlines()[-1])
    said = json.loads(done.stdout)
    return Answers(tuple(said["labels"]), tuple(said["milliseconds"]))


def _by_address(cluster: Cluster, url: str) -> str:
    """The same Service by its address, which is good outside pods, too: this machine does not ask the cluster's DNS."""
    parts = urlsplit(url)
    service, namespace, _ = (parts.hostname or "").split(".", 2)
    jsonpath = "--output=jsonpath={.spec.clusterIP}"
    address = kubectl_of(cluster).run("get", "service", service, f"--namespace={namespace}", jsonpath)
    return urlunsplit(parts._replace(netloc=f"{address}:{parts.port or 80}"))


def service_of(outputs: Mapping[str, object], model: str) -> str:
    """The URL of the first variant's Service, from a stack's outputs."""
    models = cast("Sequence[Mapping[str, Sequence[Mapping[str, str]]]]", outputs["models"])
    return next(each["variants"][0]["service"].rstrip("/") for each in models if each["name"] == model)


def compared(answers: Answers, expected: Sequence[int]) -> str:
    """One sentence: every answer is what the local model says.

    Raises:
        IntegrityError: an answer differs; each problem names the row.
    """
    wrong = [
        Problem(f"row {row}", f"served {served}, local {local}")
        for row, (served, local) in enumerate(zip(answers.labels, expected, strict=True))
        if served != local
    ]
    if wrong:
        raise IntegrityError("predictions", wrong)
    middle = median(answers.milliseconds)
    return f"{len(expected)} of {len(expected)} answers are the local model's own; median {middle:.1f} ms"
