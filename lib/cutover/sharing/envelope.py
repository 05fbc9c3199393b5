"""The sealed envelope: AES-256-GCM under a key from a passphrase, with a header that cannot be exchanged.

The text of an envelope has three parts between full stops: the header (JSON, base64), the sealed bytes (base64) and the
SHA-256 of both. The header tells format, version, derivation, rounds, salt and nonce, nothing of what is inside; it is
authenticated with the sealed bytes. The digest tells a file that was cut or changed from a wrong passphrase. Inside
lie a length in eight bytes, the content compressed (raw deflate), and zeros up to the padding.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cutover.errors import CutoverError
from cutover.sharing.passphrases import Rules, normalized

FORMAT, VERSION, DERIVATION = "cutover-share", 1, "PBKDF2-HMAC-SHA-256"
_SALT, _NONCE, _KEY, _LENGTH = 16, 12, 32, 8  # bytes


class SealedFileError(CutoverError):
    """An envelope that does not open: it was cut, it was changed, or the passphrase is another."""


def sealed(content: bytes, passphrase: str, rules: Rules) -> str:
    """Return the text of an envelope that holds the content; salt and nonce are new each time."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    header = json.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "kdf": DERIVATION,
            "iterations": rules.iterations,
            "salt": salt.hex(),
            "nonce": nonce.hex(),
        }
    ).encode()
    key = _key(passphrase, salt, rules.iterations)
    within = AESGCM(key).encrypt(nonce, _padded(content, rules.padding_bytes), header)
    return ".".join([_text(header), _text(within), _digest(header, within)])


def opened(text: str, passphrase: str, rules: Rules) -> bytes:
    """Return what an envelope holds; raises SealedFileError with a sentence for whoever has the file.

    The page does the same in the browser; this is for tests and for a consultant without one.
    """
    header, within = _parts(text)
    told = _header(header, rules)
    try:
        key = _key(passphrase, bytes.fromhex(told["salt"]), told["iterations"])
        plain = AESGCM(key).decrypt(bytes.fromhex(told["nonce"]), within, header)
    except (InvalidTag, ValueError):
        raise SealedFileError("The passphrase does not open this file. Check each word.") from None
    length = int.from_bytes(plain[:_LENGTH])
    return zlib.decompress(plain[_LENGTH : _LENGTH + length], wbits=-zlib.MAX_WBITS)


def _parts(text: str) -> tuple[bytes, bytes]:
    try:
        first, second, digest = text.strip().split(".")
        header, within = base64.b64decode(first, validate=True), base64.b64decode(second, validate=True)
    except (ValueError, binascii.Error):
        header, within, digest = b"", b"", "cut"
    if _digest(header, within) != digest:
        raise SealedFileError("This file was cut or changed on its way. Ask for it again.")
    return header, within


def _header(header: bytes, rules: Rules) -> dict:
    try:
        told = json.loads(header)
        known = (told["format"], told["version"], told["kdf"]) == (FORMAT, VERSION, DERIVATION)
        if known and 1 <= told["iterations"] <= rules.most_iterations:
            return told
    except (ValueError, KeyError, TypeError):
        pass
    raise SealedFileError("This file has a form that is not known here. Ask for a new one.")


def _key(passphrase: str, salt: bytes, iterations: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", normalized(passphrase).encode(), salt, iterations, _KEY)


def _padded(content: bytes, multiple: int) -> bytes:
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    plain = len(packed).to_bytes(_LENGTH) + packed
    return plain + bytes(-len(plain) % multiple)


def _digest(header: bytes, within: bytes) -> str:
    return hashlib.sha256(header + b"." + within).hexdigest()


def _text(part: bytes) -> str:
    return base64.b64encode(part).decode()
