"""Looks into a lab's cluster with kubectl, as a person would."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lab.engine import obtain

KINDS = "namespaces,deployments,services,secrets,networkpolicies,resourcequotas,serviceaccounts,configmaps"
CUSTOM = "gateways,httproutes,podmonitors,prometheusrules"
OURS = "app.kubernetes.io/managed-by=transship"


@dataclass(frozen=True, slots=True)
class Kubectl:
    """One cluster's kubectl."""

    kubeconfig: Path

    def run(self, *arguments: str, stdin: str = "") -> str:
        """What kubectl prints."""
        program = obtain(["kubectl"])["kubectl"].path
        command = [str(program), f"--kubeconfig={self.kubeconfig}", *arguments]
        return subprocess.run(command, input=stdin, check=True, capture_output=True, text=True, timeout=60).stdout

    def ours(self) -> set[str]:
        """Every object that carries our label, as `kind/name`."""
        said = json.loads(self.run("get", f"{KINDS},{CUSTOM},priorityclasses", "-A", "-l", OURS, "-o", "json"))
        return {f"{item['kind']}/{item['metadata']['name']}" for item in said["items"]}
