"""Rehearsing stacks, as many at once as there are clusters to rehearse them in."""

import queue
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from lab.clouds.faults import FaultKind
from lab.clouds.kubernetes.releases import Releases
from lab.clouds.recovery import recover
from lab.clouds.rehearsal import waiting
from lab.clouds.rehearsal.acts import Acts, BrokenOffError
from lab.clouds.rehearsal.leftovers import left_behind
from lab.clouds.rehearsal.owned import remove_machines
from lab.clouds.rehearsal.report import Creation, Report
from lab.clouds.rehearsal.scene import Scene, set_scene
from lab.clouds.vendors import load
from lab.cluster import Cluster
from lab.cluster.progress import Progress

CHECK = "check"
"""What a refused input is noted as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One stack to rehearse.

    Attributes:
        stack: `<target>-<environment>`.
        secrets: placeholders for the target's secret settings.
        faults: what goes wrong on the way.
        keep: leave the stack up.
    """

    stack: str
    secrets: Mapping[str, str]
    faults: tuple[FaultKind, ...] = ()
    keep: bool = False


def rehearse(orders: Sequence[Order], clusters: Sequence[Cluster], folder: Path, progress: Progress) -> list[Report]:
    """Rehearses stacks, one in each cluster at a time.

    Args:
        orders: what to rehearse.
        clusters: of a lab with fake nodes.
        folder: gets a folder for each stack.
        progress: told of every step; from several threads.

    Returns:
        A report for each stack, in the order that was asked for.
    """
    stopped = threading.Event()
    free: queue.SimpleQueue[Cluster] = queue.SimpleQueue()
    for cluster in clusters:
        free.put(cluster)

    def play(order: Order) -> Report:
        cluster = free.get()
        try:
            return _rehearsed(order, cluster, folder / order.stack, progress, stopped)
        finally:
            free.put(cluster)

    with ThreadPoolExecutor(len(clusters)) as pool:
        futures = [pool.submit(play, order) for order in orders]
        try:
            return [future.result() for future in futures]
        except BaseException:
            stopped.set()
            _break_off(futures)
            raise


def _break_off(futures: Sequence["Future[Report]"]) -> None:
    """Starts nothing more, and ends every engine and plugin, so that those who wait for them come back."""
    for future in futures:
        future.cancel()
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _rehearsed(order: Order, cluster: Cluster, folder: Path, progress: Progress, stopped: threading.Event) -> Report:
    folder.mkdir(parents=True)
    scene = set_scene(order.stack, folder, cluster, order.secrets)
    acts = Acts(scene, progress, stopped, order.faults)
    path: Sequence[Creation] = ()
    left: Sequence[str] = ()
    try:
        acts.up()
        path = _critical_path(scene)
        acts.preview()
        acts.change(acts.drift())
    except BrokenOffError:
        if not stopped.is_set():
            recover(scene.project, scene.stack, scene.account)
    if not order.keep:
        with suppress(BrokenOffError):
            acts.destroy()
        left = left_behind(scene)
        remove_machines(scene.kubectl)
    vendor = load(scene.plugin) if scene.plugin else Releases()
    return Report(
        stack=order.stack,
        phases=acts.phases,
        created=waiting.creations(scene.account, vendor),
        critical_path=path,
        failures=[f"{each.urn}: {each.trouble}" for each in scene.account.events() if each.operation == CHECK],
        left_behind=left,
    )


def _critical_path(scene: Scene) -> Sequence[Creation]:
    vendor = load(scene.plugin) if scene.plugin else Releases()
    return waiting.critical_path(scene.project, scene.stack, scene.account, vendor)
