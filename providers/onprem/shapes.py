"""Which of the owner's machines satisfies a shape; pure."""

from decimal import Decimal

from components.capabilities import Capability, Unsupported
from components.contract import MachineChoice, PassedOver
from components.errors import Problem, UnsupportedError
from components.specs import Accelerator, Environment, Shape
from providers.onprem.costs import hourly_usd
from providers.onprem.machines import Machine
from providers.onprem.options import OnPremOptions
from providers.onprem.support import SUPPORT

EXISTING = "existing-nodes"
"""The machine of an owner who describes none: whatever the named or selected nodes are."""

ACCELERATOR_RESOURCE = "nvidia.com/gpu"
"""The extended resource of NVIDIA's device plugin. Source: https://github.com/NVIDIA/k8s-device-plugin"""


def choose_machine(shape: Shape, options: OnPremOptions) -> MachineChoice:
    """The machine on which a node of the shape is cheapest; the smallest one where prices are not known.

    Raises:
        UnsupportedError: the shape asks for a TPU, or no described machine satisfies it.
    """
    _refuse_tpu(shape)
    if not options.machines:
        return MachineChoice(machine=EXISTING)
    lacking = {name: lack for name, machine in sorted(options.machines.items()) if (lack := missing(shape, machine))}
    match fitting(shape, options):
        case [chosen, *dearer]:
            reasons = dict.fromkeys(dearer, f"{chosen} is cheaper or smaller")
            reasons |= {name: f"has {lack}" for name, lack in lacking.items()}
            prices = {name: hourly_usd(machine, options.rates) for name, machine in options.machines.items()}
            passed_over = [
                PassedOver(machine=name, reason=reason, usd_per_hour=prices[name]) for name, reason in reasons.items()
            ]
            return MachineChoice(machine=chosen, usd_per_hour=prices[chosen], passed_over=tuple(passed_over))
        case _:
            problems = [Problem(f"machine {name}", f"has {lack}") for name, lack in lacking.items()]
            raise UnsupportedError("no machine of the owner satisfies the shape", problems)


def fitting(shape: Shape, options: OnPremOptions) -> list[str]:
    """The names of the owner's machines that satisfy the shape, the one to take first."""
    names = [name for name, machine in options.machines.items() if machine.nodes_of(shape)]
    return sorted(names, key=lambda name: _rank(name, shape, options))


def pool_machines(environment: Environment, options: OnPremOptions) -> dict[str, str]:
    """The machine of each pool: the one its options name, the cheapest that fits where they name none.

    Raises:
        UnsupportedError: as `choose_machine`.
    """
    return {
        pool.name: options.pools[pool.name].machine or choose_machine(pool.requires, options).machine
        for pool in environment.pools
    }


def missing(shape: Shape, machine: Machine) -> str:
    """What the machine lacks of the shape, in words; empty when nothing is."""
    lacks = [
        f"{there} {unit}, {wanted} wanted"
        for unit, there, wanted in (
            ("vCPU", machine.vcpu, shape.vcpu),
            ("GiB of memory", machine.memory_gib, shape.memory_gib),
        )
        if there < wanted
    ]
    if machine.architecture is not shape.architecture:
        lacks.append(f"{machine.architecture} processors, {shape.architecture} wanted")
    if shape.accelerator is not None and not _offers(machine.accelerator, shape.accelerator):
        lacks.append(f"{_said(machine.accelerator)}, {_said(shape.accelerator)} wanted")
    return " and ".join(lacks)


def _offers(there: Accelerator | None, wanted: Accelerator) -> bool:
    return (
        there is not None
        and there.kind is wanted.kind
        and there.count >= wanted.count
        and there.memory_gib >= wanted.memory_gib
    )


def _said(accelerator: Accelerator | None) -> str:
    if accelerator is None:
        return "no accelerator"
    return f"{accelerator.count} {accelerator.kind} of {accelerator.memory_gib} GiB"


def _rank(name: str, shape: Shape, options: OnPremOptions) -> tuple[bool, Decimal, int, int, int, str]:
    machine = options.machines[name]
    price = hourly_usd(machine, options.rates)
    devices = machine.accelerator.count if machine.accelerator else 0
    share = Decimal(0) if price is None else price / machine.nodes_of(shape)
    return (price is None, share, devices, machine.vcpu, machine.memory_gib, name)


def _refuse_tpu(shape: Shape) -> None:
    match shape.accelerator, SUPPORT[Capability.TPU]:
        case Accelerator(kind=kind), Unsupported(reason=reason, instead=instead) if kind.is_tpu:
            what = f"onprem has no {kind}: {reason}"
            raise UnsupportedError("machine", [Problem("requires.accelerator.kind", what, instead)])
        case _:
            pass
