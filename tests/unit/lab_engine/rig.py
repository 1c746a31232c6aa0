"""What the engine's tests stand on: parts of their own, and stand-ins for Go and for the web."""

import io
import json
import os
import urllib.error
import zipfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from lab.engine import cache
from lab.engine.fetching import Fetcher
from lab.engine.part import Build, Manifests, ModuleFiles, Probe, Program, Release, VersionRange

RECIPES = cache.RECIPES
"""The committed recipes; tests see others."""

MODULE = "example.com/widgets"
MODULE_URL = "https://modules.example.com/example.com/widgets/@v/v1.2.0.zip"
MODULE_FILES = {
    "go.mod": "module example.com/widgets\n",
    "config/crd/b.yaml": "kind: B\n",
    "config/crd/a.yaml": "kind: A\n",
    "config/crd/kustomization.yaml": "resources: []\n",
    "config/crd/deeper/c.yaml": "kind: C\n",
    "config/crd/README.md": "read me\n",
    "bin/tool-exec": "#!/bin/sh\n",
}

CRDS = Manifests("widget-crds", "widgets", ModuleFiles("widgets", MODULE, "v1.2.0", ("config/crd",)))

FAKE_GO = """
import json, os, pathlib, sys, time
folder = pathlib.Path(os.environ["XDG_CACHE_HOME"]).parent
call = {"arguments": sys.argv[1:], "folder": os.getcwd(), "cgo": os.environ["CGO_ENABLED"]}
with (folder / "go-calls").open("a") as calls:
    calls.write(json.dumps(call) + "\\n")
mood = (folder / "go-mood").read_text() if (folder / "go-mood").exists() else ""
output = sys.argv[sys.argv.index("-o") + 1]
packages = sys.argv[sys.argv.index("-o") + 2:]
print("example.com/compiled/first", flush=True)
if mood == "fail":
    print("widget.go:7:2: undefined: gadget", flush=True)
    sys.exit(2)
for package in packages:
    target = pathlib.Path(output + package.rsplit("/", 1)[1] if output.endswith("/") else output)
    target.write_text("half")
    if mood == "hang":
        (folder / "pid").write_text(str(os.getpid()))
        (folder / "pid").rename(folder / "go-hangs")
        time.sleep(60)
    if mood == "slow":
        time.sleep(0.3)
    target.write_text("whole " + package)
    target.chmod(0o755)
"""


def widget(name: str = "widget", *, release: Release | None = None) -> Program:
    """A program that says its version, is built from our own recipe, and may have a release."""
    return Program(
        name=name,
        purpose="a widget",
        version="1.2.0",
        build=Build("widgets", f"example.com/widgets/cmd/{name}", seconds=10),
        accepts=VersionRange((1, 2, 0), (2, 0, 0)),
        probe=Probe(("--version",)),
        release=release,
    )


def install(folder: Path, name: str, version: str) -> Path:
    """Puts a program on PATH that says its version and notes that it was asked."""
    path = folder / name
    path.write_text(f"#!/bin/sh\necho asked >> {path}.asked\necho {name} v{version} go1.99.9\n")
    path.chmod(0o755)
    return path


def module_archive(files: Mapping[str, str] = MODULE_FILES) -> bytes:
    """The archive of example.com/widgets v1.2.0 as a module proxy serves it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bundle:
        for name, text in files.items():
            bundle.writestr(f"{MODULE}@v1.2.0/{name}", text)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class FakeGo:
    """How the pretended `go` is told what to do, and what it was asked."""

    folder: Path

    def behave(self, mood: str) -> None:
        """`fail`, `hang` half-way, be `slow`, or just build when the mood is empty."""
        (self.folder / "go-mood").write_text(mood)

    @property
    def calls(self) -> list[dict[str, list[str] | str]]:
        """Every call so far."""
        calls = self.folder / "go-calls"
        return [json.loads(line) for line in calls.read_text().splitlines()] if calls.exists() else []

    @property
    def hangs(self) -> bool:
        """Whether a build that hung is still there."""
        return Path("/proc", (self.folder / "go-hangs").read_text()).exists()

    def stop_hanging(self) -> None:
        """Ends the process that a killed build left behind."""
        os.kill(int((self.folder / "go-hangs").read_text()), 9)


@dataclass(slots=True)
class FakeWeb:
    """Addresses and their contents; a host that has none of them does not answer."""

    pages: dict[str, bytes] = field(default_factory=dict[str, bytes])
    asked: list[str] = field(default_factory=list[str])

    def fetcher(self) -> Fetcher:
        """A fetcher that knows no other web."""
        return Fetcher(open=self.open)

    def open(self, url: str) -> AbstractContextManager[io.BytesIO]:
        """As `urllib.request.urlopen` would answer."""
        self.asked.append(url)
        if url in self.pages:
            return io.BytesIO(self.pages[url])
        if urlsplit(url).netloc in {urlsplit(known).netloc for known in self.pages}:
            raise urllib.error.HTTPError(url, 404, "Not Found", None, None)  # pyright: ignore[reportArgumentType]
        raise urllib.error.URLError("no route to host")
