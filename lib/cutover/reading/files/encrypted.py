"""Password-protected workbooks: opened in memory, never written to disk."""

from __future__ import annotations

import io

import msoffcrypto
from msoffcrypto.exceptions import InvalidKeyError

from cutover.errors import InputError, RefusedError
from cutover.reading.files import passwords
from cutover.reading.files.sheet import Caps

# Excel itself opens a workbook protected with this one unasked ([MS-OFFCRYPTO] 2.4.2.3)
DEFAULT_PASSWORD = "VelvetSweatshop"
_DAMAGED = "Ask for the file again, or open it in Excel and save it without a password."
_GIVE = "Give its password (`cutover columns FILE --password`, or the notebook), or save it without one."
_SLOWEST = 10_000_000  # rounds of the key derivation ([MS-OFFCRYPTO] 2.3.4.10 allows no more)


def opened(data: bytes, source_file: str, password: str | None, caps: Caps) -> bytes | None:
    """Return the workbook inside a protected one, None where an Excel 97-2003 file is not protected.

    Raises InputError where the password is missing or wrong, or the file is damaged. The password is
    never part of a message.
    """
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not office.is_encrypted():
            return None
        if getattr(office, "info", None) and getattr(office, "type", "") == "agile":
            _check_rounds(office, source_file)
    except RefusedError:
        raise
    except Exception:  # msoffcrypto raises FileFormatError, ParseError, struct.error, OSError and others
        raise InputError(source_file, "protected, and its protection is damaged", _DAMAGED) from None
    given = [password] if password else [DEFAULT_PASSWORD, *passwords.known()]
    for attempt in given:
        plain = _decrypted(office, attempt, source_file)
        if plain is not None:
            return plain
    if password:
        raise InputError(source_file, "the password does not open it", "Check the password, then try again.")
    raise InputError(source_file, "protected with a password", _GIVE)


def _check_rounds(office, source_file: str) -> None:
    if int(office.info.get("spinValue", 0)) > _SLOWEST:
        raise RefusedError(source_file, "its password check would take for ever", _DAMAGED)


def _decrypted(office, password: str, source_file: str) -> bytes | None:
    plain = io.BytesIO()
    try:
        if office.format == "ooxml":
            office.load_key(password=password, verify_password=True)
        else:
            office.load_key(password=password)
        office.decrypt(plain)
    except InvalidKeyError:
        return None
    except Exception as error:  # as above
        if "password" in str(error).lower() or "key" in str(error).lower():
            return None
        raise InputError(source_file, "protected, and its content is damaged", _DAMAGED) from None
    return plain.getvalue()
