"""A panel as a file: CSV (RFC 4180) and Parquet, written in groups of rows so that memory stays bounded."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from graph.panel.columns import COLUMNS, NAMES, Column, Type
from graph.panel.table import Panel, Row
from ontology.terms import ROOT

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_GROUP = 50_000  # rows that are in memory at a time: about 30 MB
_ARROW: Mapping[Type, Callable[[], pa.DataType]] = {
    "text": pa.string,
    "category": lambda: pa.dictionary(pa.int32(), pa.string()),
    "integer": pa.int32,
    "flag": pa.int8,
    "date": pa.date32,
}


def citation(panel: Panel) -> str:
    """How to cite the panel: the version and the day of knowledge give the same rows again."""
    return (
        f"Depositary: panel of states, treaties and years. Version {panel.view.version} of the data, "
        f"as known on {panel.scope.known.isoformat()}. {ROOT}. CC BY 4.0."
    )


def write_csv(panel: Panel, file: BinaryIO) -> None:
    """Write the panel as CSV in UTF-8 with a header; flags are 1 and 0, what is missing is empty."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow(NAMES)
    writer.writerows(panel.rows())
    text.flush()
    text.detach()


def write_parquet(panel: Panel, file: BinaryIO) -> None:
    """Write the panel as Parquet: days as date32, flags as int8, categories dictionary-encoded.

    The metadata of the file hold version, day of knowledge, licence, citation, and the code book as JSON;
    those of each column its meaning.
    """
    schema = pa.schema([_field(column) for column in COLUMNS], metadata=_metadata(panel))
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for group in _groups(panel):
            columns = zip(*group, strict=True)
            arrays = [_array(values, field) for values, field in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, _ARROW[column.type](), metadata={"description": column.meaning})


def _array(values: tuple[object, ...], field: pa.Field) -> pa.Array:
    if pa.types.is_dictionary(field.type):
        return pa.array(values, type=pa.string()).dictionary_encode()
    return pa.array(values, type=field.type)


def _groups(panel: Panel) -> Iterator[list[Row]]:
    rows = panel.rows()
    while group := list(islice(rows, _GROUP)):
        yield group


def _metadata(panel: Panel) -> dict[str, str]:
    return {
        "version": panel.view.version,
        "known": panel.scope.known.isoformat(),
        "day": f"{panel.scope.month:02}-{panel.scope.day:02}",
        "licence": LICENCE,
        "citation": citation(panel),
        "codebook": json.dumps([asdict(column) for column in COLUMNS], ensure_ascii=False),
    }
