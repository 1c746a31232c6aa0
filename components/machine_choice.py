"""Chooses the cheapest machine that satisfies a shape, and says why the others were passed over. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from components.contract import MachineChoice, PassedOver
from components.errors import Problem, UnsupportedError
from components.machines import Catalogue, Machine, Offer
from components.specs import Accelerator, CapacityKind, Shape

MOST_DEARER = 3
"""How many of the machines that would also do are told, the cheapest first."""

MOST_LACKING = 2
"""How many of the cheaper machines that would not do are told, the closest first."""


MOST_NEAR = 3
"""How many machines a refusal names, the closest first."""


def choose(catalogue: Catalogue, shape: Shape, capacity: CapacityKind, region: str) -> MachineChoice:
    """The cheapest machine of the region that satisfies the shape, bought as asked; of equals the first by name.

    A machine whose spot price is not known counts at its price on demand, which is the most it can cost.

    Raises:
        InvalidInputError: the tables know no such region.
        UnsupportedError: no machine there does; it names the nearest, what they lack, and the regions that have one.
    """
    offers = sorted(
        _comparable(catalogue.offers(region).values(), shape),
        key=lambda offer: (offer.most_usd_per_hour(capacity), offer.machine.name),
    )
    match [offer for offer in offers if not lacking(offer, shape, capacity)]:
        case [chosen, *dearer]:
            near = _nearest(reversed(offers[: offers.index(chosen)]), shape, capacity)
            price = chosen.price(capacity)
            return MachineChoice(
                machine=chosen.machine.name,
                usd_per_hour=price.usd_per_hour if price else None,
                passed_over=(
                    *(_dearer(offer, chosen, capacity) for offer in dearer[:MOST_DEARER]),
                    *(_lacking(offer, shape, capacity) for offer in near[:MOST_LACKING]),
                ),
            )
        case _:
            raise _refusal(catalogue, shape, capacity, region, _nearest(offers, shape, capacity))


def lacking(offer: Offer, shape: Shape, capacity: CapacityKind) -> Sequence[str]:
    """What the offered machine lacks of the shape, each in words; nothing when it satisfies it."""
    return tuple(_lacks(offer, shape, capacity))


def _lacks(offer: Offer, shape: Shape, capacity: CapacityKind) -> Iterator[str]:
    machine = offer.machine
    if machine.architecture is not shape.architecture:
        yield f"has {machine.architecture} processors, asked for {shape.architecture}"
    if shape.accelerator is not None:
        yield from _lacks_of_accelerator(machine, shape.accelerator)
    if machine.vcpu < shape.vcpu:
        yield f"has {machine.vcpu} vCPU, asked for {shape.vcpu}"
    if machine.memory_gib < shape.memory_gib:
        yield f"has {machine.memory_gib} GiB, asked for {shape.memory_gib}"
    if capacity is not CapacityKind.SPOT and offer.on_demand is None:
        yield f"is sold as spot only, asked for {capacity}"


def _lacks_of_accelerator(machine: Machine, asked: Accelerator) -> Iterator[str]:
    there = machine.accelerator
    if there is None or there.kind is not asked.kind:
        yield f"has {there or 'no accelerator'}, asked for {asked.kind}"
    elif there.count < asked.count:
        yield f"has {there.count} of {asked.kind}, asked for {asked.count}"
    elif there.memory_gib < asked.memory_gib:
        yield f"has {there.memory_gib} GiB in each {there.kind}, asked for {asked.memory_gib}"


def _comparable(offers: Iterable[Offer], shape: Shape) -> Iterator[Offer]:
    """A pool without accelerators never gets a machine with one, nor the other way round: not even as a near miss."""
    return (offer for offer in offers if (offer.machine.accelerator is None) == (shape.accelerator is None))


def _nearest(offers: Iterable[Offer], shape: Shape, capacity: CapacityKind) -> list[Offer]:
    """The offers by how little they lack, the first of equals first."""
    return sorted(offers, key=lambda offer: (_strangeness(offer.machine, shape), len(lacking(offer, shape, capacity))))


def _strangeness(machine: Machine, shape: Shape) -> int:
    """How far the machine's accelerators are from those asked for: 0 for the same kind, more where they are smaller."""
    there, asked = machine.accelerator, shape.accelerator
    if there is None or asked is None or there.kind is asked.kind:
        return 0
    return (
        1
        + (there.count < asked.count)
        + (there.memory_gib < asked.memory_gib)
        + (there.kind.is_tpu != asked.kind.is_tpu)
    )


def _dearer(offer: Offer, chosen: Offer, capacity: CapacityKind) -> PassedOver:
    most, least = offer.most_usd_per_hour(capacity), chosen.most_usd_per_hour(capacity)
    more = round((most / least - 1) * 100)
    price = offer.price(capacity)
    if price is None:
        reason = f"spot price not known; on demand it costs {more} % more"
    elif most == least:
        reason = "costs the same; later by name"
    else:
        reason = f"costs {more} % more" if more else "costs a little more"
    return PassedOver(machine=offer.machine.name, usd_per_hour=price.usd_per_hour if price else None, reason=reason)


def _lacking(offer: Offer, shape: Shape, capacity: CapacityKind) -> PassedOver:
    price = offer.price(capacity)
    return PassedOver(
        machine=offer.machine.name,
        usd_per_hour=price.usd_per_hour if price else None,
        reason=" and ".join(lacking(offer, shape, capacity)),
    )


def _refusal(
    catalogue: Catalogue, shape: Shape, capacity: CapacityKind, region: str, near: Sequence[Offer]
) -> UnsupportedError:
    """Why the region has nothing for the shape: where there is something, and what comes nearest here."""
    elsewhere = sorted(
        other
        for other, offers in catalogue.regions.items()
        if any(not lacking(offer, shape, capacity) for offer in _comparable(offers.values(), shape))
    )
    hint = f"these regions have one: {', '.join(elsewhere)}" if elsewhere else _sold(catalogue, shape)
    problems = [Problem(f"region {region}", f"no machine offers {said(shape)}, {capacity}", hint)]
    problems += [
        Problem(f"nearest: {offer.machine.name}", " and ".join(lacking(offer, shape, capacity)))
        for offer in near[:MOST_NEAR]
    ]
    return UnsupportedError(f"machines of {catalogue.target}", problems)


def _sold(catalogue: Catalogue, shape: Shape) -> str:
    """What to ask for instead, where no region has what was asked for."""
    if shape.accelerator is None:
        return "no region has one: ask for less of it, or for more and smaller nodes"
    kinds = catalogue.accelerators
    if shape.accelerator.kind in kinds:
        return f"no region has one of that size; {catalogue.target} does have {shape.accelerator.kind}"
    return f"no region has {shape.accelerator.kind}; {catalogue.target} has {', '.join(sorted(kinds))}"


def said(shape: Shape) -> str:
    """The shape in words."""
    words = f"{shape.vcpu} vCPU, {shape.memory_gib} GiB, {shape.architecture}"
    wanted = shape.accelerator
    return f"{words}, {wanted.count} {wanted.kind} of {wanted.memory_gib} GiB" if wanted else words
