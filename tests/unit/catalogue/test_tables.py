"""A table that is wrong anywhere does not load, and says everything that is wrong with it."""

from pathlib import Path

import pytest

from components.cost import Unpriced
from components.errors import InvalidInputError
from components.machine_tables import read_catalogue
from components.quantities import Range
from components.service_prices import read_service_prices

SOURCES = "source,url,licence,note\nlist,https://prices.example,,\n"
MACHINES = (
    "machine,vcpu,memory_gib,architecture,accelerator,accelerator_count,accelerator_memory_gib,as_of,source\n"
    "small,2,8,amd64,,,,2026-11-01,list\n"
    "large,8,32.5,arm64,nvidia-l4,0.5,24,2026-11-01,list\n"
)
PRICES = (
    "region,machine,on_demand_usd_per_hour,on_demand_as_of,on_demand_source,spot_usd_per_hour,spot_as_of,spot_source\n"
    "here,small,0.1,2026-11-01,list,,,\n"
    "here,large,0.4,2026-11-01,list,0.2,2026-11-02,list\n"
)
SERVICES = (
    "service,sku,unit,usd_per_unit,region,as_of,source,note\n"
    "nat,gateway,hour,0.05,here,2026-11-01,list,\n"
    "control-plane,cluster,hour,0.1,all,2026-11-01,list,\n"
    "disk,ssd,GiB-month,0.08,there,2026-11-01,list,\n"
)


def folder(path: Path, **changed: str) -> Path:
    tables = {"sources": SOURCES, "machines": MACHINES, "prices": PRICES, "services": SERVICES, **changed}
    for name, text in tables.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def test_what_a_table_says_is_read_exactly(tmp_path: Path) -> None:
    read = read_catalogue("cloud", folder(tmp_path))
    large = read.offers("here")["large"]
    assert str(large.machine.memory_gib) == "32.5"
    assert str(large.machine.accelerator) == "0.5 nvidia-l4 of 24 GiB"
    assert large.spot is not None
    assert (str(large.spot.usd_per_hour), large.spot.as_of.isoformat()) == ("0.2", "2026-11-02")
    assert large.spot.source == "https://prices.example"
    assert read.offers("here")["small"].spot is None


WRONG_MACHINES = [
    ("2026-11-01,list\nlarge", ",list\nlarge", "line 2, as_of: expected a value, found none", "undated"),
    ("2026-11-01,list\nlarge", "last week,list\nlarge", "line 2, as_of: expected a date such as", "not a date"),
    ("2026-11-01,list\nlarge", "2026-11-01,\nlarge", "line 2, source: expected a value, found none", "no source"),
    ("2026-11-01,list\nlarge", "2026-11-01,lisst\nlarge", "hint: list", "a source that nothing explains"),
    ("nvidia-l4", "nvidia-l5", "line 3, accelerator: expected a known name", "an accelerator without a name"),
    ("arm64", "riscv64", "line 3, architecture: expected a known name", "a processor without a name"),
    ("small,2,", "small,2.5,", "line 2, vcpu: expected a whole number, found 2.5", "half a vCPU"),
    ("small,2,8", "small,2,-8", "line 2, memory_gib: expected a number of at least 0", "less than nothing"),
    ("small,2,8", "small,2,NaN", "line 2, memory_gib: expected a number of at least 0", "not a number"),
    ("small,2,8", "small,2,eight", 'line 2, memory_gib: expected a number, found "eight"', "a word"),
    ("0.5,24", "0,24", "line 3, accelerator_count: expected a number above 0", "an accelerator that is not there"),
    ("large,8", "small,8", "line 3, machine: expected each once, found small again", "twice"),
    ("01,list\nlarge", "01,list,more\nlarge", "line 2, (one cell too many)", "an unquoted comma"),
]


@pytest.mark.parametrize(
    ("right", "wrong", "said", "reason"), WRONG_MACHINES, ids=[case[-1] for case in WRONG_MACHINES]
)
def test_a_wrong_machine_does_not_load(tmp_path: Path, right: str, wrong: str, said: str, reason: str) -> None:
    assert MACHINES.count(right) == 1, reason
    with pytest.raises(InvalidInputError) as caught:
        read_catalogue("cloud", folder(tmp_path, machines=MACHINES.replace(right, wrong)))
    assert "machines.csv" in str(caught.value)
    assert said in str(caught.value)


WRONG_PRICES = [
    ("here,small", "here,smal", "line 2, machine: expected a known name", "a machine that nothing describes"),
    ("0.1,2026-11-01,list,,,", ",,,,,", "expected a price on demand or as spot, found neither", "no price at all"),
    ("0.1,2026-11-01", "0,2026-11-01", "line 2, on_demand_usd_per_hour: expected a number above 0", "free"),
    ("0.1,2026-11-01", "0.1,", "line 2, on_demand_as_of: expected a value", "undated"),
    ("0.2,2026", "0.4,2026", "expected less than 0.4, the price on demand", "spot at the price on demand"),
    ("0.2,2026-11-02,list", "0.2,2026-11-02,", "line 3, spot_source: expected a value", "a spot price of nobody"),
    ("here,large", "here,small", "line 3, machine: expected each once, found here small again", "twice"),
]


@pytest.mark.parametrize(("right", "wrong", "said", "reason"), WRONG_PRICES, ids=[case[-1] for case in WRONG_PRICES])
def test_a_wrong_price_does_not_load(tmp_path: Path, right: str, wrong: str, said: str, reason: str) -> None:
    assert PRICES.count(right) == 1, reason
    with pytest.raises(InvalidInputError) as caught:
        read_catalogue("cloud", folder(tmp_path, prices=PRICES.replace(right, wrong)))
    assert said in str(caught.value)


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_catalogue("cloud", folder(tmp_path, machines=MACHINES.replace("2026-11-01", "")))
    assert [problem.where for problem in caught.value.problems] == ["line 2, as_of", "line 3, as_of"]


def test_a_service_costs_what_its_region_says_or_what_all_regions_say(tmp_path: Path) -> None:
    prices = read_service_prices(folder(tmp_path), "here")
    assert str(prices.by_sku["gateway"].usd_per_unit) == "0.05"
    assert str(prices.by_sku["cluster"].usd_per_unit) == "0.1"


def test_a_service_without_a_price_here_is_an_unknown_that_says_where_one_is_known(tmp_path: Path) -> None:
    cost = read_service_prices(folder(tmp_path), "here").cost("boot disks", "ssd", Range.always(100))
    assert cost == Unpriced(name="boot disks", reason="no price of ssd in here is known; known: there")


@pytest.mark.parametrize("lost", ["2026-11-01,list,\ncontrol", "list,\ncontrol"], ids=["undated", "without a source"])
def test_a_wrong_service_price_does_not_load(tmp_path: Path, lost: str) -> None:
    with pytest.raises(InvalidInputError, match="line 2"):
        read_service_prices(folder(tmp_path, services=SERVICES.replace(lost, ",\ncontrol")), "here")
