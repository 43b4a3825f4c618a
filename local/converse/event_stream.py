"""AWS's event-stream encoding: the binary frames in which ConverseStream answers.

A frame is the total length, the headers' length, the CRC32 of these eight bytes, the headers, the
payload, and the CRC32 of all before it; integers are big-endian. A header is its name's length
(one byte), the name, the type (7 for a string), the value's length (two bytes) and the value.
Source: Smithy's specification "Amazon Event Stream".
"""

import json
import struct
from collections.abc import Mapping
from typing import Any
from zlib import crc32

MEDIA_TYPE = "application/vnd.amazon.eventstream"

_STRING = 7
_PRELUDE_BYTES = 12
_CHECKSUM_BYTES = 4


def event(kind: str, payload: Mapping[str, Any]) -> bytes:
    """Encode one event, such as `contentBlockDelta`, with a JSON payload."""
    return _frame({":message-type": "event", ":event-type": kind}, payload)


def exception(kind: str, payload: Mapping[str, Any]) -> bytes:
    """Encode the exception that ends a stream, such as `throttlingException`."""
    return _frame({":message-type": "exception", ":exception-type": kind}, payload)


def _frame(names: Mapping[str, str], payload: Mapping[str, Any]) -> bytes:
    headers = b"".join(
        _header(name, value)
        for name, value in {**names, ":content-type": "application/json"}.items()
    )
    body = json.dumps(payload).encode()
    total = _PRELUDE_BYTES + len(headers) + len(body) + _CHECKSUM_BYTES
    lengths = struct.pack(">II", total, len(headers))
    message = lengths + _checksum(lengths) + headers + body
    return message + _checksum(message)


def _header(name: str, value: str) -> bytes:
    key, text = name.encode(), value.encode()
    return bytes([len(key)]) + key + struct.pack(">BH", _STRING, len(text)) + text


def _checksum(data: bytes) -> bytes:
    return struct.pack(">I", crc32(data))
