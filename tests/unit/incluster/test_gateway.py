"""The front door, with Envoy Gateway installed and with a gateway that is there."""

import pulumi

from components.specs import ServingSpec
from providers.incluster.gateway import Door, build_gateway
from providers.incluster.options import AddonMode, GatewayOptions
from tests.rigs.serving import NAMESPACE, recorded
from transship.plan.recorder import Inputs, Recording

CLASS = "kubernetes:gateway.networking.k8s.io/v1:GatewayClass"
GATEWAY = "kubernetes:gateway.networking.k8s.io/v1:Gateway"
PROXY = "kubernetes:gateway.envoyproxy.io/v1alpha1:EnvoyProxy"
INSTALLED = GatewayOptions(mode=AddonMode.INSTALL)


def _made(options: GatewayOptions, serving: ServingSpec | None = None) -> Recording:
    def build(parent: pulumi.Resource, provider: pulumi.ProviderResource) -> None:
        spec = serving or ServingSpec(hostname="models.example.com")
        door = Door(environment_name="test", namespace=NAMESPACE, serving=spec, options=options, exposure="ClusterIP")
        gateway = build_gateway(parent, "cluster", door)
        pulumi.export("address", gateway.address)
        pulumi.export("scheme", gateway.scheme)

    return recorded(build)


def _spec(recording: Recording) -> Inputs:
    return recording.one(GATEWAY, "cluster-gateway").inputs["spec"]


def test_an_installed_gateway_has_a_class_and_proxies_behind_a_service_of_a_known_name() -> None:
    recording = _made(INSTALLED)
    assert recording.one(CLASS, "cluster-gateway-class").inputs["metadata"]["name"] == "envoy-gateway"
    proxy = recording.one(PROXY, "cluster-gateway-proxy").inputs["spec"]["provider"]["kubernetes"]
    assert proxy["envoyService"] == {"name": "transship-test", "type": "ClusterIP"}
    assert proxy["envoyDeployment"]["replicas"] > proxy["envoyPDB"]["minAvailable"]
    assert recording.outputs["address"] == "transship-test.envoy-gateway-system.svc"
    assert _spec(recording)["infrastructure"]["parametersRef"]["kind"] == "EnvoyProxy"


def test_a_gateway_that_is_there_is_used_by_the_name_of_its_class() -> None:
    recording = _made(GatewayOptions(class_name="internal"))
    assert recording.of(CLASS) == ()
    assert recording.of(PROXY) == ()
    assert _spec(recording)["gatewayClassName"] == "internal"
    assert recording.outputs["address"] == "models.example.com"


def test_the_owner_knows_best_where_requests_enter() -> None:
    assert _made(GatewayOptions(mode=AddonMode.INSTALL, address="10.0.0.9")).outputs["address"] == "10.0.0.9"


def test_only_routes_of_its_own_namespace_attach_and_only_for_its_host() -> None:
    (listener,) = _spec(_made(INSTALLED))["listeners"]
    assert listener == {
        "name": "models",
        "hostname": "models.example.com",
        "protocol": "HTTP",
        "port": 80,
        "allowedRoutes": {"namespaces": {"from": "Same"}},
    }


def test_a_certificate_makes_it_https() -> None:
    recording = _made(GatewayOptions(certificate="models-tls"))
    (listener,) = _spec(recording)["listeners"]
    assert (listener["protocol"], listener["port"]) == ("HTTPS", 443)
    assert listener["tls"] == {"mode": "Terminate", "certificateRefs": [{"kind": "Secret", "name": "models-tls"}]}
    assert recording.outputs["scheme"] == "https"


def test_the_load_balancers_annotations_are_handed_on() -> None:
    annotations = {"example.com/internal": "true"}
    assert _spec(_made(GatewayOptions(annotations=annotations)))["infrastructure"] == {"annotations": annotations}
