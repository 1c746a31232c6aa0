"""Opens the owner's cluster for one stack: an explicit provider, and what callers may know of how to reach it."""

from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.contract import StackSettings
from providers.onprem.kubeconfig import read_api_server, read_api_server_file
from providers.onprem.options import KUBECONFIG, OnPremOptions

PROVIDER_NAME = "kubernetes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a stack reaches its cluster.

    Attributes:
        kubeconfig: secret; the file's path where the owner keeps a file, so that credentials never enter the state.
        endpoint: URL of the API server; empty while the file is not there.
        ca_certificate: PEM; empty where the kubeconfig alone knows it.
        auth_command: what a person types to get credentials.
    """

    provider: kubernetes.Provider
    kubeconfig: pulumi.Output[str]
    endpoint: pulumi.Input[str]
    ca_certificate: pulumi.Input[str]
    auth_command: str


def open_access(settings: StackSettings, options: OnPremOptions) -> Access:
    """Creates the provider. A path or a secret is there: `checks.py` saw to it. Reads the file if there is one."""
    if options.kubeconfig_path is not None:
        return _by_path(options.kubeconfig_path, options.context)
    return _by_secret(settings.secrets[KUBECONFIG], options.context)


def _by_path(path: str, context: str | None) -> Access:
    server = read_api_server_file(path, context)
    if not server.endpoint:
        pulumi.log.warn(f"kubeconfig {path} cannot be read on this machine: planning goes on, deploying will not")
    return Access(
        provider=_provider(path, context),
        kubeconfig=pulumi.Output.secret(path),
        endpoint=server.endpoint,
        ca_certificate=server.ca_certificate,
        auth_command=" ".join(["export", f"KUBECONFIG={path}", *_use(context)]),
    )


def _by_secret(kubeconfig: pulumi.Output[str], context: str | None) -> Access:
    server = pulumi.Output.unsecret(kubeconfig.apply(lambda text: read_api_server(text, context)))
    return Access(
        provider=_provider(kubeconfig, context),
        kubeconfig=kubeconfig,
        endpoint=server.apply(lambda known: known.endpoint),
        ca_certificate=server.apply(lambda known: known.ca_certificate),
        auth_command="pulumi stack output kubeconfig --show-secrets > kubeconfig && export KUBECONFIG=$PWD/kubeconfig",
    )


def _provider(kubeconfig: pulumi.Input[str], context: str | None) -> kubernetes.Provider:
    # An `up` that was killed leaves objects that its state does not know; the next one has to take them over
    # (docs/adr/0006-an-up-takes-over-what-it-finds.md).
    return kubernetes.Provider(PROVIDER_NAME, kubeconfig=kubeconfig, context=context, upsert_existing_objects=True)


def _use(context: str | None) -> list[str]:
    return ["&&", "kubectl", "config", "use-context", context] if context else []
