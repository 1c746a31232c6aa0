"""Manifests and companions out of Go modules: verified as Go verifies them, and only what is wanted."""

from dataclasses import replace

import pytest

from components.errors import OperationError
from lab.engine import cache
from lab.engine.obtaining import obtain_parts
from lab.engine.part import ModuleFiles
from tests.unit.lab_engine.rig import CRDS, MODULE, MODULE_FILES, MODULE_URL, FakeGo, FakeWeb, module_archive, widget


def test_a_folder_of_manifests_holds_the_objects_and_nothing_else(web: FakeWeb) -> None:
    """The archive's hash in the recipe's go.sum is the one Go itself computed for the same files."""
    web.pages[MODULE_URL] = module_archive()
    obtained = obtain_parts([CRDS], web.fetcher())["widget-crds"]
    assert (obtained.origin, obtained.version) == ("module", "1.2.0")
    assert {file.name: file.read_text() for file in obtained.path.iterdir()} == {
        "a.yaml": "kind: A\n",
        "b.yaml": "kind: B\n",
    }


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({**MODULE_FILES, "config/crd/a.yaml": "kind: Evil\n"}, "another content"),
        ({**MODULE_FILES, "config/crd/more.yaml": "kind: More\n"}, "another file"),
        ({name: text for name, text in MODULE_FILES.items() if name != "bin/tool-exec"}, "a file less"),
    ],
)
def test_a_module_that_is_not_what_go_sum_says_is_refused(web: FakeWeb, files: dict[str, str], reason: str) -> None:
    web.pages[MODULE_URL] = module_archive(files)
    with pytest.raises(OperationError, match=r"but go\.sum says h1:S7m7JG0tJIu7rs7JrWq0lylirklceCjIHNdpv7E3Sm0="):
        obtain_parts([CRDS], web.fetcher())
    assert cache.kept(CRDS) is None, reason


def test_a_module_that_go_sum_does_not_name_is_refused(web: FakeWeb) -> None:
    web.pages["https://modules.example.com/example.com/widgets/@v/v1.3.0.zip"] = module_archive()
    with pytest.raises(OperationError, match=r"go\.sum does not name example\.com/widgets v1\.3\.0"):
        obtain_parts([replace(CRDS, source=replace(CRDS.source, version="v1.3.0"))], web.fetcher())


def test_a_wanted_file_that_the_module_lacks_is_named(web: FakeWeb) -> None:
    web.pages[MODULE_URL] = module_archive()
    with pytest.raises(OperationError, match=r"example\.com/widgets@v1\.2\.0 has no config/nothing"):
        obtain_parts([replace(CRDS, source=replace(CRDS.source, paths=("config/nothing",)))], web.fetcher())


def test_what_a_program_needs_beside_it_lies_beside_it(go: FakeGo, web: FakeWeb) -> None:
    web.pages[MODULE_URL] = module_archive()
    beside = ModuleFiles("widgets", MODULE, "v1.2.0", ("bin/tool-exec", "config/crd/README.md"))
    program = obtain_parts([replace(widget(), companions=(beside,))], web.fetcher())["widget"].path
    script, text = program.parent / "tool-exec", program.parent / "README.md"
    assert script.stat().st_mode & 0o111
    assert not text.stat().st_mode & 0o111


def test_the_users_module_proxies_are_asked_in_turn(web: FakeWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOPROXY", "https://first.example/go/,https://second.example|direct")
    web.pages["https://second.example/example.com/widgets/@v/v1.2.0.zip"] = module_archive()
    obtain_parts([CRDS], web.fetcher())
    assert web.asked == [
        "https://first.example/go/example.com/widgets/@v/v1.2.0.zip",
        "https://second.example/example.com/widgets/@v/v1.2.0.zip",
    ]


def test_a_proxy_setting_without_a_server_is_said_to_be_one(monkeypatch: pytest.MonkeyPatch, web: FakeWeb) -> None:
    monkeypatch.setenv("GOPROXY", "off")
    with pytest.raises(OperationError, match="GOPROXY names no server"):
        obtain_parts([CRDS], web.fetcher())


def test_capital_letters_are_written_as_the_proxy_protocol_wants(web: FakeWeb) -> None:
    with pytest.raises(OperationError):
        obtain_parts([replace(CRDS, source=replace(CRDS.source, module="example.com/Big/Widgets"))], web.fetcher())
    assert web.asked == ["https://modules.example.com/example.com/!big/!widgets/@v/v1.2.0.zip"]
