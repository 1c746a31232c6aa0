"""The demonstration's model says the same through ONNX as scikit-learn says, and is the same bytes every time."""

# onnxruntime has no types.
# pyright: reportUnknownMemberType=false

import json
from hashlib import sha256
from pathlib import Path
from typing import cast

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from lab.demo.model import INPUT, Trained, train


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return train(tmp_path_factory.mktemp("models") / "tumours")


def test_it_is_a_real_model(trained: Trained) -> None:
    assert 0.95 < trained.accuracy < 1
    assert {len(row) for row in trained.rows} == {30}
    assert len(trained.rows) == len(trained.labels) == len(trained.probabilities) == 143
    assert set(trained.labels) == {0, 1}


def test_onnx_answers_as_scikit_learn_does(trained: Trained) -> None:
    session = onnxruntime.InferenceSession(trained.folder / "model.onnx")
    rows = np.array(trained.rows, dtype=np.float32)
    labels, probabilities = cast(
        "tuple[NDArray[np.int64], NDArray[np.float32]]", session.run(["label", "probabilities"], {INPUT: rows})
    )
    assert labels.tolist() == list(trained.labels)
    assert np.allclose(probabilities[:, 1], trained.probabilities, atol=1e-5)


def test_training_again_gives_the_same_files(trained: Trained, tmp_path: Path) -> None:
    again = train(tmp_path / "tumours")
    files = sorted(path.name for path in again.folder.iterdir())
    assert files == ["model-settings.json", "model.onnx", "sample.json"]
    for name in files:
        assert (
            sha256((again.folder / name).read_bytes()).digest() == sha256((trained.folder / name).read_bytes()).digest()
        )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tumours"]


def test_the_sample_is_a_request_of_the_protocol(trained: Trained) -> None:
    [tensor] = json.loads((trained.folder / "sample.json").read_text())["inputs"]
    assert (tensor["name"], tensor["datatype"], tensor["shape"]) == (INPUT, "FP32", [2, 30])
    assert tensor["data"] == [value for row in trained.rows[:2] for value in row]
