"""The demonstration's model: benign or malignant, from thirty measurements of a tumour's cells.

Trained on the Wisconsin breast cancer data that scikit-learn brings, in a second, and exported to ONNX. The same
packages give the same bytes, so pushing the version again is a push of the same version.

Source: https://archive.ics.uci.edu/dataset/17/breast+cancer+wisconsin+diagnostic (CC BY 4.0), 2026-11-21.
"""

# scikit-learn has no types to speak of; what leaves this file does.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from lab.engine import files
from lab.images.cache import keep

NAME = "tumours"
VERSION = "1"
INPUT = "features"

_SEED = 7
_HELD_OUT = 0.25
_SETTINGS = {"implementation": "transship_onnx.OnnxModel"}
_SAMPLE_ROWS = 2

Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Trained:
    """A model folder, and what the model in it says of rows that it has not seen.

    Attributes:
        folder: holds `model.onnx`, `model-settings.json` for MLServer, and `sample.json`, a request to try.
        accuracy: the share of held-out rows that it gets right, 0 to 1.
        rows: the held-out rows, thirty numbers each.
        labels: scikit-learn's answer for each row: 0 malignant, 1 benign.
        probabilities: scikit-learn's probability of label 1 for each row.
    """

    folder: Path
    accuracy: float
    rows: Sequence[Sequence[float]]
    labels: Sequence[int]
    probabilities: Sequence[float]


def train(folder: Path) -> Trained:
    """Trains the model and writes its folder; files of an earlier run are replaced.

    Args:
        folder: made when it is not there.
    """
    seen, unseen, seen_labels, unseen_labels = _data()
    pipeline = make_pipeline(StandardScaler(), LogisticRegression()).fit(seen, seen_labels)
    labels = cast("NDArray[np.int64]", pipeline.predict(unseen))
    probabilities = cast("NDArray[np.float64]", pipeline.predict_proba(unseen))
    rows = cast("list[list[float]]", unseen.tolist())
    folder.mkdir(parents=True, exist_ok=True)
    _write_onnx(folder / "model.onnx", pipeline, columns=seen.shape[1])
    files.write_text(folder / "model-settings.json", json.dumps(_SETTINGS, indent=2) + "\n")
    files.write_text(folder / "sample.json", json.dumps(request(rows[:_SAMPLE_ROWS])) + "\n")
    return Trained(folder, float(np.mean(labels == unseen_labels)), rows, labels.tolist(), probabilities[:, 1].tolist())


def request(rows: Sequence[Sequence[float]]) -> dict[str, object]:
    """Rows as a request of the Open Inference Protocol, version 2.

    Source: https://github.com/open-inference/open-inference-protocol/blob/main/specification/protocol/inference_rest.md,
    2026-11-21.
    """
    values = [value for row in rows for value in row]
    return {"inputs": [{"name": INPUT, "shape": [len(rows), len(rows[0])], "datatype": "FP32", "data": values}]}


def _data() -> tuple[Table, Table, NDArray[np.int64], NDArray[np.int64]]:
    """Rows to learn from, rows held out, and the labels of both; always the same split."""
    features, labels = cast("tuple[Table, NDArray[np.int64]]", load_breast_cancer(return_X_y=True))
    # Served as 32-bit floats: trained on what will be asked, local and served answers are of the same rows.
    split = train_test_split(
        features.astype(np.float32), labels, test_size=_HELD_OUT, random_state=_SEED, stratify=labels
    )
    return cast("tuple[Table, Table, NDArray[np.int64], NDArray[np.int64]]", tuple(split))


def _write_onnx(file: Path, pipeline: Pipeline, columns: int) -> None:
    """Writes the pipeline as one ONNX graph: `features` in, `label` and `probabilities` out."""
    inputs: list[tuple[str, object]] = [(INPUT, FloatTensorType([None, columns]))]
    # Without the option, probabilities would be a list of mappings, which no tensor protocol carries.
    graph = convert_sklearn(pipeline, name=NAME, initial_types=inputs, options={"zipmap": False})
    # Beside the folder: what an interrupted run leaves must not be pushed with the model.
    partial = file.parent.with_suffix(".partial")
    partial.write_bytes(cast("ModelProto", graph).SerializeToString())
    keep(partial, file)
