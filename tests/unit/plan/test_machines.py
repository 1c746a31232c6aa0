"""The machines of a plan: what was chosen, what was passed over, and prices that are never made up."""

from decimal import Decimal

from rich.console import Console

from components.contract import MachineChoice, PassedOver
from tests.rigs.environments import cpu_pool
from transship.plan.machines import as_data, table
from transship.plan.stack import plan_stack

CHOICE = MachineChoice(
    machine="small",
    usd_per_hour=Decimal("0.10"),
    passed_over=(PassedOver(machine="large", reason="costs more"),),
)


def test_a_plan_says_what_was_passed_over_and_why() -> None:
    plan = plan_stack("onprem-prod")
    choice = plan.machines["cpu"]
    assert choice.machine == "worker"
    assert choice.usd_per_hour is not None
    assert {other.machine for other in choice.passed_over} == {"l4-box", "h100-box"}


def test_amounts_are_decimal_strings_and_the_unknown_is_null() -> None:
    assert as_data({"cpu": CHOICE}) == {
        "cpu": {
            "machine": "small",
            "usd_per_hour": "0.10",
            "passed_over": [{"machine": "large", "usd_per_hour": None, "reason": "costs more"}],
        }
    }


def test_a_pool_is_a_row_and_each_machine_passed_over_another() -> None:
    console = Console(width=120)
    with console.capture() as captured:
        console.print(table((cpu_pool(),), {"cpu": CHOICE}))
    first, second = captured.get().splitlines()
    assert first.split() == ["cpu", "small", "0.1000", "USD/h", "1", "to", "3", "nodes"]
    assert second.split() == ["large", "unknown", "costs", "more"]
