"""Serves an ONNX file through MLServer, over the Open Inference Protocol.

A model says so in its `model-settings.json`: `{"implementation": "transship_onnx.OnnxModel"}`, with `model.onnx` beside
it. Runs in the mlserver image, where these packages are.
"""

# pyright: basic, reportMissingImports=false
# MLServer is in the image only: its pins and the project's own would not agree.

import asyncio
from pathlib import Path

import onnxruntime
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.errors import InferenceError
from mlserver.types import InferenceRequest, InferenceResponse, MetadataTensor
from onnxruntime.capi.onnxruntime_pybind11_state import InvalidArgument

FILE = "model.onnx"
_DATATYPES = {"tensor(float)": "FP32", "tensor(double)": "FP64", "tensor(int64)": "INT64", "tensor(int32)": "INT32"}


class OnnxModel(MLModel):
    """One ONNX file; its own names are those of the inputs and outputs."""

    async def load(self) -> bool:
        """Opens the file, and tells its inputs and outputs to whoever asks for the model's metadata."""
        options = onnxruntime.SessionOptions()
        # A thread for each request: the cores of the node are not the pod's, and replicas are how a model grows.
        options.intra_op_num_threads = 1
        file = Path(self.settings.parameters.uri) / FILE
        self._session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        self.inputs = [_metadata(tensor) for tensor in self._session.get_inputs()]
        self.outputs = [_metadata(tensor) for tensor in self._session.get_outputs()]
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        """Runs the model beside the event loop, which goes on answering probes.

        Raises:
            InferenceError: the inputs are not the model's; answered with status 400.
        """
        names = [tensor.name for tensor in self.outputs]
        try:
            feeds = {each.name: self.decode(each, default_codec=NumpyCodec) for each in payload.inputs}
            arrays = await asyncio.to_thread(self._session.run, names, feeds)
        except (ValueError, InvalidArgument) as error:
            raise InferenceError(str(error)) from error
        outputs = [NumpyCodec.encode_output(name, array) for name, array in zip(names, arrays, strict=True)]
        return InferenceResponse(model_name=self.name, model_version=self.version, outputs=outputs)


def _metadata(tensor: onnxruntime.NodeArg) -> MetadataTensor:
    shape = [size if isinstance(size, int) else -1 for size in tensor.shape]
    return MetadataTensor(name=tensor.name, datatype=_DATATYPES.get(tensor.type, tensor.type), shape=shape)
