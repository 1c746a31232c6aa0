"""Fake nodes look like those of clouds, with what NVIDIA's feature discovery would say of their GPUs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from lab.cluster import fake_nodes
from lab.cluster.kubectl import Manifest
from lab.cluster.site import Site


def test_every_node_says_where_and_what_it_is(site: Site) -> None:
    nodes = fake_nodes.manifests(site)
    assert [_metadata(node)["name"] for node in nodes] == [*site.cpu_node_names, *site.gpu_node_names]
    for node in nodes:
        assert {
            "kubernetes.io/arch",
            "kubernetes.io/hostname",
            "kubernetes.io/os",
            "node.kubernetes.io/instance-type",
            "topology.kubernetes.io/region",
            "topology.kubernetes.io/zone",
        } <= _labels(node).keys()


def test_gpus_are_labelled_as_they_are_counted(site: Site) -> None:
    for node in fake_nodes.manifests(site):
        capacity = cast("Mapping[str, Mapping[str, str]]", node["status"])["allocatable"]
        assert capacity.get("nvidia.com/gpu") == _labels(node).get("nvidia.com/gpu.count")


def test_both_sizes_of_gpu_are_there(site: Site) -> None:
    found = {
        (labels["nvidia.com/gpu.product"], labels["nvidia.com/gpu.memory"])
        for labels in map(_labels, fake_nodes.manifests(site))
        if "nvidia.com/gpu.product" in labels
    }
    assert found == {("NVIDIA-L4", "23034"), ("NVIDIA-H100-80GB-HBM3", "81559")}


def test_gpu_nodes_refuse_pods_that_do_not_ask_for_gpus(site: Site) -> None:
    for node in fake_nodes.manifests(replace(site, nodes="fake")):
        expected = ["nvidia.com/gpu"] if "nvidia.com/gpu.present" in _labels(node) else []
        assert _taint_keys(node) == expected


def test_beside_a_real_node_no_pod_gets_to_a_fake_one_by_accident(site: Site) -> None:
    assert all(_taint_keys(node) for node in fake_nodes.manifests(replace(site, nodes="real")))


def _metadata(node: Manifest) -> Mapping[str, object]:
    return cast("Mapping[str, object]", node["metadata"])


def _labels(node: Manifest) -> Mapping[str, str]:
    return cast("Mapping[str, str]", _metadata(node)["labels"])


def _taint_keys(node: Manifest) -> list[str]:
    taints = cast("Mapping[str, list[Mapping[str, str]]]", node["spec"])["taints"]
    return [taint["key"] for taint in taints]
