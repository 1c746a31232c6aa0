"""Undoing things. Every function here can be interrupted and repeated, and is content with what is gone already.

There is one way down, whether the lab is well, half made, or half dead: so the way that cleans up after a crash is the
way that is used, and tested, every day.
"""

import shutil
from pathlib import Path

from lab.cluster import adopted, blocks, commands, control_groups, mounts, processes, traces
from lab.cluster.journal import Journal, State, this_boot
from lab.cluster.things import AddressBlock, ControlGroup, Definitions, Folder, KindCluster, Link, Namespace


def remove_all(journal: Journal) -> None:
    """Undoes everything a lab may have left.

    Raises:
        OperationError: something cannot be undone; what is left is still in the journal.
    """
    journal.update(phase="going-down", things=blocks.things_still_owned(journal))
    state = journal.state
    # After a restart of the machine only files are left.
    if state.boot == this_boot():
        _end_what_runs(state)
    for definitions in state.of_kind(Definitions):
        adopted.remove_definitions(definitions, journal.folder)
    for cluster in state.of_kind(KindCluster):
        adopted.delete_kind_cluster(cluster.name)
    for block in state.of_kind(AddressBlock):
        traces.remove(block.number)
    for folder in state.of_kind(Folder):
        if folder.path.exists():
            shutil.rmtree(folder.path)
    shutil.rmtree(journal.folder)
    # Last, because the next lab may take them at once; where this is not reached, the table still knows whose they are.
    for block in state.of_kind(AddressBlock):
        blocks.release(block.number, state.token)


def _end_what_runs(state: State) -> None:
    groups = [group.name for group in state.of_kind(ControlGroup)]
    processes.end_all(state, [folder for name in groups for folder in control_groups.folders(name)])
    # Before their namespace goes, which would take the other ends with it, some moments later.
    for link in state.of_kind(Link):
        _remove_link(link.interface)
    for folder in state.of_kind(Folder):
        mounts.undo_below(folder.path)
    for namespace in state.of_kind(Namespace):
        mounts.undo_below(namespace.path)
    for name in groups:
        control_groups.remove(name)


def _remove_link(interface: str) -> None:
    if Path("/sys/class/net", interface).exists():
        commands.run(["ip", "link", "delete", interface], what=f"removing {interface}")
