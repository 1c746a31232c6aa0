"""The pod of a variant: pulls a verified version, then serves it, as Pod Security's `restricted` level wants it."""

import hashlib
import json

import pulumi
from pulumi_kubernetes.core.v1 import (
    LocalObjectReferenceArgs,
    PodSecurityContextArgs,
    PodSpecArgs,
    PodTemplateSpecArgs,
    SeccompProfileArgs,
    TolerationArgs,
    TopologySpreadConstraintArgs,
)
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs, ObjectMetaArgs

from components.naming import LABEL_PREFIX
from components.results import ModelStore
from providers.incluster.containers import puller, server
from providers.incluster.options import ImageOptions
from providers.incluster.volumes import pod_volumes
from providers.incluster.workload import Workload

_FILES_ANNOTATION = f"{LABEL_PREFIX}/files"


def pod_template(workload: Workload, store: ModelStore, images: ImageOptions) -> PodTemplateSpecArgs:
    """The pod template of a variant's Deployment.

    Args:
        workload: what is served, where.
        store: how the pull step reads the registry.
        images: the pull step's image, and the secrets that images are pulled with.
    """
    pool, user = workload.pool, workload.server.user
    return PodTemplateSpecArgs(
        metadata=ObjectMetaArgs(
            labels={**store.pod_labels, **workload.labels}, annotations=_annotations(workload, store) or None
        ),
        spec=PodSpecArgs(
            service_account_name=workload.model,
            automount_service_account_token=False,
            enable_service_links=False,
            image_pull_secrets=[LocalObjectReferenceArgs(name=name) for name in images.pull_secrets] or None,
            security_context=PodSecurityContextArgs(
                run_as_non_root=True,
                run_as_user=user,
                run_as_group=user,
                fs_group=user,
                seccomp_profile=SeccompProfileArgs(type="RuntimeDefault"),
            ),
            init_containers=[puller(workload, store, images.puller)],
            containers=[server(workload)],
            volumes=pod_volumes(workload),
            node_selector=dict(pool.selector),
            tolerations=[
                TolerationArgs(key=each.key, operator="Equal", value=each.value, effect=each.effect)
                for each in pool.tolerations
            ]
            or None,
            priority_class_name=pool.priority_class,
            topology_spread_constraints=[_spread(workload, key) for key in _SPREAD_OVER],
            termination_grace_period_seconds=workload.grace_seconds,
        ),
    )


_SPREAD_OVER = ("topology.kubernetes.io/zone", "kubernetes.io/hostname")


def _spread(workload: Workload, topology_key: str) -> TopologySpreadConstraintArgs:
    """Replicas apart where there is room; together rather than not at all."""
    return TopologySpreadConstraintArgs(
        max_skew=1,
        topology_key=topology_key,
        when_unsatisfiable="ScheduleAnyway",
        label_selector=LabelSelectorArgs(match_labels=workload.selector),
        match_label_keys=["pod-template-hash"],
    )


def _annotations(workload: Workload, store: ModelStore) -> dict[str, pulumi.Input[str]]:
    """A change of the server's files is a change of the pod: it would go on with the old ones otherwise."""
    if not workload.server.files:
        return dict(store.pod_annotations)
    text = json.dumps(dict(workload.server.files), sort_keys=True)
    return {**store.pod_annotations, _FILES_ANNOTATION: hashlib.sha256(text.encode()).hexdigest()}
