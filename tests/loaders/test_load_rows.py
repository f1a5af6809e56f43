"""What is no CSV file, and rows that are none: each fault names file, line, field and what to do."""

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.faults import Fault, Origin
from graph.loaders import LOADERS, InputFile
from graph.loaders.rows import Columns, Row, rows
from graph.records import Agent, Read

COLUMNS = Columns(known=("id", "label", "kind", "part_of"), required=("id", "label", "kind"))
HEADER = "id,label,kind,part_of\n"
GOOD = "icc,International Criminal Court,organisation,\n"
ReadText = Callable[[str, str | bytes], list[Read | Fault]]


def fault(items: list[Read | Fault]) -> Fault:
    """The only item, which is a fault."""
    assert len(items) == 1, items
    assert isinstance(items[0], Fault)
    return items[0]


def test_a_row_becomes_a_record_with_its_line(read_text: ReadText) -> None:
    assert read_text("agents", HEADER + GOOD) == [
        Read(Agent("icc", "organisation", "International Criminal Court"), Origin("agents.csv", 2))
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(codecs.BOM_UTF8 + (HEADER + GOOD).encode(), id="byte order mark of spreadsheets"),
        pytest.param((HEADER + GOOD).replace("\n", "\r\n").encode(), id="CR LF"),
        pytest.param((HEADER + GOOD + "\n\n").encode(), id="blank lines at the end"),
        pytest.param((HEADER + GOOD).rstrip("\n").encode(), id="no line end at the end"),
        pytest.param(b"id,label,kind\nicc,International Criminal Court,organisation\n", id="absent column"),
    ],
)
def test_what_spreadsheets_write_is_read(read_text: ReadText, content: bytes) -> None:
    (read,) = read_text("agents", content)
    assert isinstance(read, Read)
    assert read.record == Agent("icc", "organisation", "International Criminal Court")


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        pytest.param((HEADER + GOOD).encode("utf-16"), 1, "UTF-16", id="UTF-16"),
        pytest.param((HEADER + GOOD).encode("utf-16-le"), 1, "NUL byte", id="UTF-16 without mark"),
        pytest.param(
            (HEADER + GOOD).encode() + "x,Cour pénale,court,\n".encode("latin-1"), 3, "0xE9", id="Latin-1"
        ),
        pytest.param(b"PK\x03\x04\x14\x00", 1, "spreadsheet workbook", id="workbook"),
        pytest.param(b"%PDF-1.7\n", 1, "PDF", id="PDF"),
        pytest.param(b"\x1f\x8b\x08", 1, "gzip", id="gzip"),
        pytest.param(HEADER.encode() + b"a,b\x00,c,d\n", 2, "NUL byte", id="NUL"),
        pytest.param(b"", 1, "empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf", 1, "empty", id="nothing but a byte order mark"),
        pytest.param(b'{"about": "a chain"}', 1, "looks like JSON", id="JSON"),
        pytest.param(b"<html>\n", 1, "looks like JSON, XML or HTML", id="HTML"),
        pytest.param(b"id;label;kind\nicc;Court;organisation\n", 1, "not by ';'", id="semicolons"),
        pytest.param(b"icc,Court,organisation\n", 1, "names no column", id="no header"),
        pytest.param(b"a" * 32_000_001, 1, "longer than 32,000,000 bytes", id="no lines"),
        pytest.param(b"a" * 3_000_000, 1, "longer than 131,072 characters", id="one field"),
        pytest.param(
            HEADER.encode() + b"x," + b"a" * 3_000_000, 2, "longer than 131,072 characters", id="long field"
        ),
        pytest.param(
            HEADER.encode() + b'x,"' + b"Court,\n" * 30_000, 2, "never closed", id="long after a quote"
        ),
    ],
)
def test_a_file_that_is_no_csv(read_text: ReadText, content: bytes, line: int, says: str) -> None:
    found = [item for item in read_text("agents", content) if isinstance(item, Fault)]
    assert len(found) == 1
    assert found[0].origin == Origin("agents.csv", line)
    assert says in found[0].message
    assert found[0].severity == "refused"


def test_rows_before_a_broken_line_are_read(read_text: ReadText) -> None:
    items = read_text("agents", (HEADER + GOOD).encode() + b"\xff\xff,x,court,\n" + GOOD.encode())
    assert [type(item) for item in items] == [Read, Fault]


@pytest.mark.parametrize(
    ("header", "field", "says"),
    [
        ("id,label,kind,partof", "partof", "Did you mean part_of?"),
        ("id,label,kind,zzz", "zzz", "Known are id, label, kind, part_of"),
        ("id,label,kind,id", "id", "stands twice"),
        ("id,kind,part_of", "label", "is missing"),
    ],
)
def test_a_wrong_header_is_one_fault_at_its_column(
    read_text: ReadText, header: str, field: str, says: str
) -> None:
    found = fault(read_text("agents", f"{header}\nicc,Court,organisation,x\n"))
    assert (found.origin, found.field) == (Origin("agents.csv", 1), field)
    assert says in found.message


@pytest.mark.parametrize(
    ("row", "field", "says"),
    [
        ("icc,Court", "kind", "2 fields, the header 4"),
        ("icc,Court, the,organisation,", "", "5 fields, the header 4"),
        ('icc,"Court,organisation,', "", "never closed"),
        ('icc,"Court"x,organisation,', "", "not CSV"),
        ("icc,Co\rurt,organisation,", "", "carriage return"),
        ("icc,Co\x01urt,organisation,", "label", "control character"),
    ],
)
def test_a_malformed_row(read_text: ReadText, row: str, field: str, says: str) -> None:
    found = fault(read_text("agents", f"{HEADER}{row}\n"))
    assert (found.origin, found.field) == (Origin("agents.csv", 2), field)
    assert says in found.message


def test_a_ragged_row_does_not_hide_the_next(read_text: ReadText) -> None:
    items = read_text("agents", f"{HEADER}icc,Court\n{GOOD}x,Y,cort,\n")
    assert [item.origin.line for item in items] == [2, 3, 4]
    assert isinstance(items[2], Fault)
    assert "Did you mean court?" in items[2].message


def test_a_row_over_several_lines_is_named_by_its_first(read_text: ReadText) -> None:
    items = read_text("agents", f'{HEADER}icc,"Inter-\nnational",organisation,\n{GOOD}')
    assert [item.origin.line for item in items] == [2, 4]


def test_a_row_complains_about_every_field_that_nobody_read() -> None:
    (row,) = rows(InputFile("a.csv", b"id,label,kind,part_of\nicc,Court,,un\n"), COLUMNS)
    assert isinstance(row, Row)
    row.text("id")
    found = list(row.close(Agent("icc", "court", "Court")))
    assert [item.field for item in found if isinstance(item, Fault)] == ["label", "part_of"]
    assert not any(isinstance(item, Read) for item in found)


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    (found,) = LOADERS["acts"].read(InputFile.at(path))
    assert isinstance(found, Fault)
    assert found.origin.file == str(path)
    assert "No such file" in found.message
