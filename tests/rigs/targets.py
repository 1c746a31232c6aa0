"""One rig per target: how the conformance suite plans an environment there, and asks what it refuses.

A new target is one entry in `RIGS`; the suite then lists what is missing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pulumi

from components import targets
from components.capabilities import Capability, Unsupported
from components.contract import StackSettings
from components.specs import Environment
from providers.incluster.options import ImageOptions
from providers.onprem.machines import PoolOptions
from providers.onprem.options import ObjectsOptions, OnPremOptions, RegistryOptions
from stacks import program
from stacks.admission import Admitted, admit_stack
from stacks.settings import Stack
from tests.rigs import aws_settings, azure, gcp
from transship.plan.recorder import Recording, record

HUSH = "a word that must never be seen"
"""The value of every secret; a test that finds it in a recording has found a leak."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An environment as the target would build it."""

    admitted: Admitted
    recording: Recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """What the suite needs to know of a target.

    Attributes:
        options: settings with which any environment can be planned.
        region: a region that the target has.
    """

    name: str
    region: str
    options: Callable[[Environment], object]

    def stack(self, environment: Environment, name: str = "test") -> Stack:
        """A stack of that environment on this target."""
        target = targets.load(self.name)
        secrets: Mapping[str, pulumi.Output[str]] = {
            secret: pulumi.Output.secret(HUSH) for secret in sorted(target.secret_names)
        }
        settings = StackSettings(
            name=name,
            environment=environment,
            region=self.region,
            options=self.options(environment),
            secrets=secrets,
        )
        return Stack(target, settings)

    def plan(self, environment: Environment) -> Planned:
        """Plans the environment.

        Raises:
            UnsupportedError: the target lacks something that it needs.
        """
        admitted: list[Admitted] = []

        def run() -> None:
            stack, answer = admit_stack(self.stack(environment))
            admitted.append(answer)
            program.build(stack, answer)

        recording = record(run)
        return Planned(admitted[0], recording)

    def refuses(self, capability: Capability) -> Unsupported | None:
        """The target's refusal of a capability; None when it offers it in any way."""
        answer = targets.support(self.name)[capability]
        return answer if isinstance(answer, Unsupported) else None


def _onprem(environment: Environment) -> OnPremOptions:
    store = ObjectsOptions(url="s3://models/test", endpoint="https://objects.example.com")
    return OnPremOptions(
        registry=RegistryOptions(images="registry.example.com/ml", objects=store),
        pools={pool.name: PoolOptions(selector={"example.com/rack": pool.name}) for pool in environment.pools},
        images=ImageOptions(puller="registry.example.com/ml/puller:0.1.0"),
    )


RIGS = {
    rig.name: rig
    for rig in (
        Rig(name="aws", region=aws_settings.REGION, options=aws_settings.options_for),
        Rig(name="azure", region=azure.REGION, options=azure.options_for),
        Rig(name="gcp", region=gcp.REGION, options=gcp.options_for),
        Rig(name="onprem", region="rack-1", options=_onprem),
    )
}
