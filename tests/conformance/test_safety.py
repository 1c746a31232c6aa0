"""What no target may leave open or untagged; names none of them."""

from components.specs import RegistrySpec, ServingSpec
from tests.rigs.environments import A100, accelerated_pool, cpu_pool, environment
from tests.rigs.exposure import CLOSED, exposed
from tests.rigs.tagging import tags
from tests.rigs.targets import RIGS, Rig

OURS = {"managed-by", "transship-environment", "transship-stack"}
WANTED = environment(pools=(cpu_pool(), accelerated_pool(A100)), registry=RegistrySpec(keep_noncurrent_days=7))


def test_nothing_is_public_unless_it_was_asked_for(target: Rig) -> None:
    assert list(exposed(target.plan(WANTED).recording)) == []


def test_what_could_be_open_is_looked_at() -> None:
    """Types of the plans that have a rule: a rule for a type that nobody creates would prove nothing."""
    planned = {resource.type for rig in RIGS.values() for resource in rig.plan(WANTED).recording.resources}
    assert CLOSED.keys() - planned <= {
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        "gcp:compute/firewall:Firewall",
    }


def test_everything_that_can_be_tagged_is(target: Rig) -> None:
    tagged = list(tags(target.plan(WANTED).recording))
    assert [f"{resource.type} {resource.name}" for resource, found in tagged if not found.keys() >= OURS] == []


def test_a_public_gateway_opens_nothing_else(target: Rig) -> None:
    private = target.plan(environment(serving=ServingSpec(private=True))).recording
    public = target.plan(environment(serving=ServingSpec(private=False))).recording
    assert private.resources != public.resources
    assert list(exposed(public)) == []
