"""`make demo`: from nothing to a served model, every step with the command that a person would type.

`--tour` stops after the first steps, which need Python only.
"""

import os
import secrets
import shlex
import subprocess
import sys
from pathlib import Path

from components.errors import NotFoundError, TransshipError
from lab.cluster import Lab, up
from lab.cluster.images import load
from lab.demo import background, settings
from lab.demo.model import NAME, VERSION, Trained, train
from lab.demo.narrator import Narrator
from lab.demo.prediction import ask, compared, service_of
from lab.engine import files
from lab.images import build
from lab.project import REPOSITORY, Project

LAB = "demo"
IMAGES = ("puller", "mlserver")
HOME = REPOSITORY / ".cache" / "demo"
TRANSSHIP = str(Path(sys.executable).parent / "transship")


def main() -> int:
    """Runs the demonstration; 0 when the served model answered as the local one does."""
    tell = Narrator()
    try:
        if "--tour" in sys.argv[1:]:
            tour(tell)
        else:
            demonstrate(tell)
    except TransshipError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    return 0


def tour(tell: Narrator) -> None:
    """The offline part: what the target answers, and what would be built."""
    environment = settings.STACK.split("-", 1)[1]
    with tell.step("Ask every target whether it can hold the environment (offline)"):
        show(tell, "check", environment)
    with tell.step("Plan the stack: what `pulumi up` would create (offline, no engine, no account)"):
        show(tell, "plan", settings.STACK)


def show(tell: Narrator, *arguments: str) -> None:
    """Runs a `transship` command in front of the audience."""
    tell.command(f"transship {' '.join(arguments)}")
    subprocess.run([TRANSSHIP, *arguments], check=True)


def demonstrate(tell: Narrator) -> None:
    """The whole way."""
    log = HOME / "engine.log"
    with background.obtaining(log) as engine:
        tell.say(f"The engine is obtained in the background; its log is {log}")
        tour(tell)
        with tell.step("Train a small real model and export it to ONNX"):
            trained = train(HOME / "model")
            tell.say(f"{NAME} {VERSION}: accuracy {trained.accuracy:.3f} on rows it has not seen")
        with tell.step("Have the engine: Pulumi, its Kubernetes provider, Kubernetes itself"):
            background.finish(engine, log)
    with tell.step("Bring up real Kubernetes on this machine"):
        tell.command(f"transship lab up --name {LAB}")
        lab = up(LAB)
        load_images(tell, lab)
    with tell.step("Push the model to the registry"):
        push(tell, lab, trained)
    project = project_of(lab)
    with tell.step("Deploy the stack with the real engine"):
        # Refreshed first: an earlier demonstration's cluster may be gone, and its state still here.
        tell.command(f"pulumi up --refresh --stack {settings.STACK}")
        changes = project.up(settings.STACK, "--refresh")
        tell.say(", ".join(f"{count} {operation}" for operation, count in sorted(changes.counts.items())))
    with tell.step("Ask the served model, and compare with the local one"):
        url = service_of(project.outputs(settings.STACK), NAME)
        tell.say(f"POST {url}/v2/models/{NAME}/infer, from the cluster's network, {len(trained.rows)} times")
        tell.say(compared(ask(lab.clusters[0], url, NAME, trained.rows), trained.labels))
    with tell.step("Preview again: nothing is left to do"):
        tell.command(f"pulumi preview --stack {settings.STACK}")
        left = project.preview(settings.STACK)
        tell.say("no changes" if left.none else f"changes are left: {dict(left.counts)}")
    farewell(tell, shell_of(project, lab))


def load_images(tell: Narrator, lab: Lab) -> None:
    """Brings the images to the node; they are built here, for a lab pulls nothing from anywhere."""
    if lab.clusters[0].nodes == "fake":
        hint = "run as root on Linux, or try `make tour`"
        raise NotFoundError.because("demo", "this machine has no real node to serve from", hint=hint)
    for name in IMAGES:
        image = build(name)
        tell.say(f"image {image.reference}")
        load(lab, image.archive)


def push(tell: Narrator, lab: Lab, trained: Trained) -> None:
    """Pushes the trained model with the command line, keys in the environment as in any shell."""
    said = ["--framework", "onnx", "--metric", f"accuracy={trained.accuracy:.3f}"]
    command = ["models", "push", str(trained.folder), f"{NAME}/{VERSION}", *said]
    tell.command(f"transship {' '.join(command)}")
    subprocess.run([TRANSSHIP, *command], check=True, env=settings.registry_environment(lab))


def project_of(lab: Lab) -> Project:
    """The project folder of the demonstration's stack, made once and taken as it is from then on."""
    passphrase = HOME / "passphrase"
    if not passphrase.exists():
        files.write_text(passphrase, secrets.token_urlsafe())
    project = Project.create(HOME / "project", passphrase.read_text(encoding="utf-8"))
    names = {name: build(name).reference for name in IMAGES}
    project.add(settings.STACK, settings.options(lab, lab.clusters[0].node_names[:1], names), settings.secrets(lab))
    return project


def shell_of(project: Project, lab: Lab) -> Path:
    """A file to source: with it, a person's shell reaches the stack, the cluster and the registry."""
    wanted = {key: value for key, value in project.environment.items() if key == "PATH" or key.startswith("PULUMI_")}
    registry = settings.registry_environment(lab)
    names = [name for name in registry if name.startswith(("AWS_", "TRANSSHIP_"))]
    wanted |= {name: registry[name] for name in names} | {"KUBECONFIG": str(lab.clusters[0].kubeconfig)}
    wanted["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{wanted['PATH']}"
    file = project.folder / "env.sh"
    files.write_text(file, "".join(f"export {name}={shlex.quote(value)}\n" for name, value in sorted(wanted.items())))
    return file


def farewell(tell: Narrator, shell: Path) -> None:
    """What to try next."""
    tell.console.print("\n[bold]Next[/bold]")
    tell.command(f"source {shell}; cd {shell.parent}")
    tell.command("pulumi stack output")
    tell.command("kubectl --namespace transship-demo get pods,services,httproutes")
    tell.command(f"transship models show {NAME}/{VERSION}")
    tell.command("transship plan onprem-prod")
    tell.command(f"transship lab down --name {LAB}")


if __name__ == "__main__":
    sys.exit(main())
