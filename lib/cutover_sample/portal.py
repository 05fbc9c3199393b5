"""How deliveries lie on a practice's disk: portal zips, loose months, zips of months, zips in zips.

Every zip carries the delivery's own date and time and nothing of the machine, so that the same seed gives
the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from cutover_sample import era_text, x835
from cutover_sample.delivery import Delivery, Shelf

File = tuple[str, bytes]  # path below `era`, or the name in a zip

STYLES = ("portal", "loose", "portal", "month zip", "nested", "portal", "zip of zips", "portal")


def files(shelf: Shelf) -> Iterator[File]:
    """Yield every file of a practice's `era` folder: its path there and its bytes."""
    for extra in shelf.extras:
        yield extra.path, extra.data
    for number, (month, together) in enumerate(sorted(_by_month(shelf).items())):
        alone = [d for d in together if _lies_alone(d)]
        for delivery in alone:
            yield from _alone(delivery, f"{month:%Y-%m}")
        rest = [d for d in together if not _lies_alone(d)]
        if rest:
            yield from _month(rest, month, STYLES[number % len(STYLES)])


def zipped(members: list[File], date: dt.date) -> bytes:
    """Return a zip of these members, each stamped with the date at 06:00."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, (date.year, date.month, date.day, 6, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".zip") else zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def encrypted_by_name(data: bytes) -> bytes:
    """Return a zip with the encryption bit set in every header (APPNOTE 4.4.4, general purpose bit 0).

    The members are not really encrypted; who opens them is asked for a password all the same.
    """
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            flags = struct.unpack_from("<H", changed, at + offset)[0]
            struct.pack_into("<H", changed, at + offset, flags | 1)
            at = changed.find(signature, at + 4)
    return bytes(changed)


def _by_month(shelf: Shelf) -> dict[dt.date, list[Delivery]]:
    months: dict[dt.date, list[Delivery]] = {}
    for delivery in shelf.deliveries:
        months.setdefault(delivery.payments[0].date.replace(day=1), []).append(delivery)
    return months


def _lies_alone(delivery: Delivery) -> bool:
    marks = (delivery.refused, delivery.renamed, delivery.copies, delivery.zip_copies, delivery.conflict)
    return any(marks) or delivery.is_foreign


def _pair(delivery: Delivery) -> list[File]:
    pair = []
    if delivery.has_835:
        pair.append((delivery.name_835, x835.written(delivery)))
    if delivery.has_text:
        pair.append((delivery.name_text, era_text.written(delivery)))
    return pair


def _portal_zip(delivery: Delivery) -> File:
    data = zipped(_pair(delivery), delivery.date)
    if delivery.refused == "encrypted":
        data = encrypted_by_name(data)
    elif delivery.refused == "cut":
        data = data[: len(data) * 2 // 3]
    return delivery.name_zip, data


def _alone(delivery: Delivery, folder: str) -> Iterator[File]:
    """A delivery with a story of its own: refused, renamed, copied, in conflict or another practice's."""
    if delivery.renamed:
        for name, data in _pair(delivery):
            yield f"{folder}/{delivery.renamed if name == delivery.name_835 else name}", data
    else:
        name, data = _portal_zip(delivery)
        yield f"{folder}/{name}", data
        for path in delivery.zip_copies:
            yield path, data
    for path in delivery.copies:
        yield path, x835.written(delivery)
    if delivery.conflict:
        again = replace(delivery, control=delivery.control + 50_000)
        yield f"downloaded again/{delivery.name_835}", x835.written(again)


def _month(together: list[Delivery], month: dt.date, style: str) -> Iterator[File]:
    last = max(delivery.date for delivery in together)
    pairs = [file for delivery in together for file in _pair(delivery)]
    if style == "loose":
        yield from ((f"ERA {month:%B %Y}/{name}", data) for name, data in pairs)
    elif style == "month zip":
        yield f"era {month:%Y-%m}.zip", zipped(pairs, last)
    elif style == "nested":
        yield from ((f"old office pc/front desk/Downloads/{month:%Y-%m}/{n}", data) for n, data in pairs)
    elif style == "zip of zips":
        yield f"Downloads {month:%Y-%m}.zip", zipped([_portal_zip(d) for d in together], last)
    else:
        for delivery in together:
            name, data = _portal_zip(delivery)
            yield f"{month:%Y-%m}/{name}", data
