"""Convert checked data to its type in kinds.py."""

from __future__ import annotations

from functools import cache

import msgspec

from ..records.loader import Document
from ..refusal import Refusal
from .kinds import KINDS, Application, Record

MEND = "请运行 make kinds，由 schemas/ 重新生成 kinds.py"


class ModelDiffersError(Refusal):
    """A schema allows what the model does not know; the message names the file, the field and kinds.py."""


def convert_document(document: Document) -> Record:
    """A valid document as its type. Raises ModelDiffersError."""
    try:
        record = _build_decoder(document.kind).decode(document.packed)
    except msgspec.ValidationError:  # JSON Schema takes 80.0 for an integer
        record = _convert_slowly(document)
    except KeyError as error:
        raise ModelDiffersError(
            f"{document.path}：registry/model/kinds.py 中没有 {error} 这种记录；{MEND}"
        ) from error
    if isinstance(record, Application):
        filing = msgspec.structs.replace(record.filing, path=document.path, at="/filing")
        return msgspec.structs.replace(record, path=document.path, filing=filing)
    return msgspec.structs.replace(record, path=document.path)


@cache
def _build_decoder(kind: str) -> msgspec.json.Decoder[Record]:
    return msgspec.json.Decoder(KINDS[kind])


def _convert_slowly(document: Document) -> Record:
    try:
        return msgspec.convert(document.data, KINDS[document.kind], strict=False)
    except msgspec.ValidationError as error:
        raise ModelDiffersError(
            f"{document.path}：schemas/{document.kind}.json 允许的内容，registry/model/kinds.py 中的 "
            f"{KINDS[document.kind].__name__} 不接受（{error}）；{MEND}"
        ) from error
