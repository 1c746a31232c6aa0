"""The table of parts and the committed recipes say the same, and nothing in either is left over."""

import re
from itertools import pairwise

import pytest

from lab.engine import releases
from lab.engine.part import Build, Manifests, ModuleFiles, Part, Program
from lab.engine.parts import PARTS
from lab.engine.pulumi_setup import CLOUD_PROVIDERS, PROVIDERS
from tests.unit.lab_engine.rig import RECIPES

PROGRAMS = [part for part in PARTS.values() if isinstance(part, Program)]
MODULES = [
    source for part in PARTS.values() for source in ([part.source] if isinstance(part, Manifests) else part.companions)
]


def test_every_recipe_is_used_and_every_used_recipe_is_there() -> None:
    used = {program.build.recipe for program in PROGRAMS} | {source.recipe for source in MODULES}
    assert used == {folder.name for folder in RECIPES.iterdir()}


def test_recipes_hold_what_a_build_reads_and_nothing_else() -> None:
    names = {file.name for folder in RECIPES.iterdir() for file in folder.iterdir()}
    assert {name for name in names if not name.endswith(".go")} == {"go.mod", "go.sum"}
    assert all((folder / "go.sum").stat().st_size for folder in RECIPES.iterdir())


def test_parts_are_sorted_and_their_names_are_their_keys() -> None:
    assert all(left < right for left, right in pairwise(PARTS))
    assert all(name == part.name for name, part in PARTS.items())


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_what_is_built_is_required_by_its_recipe(program: Program) -> None:
    required = _required(program.build.recipe)
    if program.build.package == ".":
        assert (RECIPES / program.build.recipe / "main.go").exists()
    else:
        assert any(_within(program.build.package, module) for module in required)


@pytest.mark.parametrize("source", MODULES, ids=lambda source: source.module)
def test_go_sum_vouches_for_every_module_that_files_are_taken_from(source: ModuleFiles) -> None:
    sums = (RECIPES / source.recipe / "go.sum").read_text()
    assert f"{source.module} {source.version} h1:" in sums


@pytest.mark.parametrize(
    "program",
    [program for program in PROGRAMS if not program.name.startswith("pulumi-resource-")],
    ids=lambda p: p.name,
)
def test_the_version_in_the_table_is_the_one_the_recipe_builds(program: Program) -> None:
    versions = {
        version for module, version in _required(program.build.recipe).items() if _within(program.build.package, module)
    }
    stamped = {value for _, value in program.build.stamps if value.startswith("v")}
    assert f"v{program.version}" in versions | stamped
    assert stamped <= {f"v{program.version}"}


def test_a_provider_is_made_for_the_python_package_that_is_installed() -> None:
    locked = (RECIPES.parents[2] / "uv.lock").read_text()
    for package, part in {**PROVIDERS, **CLOUD_PROVIDERS}.items():
        [version] = re.findall(rf'name = "{package}"\nversion = "([^"]+)"', locked)
        assert PARTS[part].version == version


def test_programs_of_one_recipe_can_be_built_by_one_command() -> None:
    by_recipe: dict[str, list[Build]] = {}
    for program in PROGRAMS:
        by_recipe.setdefault(program.build.recipe, []).append(program.build)
    for builds in by_recipe.values():
        assert len({build.flags for build in builds}) == 1
    named_by_go = {program.build.package.rsplit("/", 1)[1] for program in PROGRAMS if _shares_recipe(program)}
    assert named_by_go == {program.name for program in PROGRAMS if _shares_recipe(program)}


@pytest.mark.parametrize("program", [program for program in PROGRAMS if program.release], ids=lambda p: p.name)
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_release_has_an_address_on_linux(program: Program, machine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases.platform, "system", lambda: "Linux")
    monkeypatch.setattr(releases.platform, "machine", lambda: machine)
    assert program.release
    address = releases.archive_of(program.release)
    assert address.startswith("https://")
    assert program.release.version in address
    assert re.search({"x86_64": "amd64|x86_64|x64", "aarch64": "arm64"}[machine], address)


def test_a_version_in_range_is_what_the_table_builds() -> None:
    for program in PROGRAMS:
        if program.accepts:
            major, minor, patch = (int(number) for number in program.version.split("."))
            assert program.accepts.includes((major, minor, patch)), program.name


def test_every_part_says_what_it_is_for() -> None:
    assert all(_is_a_phrase(part) for part in PARTS.values())


def _is_a_phrase(part: Part) -> bool:
    return " " in part.purpose and not part.purpose.endswith(".")


def _shares_recipe(program: Program) -> bool:
    return sum(other.build.recipe == program.build.recipe for other in PROGRAMS) > 1


def _required(recipe: str) -> dict[str, str]:
    """The modules a recipe requires and their versions."""
    requirement = re.compile(r"^(?:require )?\s*([\w./-]+\.[\w./-]+) (v\S+)", re.MULTILINE)
    return dict(requirement.findall((RECIPES / recipe / "go.mod").read_text()))


def _within(package: str, module: str) -> bool:
    return package == module or package.startswith(f"{module}/")
