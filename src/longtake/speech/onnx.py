"""Voices as ONNX graphs: opened on one thread, so that the same words give the same samples, and made to tell how long
each of their sounds lasts, which they compute and keep to themselves."""

from __future__ import annotations

from typing import Any

from longtake.errors import MissingExtraError, SpeechError

__all__ = ["identity_output", "opened", "tensor_output"]


def opened(model: bytes, name: str) -> Any:
    """An `onnxruntime.InferenceSession`. Raises MissingExtraError, SpeechError."""
    try:
        import onnxruntime
    except ImportError as error:
        raise MissingExtraError(
            f"voices need a package that is not here: {error.name}",
            advice=("install it: pip install 'longtake[voices]'",),
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's own classes stand under no root of theirs
        raise SpeechError(f"{name} cannot be opened as a voice: {error}", place=name) from error


def identity_output(tensor: str, output: str) -> bytes:
    """What appended to a model adds an output that holds one of its tensors: protobuf merges what follows."""
    node = _text(1, tensor) + _text(2, output) + _text(4, "Identity")
    return _field(7, _field(1, node) + _output(output))


def tensor_output(tensor: str) -> bytes:
    """The same, for a tensor that may be an output under its own name."""
    return _field(7, _output(tensor))


def _output(name: str) -> bytes:
    return _field(12, _text(1, name))


def _text(number: int, text: str) -> bytes:
    return _field(number, text.encode())


def _field(number: int, payload: bytes) -> bytes:
    """A field of a protobuf message that has a length."""
    return _varint(number << 3 | 2) + _varint(len(payload)) + payload


def _varint(value: int) -> bytes:
    coded = bytearray()
    while value > 127:
        coded.append(value & 127 | 128)
        value >>= 7
    return bytes([*coded, value])
