"""What holds for every shape, bought in any way, in every region of every cloud."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from components.contract import MachineChoice
from components.errors import UnsupportedError
from components.machine_choice import choose
from components.machines import Catalogue, Offer
from components.specs import Accelerator, AcceleratorKind, Architecture, CapacityKind, Shape
from tests.rigs.catalogues import CLOUDS, REGIONS

PLACES = st.sampled_from(REGIONS)
CAPACITIES = st.sampled_from(CapacityKind)
ACCELERATORS = st.builds(
    Accelerator,
    kind=st.sampled_from(AcceleratorKind),
    count=st.integers(1, 8),
    memory_gib=st.sampled_from([1, 16, 24, 40, 80, 141]),
)
SHAPES = st.builds(
    Shape,
    vcpu=st.integers(1, 100),
    memory_gib=st.integers(1, 800),
    architecture=st.sampled_from(Architecture),
    accelerator=st.none() | ACCELERATORS,
)


def satisfies(offer: Offer, shape: Shape, capacity: CapacityKind) -> bool:
    """The rule once more, written apart from the product."""
    there, asked = offer.machine.accelerator, shape.accelerator
    accelerated = (there is None and asked is None) or (
        there is not None
        and asked is not None
        and (there.kind, there.count >= asked.count, there.memory_gib >= asked.memory_gib) == (asked.kind, True, True)
    )
    return (
        accelerated
        and offer.machine.vcpu >= shape.vcpu
        and offer.machine.memory_gib >= shape.memory_gib
        and offer.machine.architecture == shape.architecture
        and (capacity == CapacityKind.SPOT or offer.on_demand is not None)
    )


def most(offer: Offer, capacity: CapacityKind) -> Decimal:
    """The price as asked, or the one on demand where it is not known."""
    price = offer.on_demand if capacity == CapacityKind.ON_DEMAND else offer.spot or offer.on_demand
    assert price is not None
    return price.usd_per_hour


def chosen(place: tuple[str, str], shape: Shape, capacity: CapacityKind) -> MachineChoice | None:
    target, region = place
    try:
        return CLOUDS[target].choose_machine(shape, capacity, region)
    except UnsupportedError:
        return None


def sold(place: tuple[str, str]) -> dict[str, Offer]:
    target, region = place
    return dict(CLOUDS[target].catalogue().offers(region))


@given(PLACES, SHAPES, CAPACITIES)
def test_the_chosen_machine_satisfies_the_shape_and_none_that_does_is_cheaper(
    place: tuple[str, str], shape: Shape, capacity: CapacityKind
) -> None:
    fitting = {name: offer for name, offer in sold(place).items() if satisfies(offer, shape, capacity)}
    choice = chosen(place, shape, capacity)
    if choice is None:
        assert fitting == {}
        return
    cheapest = min(most(offer, capacity) for offer in fitting.values())
    assert most(fitting[choice.machine], capacity) == cheapest
    price = fitting[choice.machine].price(capacity)
    assert choice.usd_per_hour == (price and price.usd_per_hour)


@given(PLACES, SHAPES, CAPACITIES)
def test_what_is_passed_over_is_dearer_or_lacks_something_and_says_so(
    place: tuple[str, str], shape: Shape, capacity: CapacityKind
) -> None:
    choice = chosen(place, shape, capacity)
    assume(choice is not None)
    assert choice is not None
    offers = sold(place)
    names = [each.machine for each in choice.passed_over]
    assert len(names) == len(set(names)) <= 5
    assert choice.machine not in names
    for each in choice.passed_over:
        if satisfies(offers[each.machine], shape, capacity):
            assert most(offers[each.machine], capacity) >= most(offers[choice.machine], capacity)
            assert "cost" in each.reason
        else:
            assert ", asked for " in each.reason


@given(PLACES, SHAPES, CAPACITIES)
def test_the_order_of_the_tables_changes_nothing(place: tuple[str, str], shape: Shape, capacity: CapacityKind) -> None:
    target, region = place
    known = CLOUDS[target].catalogue()
    turned: Catalogue = replace(known, regions={region: dict(reversed(sold(place).items()))})
    choice = chosen(place, shape, capacity)
    assume(choice is not None)
    assert choose(turned, shape, capacity, region) == choice


@given(PLACES, SHAPES, CAPACITIES, st.integers(0, 20), st.integers(0, 100))
def test_asking_for_more_is_never_cheaper(
    place: tuple[str, str], shape: Shape, capacity: CapacityKind, more_vcpu: int, more_gib: int
) -> None:
    larger = replace(shape, vcpu=shape.vcpu + more_vcpu, memory_gib=shape.memory_gib + more_gib)
    before, after = chosen(place, shape, capacity), chosen(place, larger, capacity)
    if before is None:
        assert after is None
    elif after is not None:
        offers = sold(place)
        assert most(offers[after.machine], capacity) >= most(offers[before.machine], capacity)


@given(PLACES, SHAPES)
def test_a_fallback_is_never_cheaper_than_spot_alone(place: tuple[str, str], shape: Shape) -> None:
    spot, fallback = chosen(place, shape, CapacityKind.SPOT), chosen(place, shape, CapacityKind.SPOT_WITH_FALLBACK)
    assume(fallback is not None)
    assert spot is not None
    assert fallback is not None
    offers = sold(place)
    assert most(offers[fallback.machine], CapacityKind.SPOT) >= most(offers[spot.machine], CapacityKind.SPOT)
