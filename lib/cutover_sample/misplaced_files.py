"""Files outside `era` that are misplaced, mislabelled, damaged, protected, empty or of no kind we know."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import xlsxwriter
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted

from cutover_sample import chart_files
from cutover_sample.book import Practice
from cutover_sample.patient_charts import Charts


@dataclass(frozen=True)
class Stray:
    """One file below a practice's folder: `kind` is what is wrong with it (`codes.FILE_CODES`)."""

    path: str
    data: bytes
    kind: str
    note: str = ""


def strays(practice: Practice, charts: Charts, others: dict[str, Practice], seed: int) -> Iterator[Stray]:
    """Yield the stray files of a practice: few with the Practice Mate one, many with the hybrid one."""
    rng = Random(f"{seed}:{practice.slug}:strays")
    if practice.slug == "cedar-grove":
        path, data = next(chart_files.files(charts))
        yield Stray(path.replace("Patient", "Copy of Patient"), data, "copy", path)
        yield Stray("reports/settings.pmb", b"\x93PMB\x00\x01" + rng.randbytes(900), "unknown")
    if practice.slug == "juniper-hill":
        yield from _of_juniper_hill(others.get("cedar-grove"), rng)


def _of_juniper_hill(other: Practice | None, rng: Random) -> Iterator[Stray]:
    book = _workbook([["Payer", "Collected"], *([f"Payer {n}", n * 100] for n in range(400))])
    yield Stray("demographics/patients march.xlsx", book[: len(book) * 2 // 3], "unreadable")
    yield Stray("demographics/New Microsoft Excel Worksheet.xlsx", b"", "empty")
    yield Stray("reports/collections 2025 (locked).xlsx", protected(rng), "protected")
    yield Stray("reports/collections by payer 2026-06.xls", _PAGE, "mislabelled", "an HTML table")
    yield Stray("reports/fee notes.csv", _FORMULAS, "formula cells", "two cells")
    yield Stray("reports/backup_0412.dat", rng.randbytes(700) + b"\x00", "unknown")
    if other is not None:
        yield Stray("reports/provider productivity.csv", _productivity(other), "other practice", other.slug)


_PAGE = (
    b"<html><head><title>Collections by payer</title></head><body><table border=1>\r\n"
    b"<tr><th>Payer</th><th>Posted</th><th>Amount</th></tr>\r\n"
    b"<tr><td>AETNA</td><td>06/30/2026</td><td>$4,120.50</td></tr>\r\n"
    b"<tr><td>MEDICARE PART B</td><td>06/30/2026</td><td>$9,004.17</td></tr>\r\n"
    b"<tr><td>UNITEDHEALTHCARE</td><td>06/30/2026</td><td>$6,871.00</td></tr>\r\n"
    b"</table></body></html>\r\n"
)
_FORMULAS = (
    b'Code,Fee,Note\r\n97110,78.00,\r\n97140,72.00,"=HYPERLINK(""http://example.invalid"",""see"")"\r\n'
    b"99213,165.00,=1+1\r\n"
)


def _productivity(practice: Practice) -> bytes:
    rows = ["Practice,Tax ID,Billing NPI,Provider,Provider NPI,Visits"]
    tin = f"{practice.tin[:2]}-{practice.tin[2:]}"
    for place, one in enumerate(practice.providers):
        rows.append(
            f'{practice.name},{tin},{practice.npi},"{one.last}, {one.first}",{one.npi},{90 - 7 * place}'
        )
    return ("\r\n".join(rows) + "\r\n").encode("cp1252")


def _workbook(rows: list[list]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": chart_files.CREATED})
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return stream.getvalue()


def protected(rng: Random) -> bytes:
    """Return a workbook behind a password that nobody knows ([MS-OFFCRYPTO] 2.3.4.10, agile).

    Its salts, hashes and content are random bytes, so that no password opens it; the container's
    times are set to nothing, because they are those of the machine.
    """
    info = b"\x04\x00\x04\x00\x40\x00\x00\x00" + _AGILE.format(*(_base64(rng, n) for n in _LENGTHS)).encode()
    stream = io.BytesIO()
    ECMA376Encrypted((8_192).to_bytes(8, "little") + rng.randbytes(8_192), info).write_to(stream)
    data = bytearray(stream.getvalue())
    at = data.find("Root Entry".encode("utf-16-le"))
    for entry in range(at, at + 12 * 128, 128):  # a directory entry: its times at 100 ([MS-CFB] 2.6.1)
        if data[entry + 66] in (1, 2, 5):
            data[entry + 100 : entry + 116] = bytes(16)
    return bytes(data)


def _base64(rng: Random, length: int) -> str:
    return base64.b64encode(rng.randbytes(length)).decode()


_LENGTHS = (16, 64, 64, 16, 16, 64, 32)
_CIPHER = (
    'blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" '
    'cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"'
)
_AGILE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    '<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" '
    'xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
    f'<keyData saltSize="16" {_CIPHER} saltValue="{{0}}"/>'
    '<dataIntegrity encryptedHmacKey="{1}" encryptedHmacValue="{2}"/>'
    '<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
    f'<p:encryptedKey spinCount="100000" saltSize="16" {_CIPHER} saltValue="{{3}}" '
    'encryptedVerifierHashInput="{4}" encryptedVerifierHashValue="{5}" encryptedKeyValue="{6}"/>'
    "</keyEncryptor></keyEncryptors></encryption>"
)
