"""Where a scheduler is, and whether it may be spoken to: beyond this machine by TLS alone, for this is patient data."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from cutover.errors import UsageError

if TYPE_CHECKING:
    from distributed import Security

GUIDE = "See docs/several_machines.md."
_FORM = re.compile(r"(?:(?P<way>\w+)://)?(?P<host>\[[0-9a-fA-F:.]+\]|[\w.-]+):(?P<port>\d{1,5})")


def is_safe(address: str) -> bool:
    """Tell whether what goes to an address stays on this machine or is encrypted."""
    found = _FORM.fullmatch(address)
    return found is not None and (found["way"] == "tls" or _is_this_machine(found["host"]))


def checked(address: str) -> str:
    """Return an address as Dask wants it, `tcp://host:port` or `tls://host:port`.

    Raises UsageError where it is no address, or one beyond this machine without TLS.
    """
    found = _FORM.fullmatch(address)
    if not found or found["way"] not in (None, "tcp", "tls"):
        raise UsageError(f"{address!r} is no address of a scheduler like tls://host:8786. {GUIDE}")
    if not is_safe(address):
        raise UsageError(
            f"{address} is beyond this machine, and these are reports about patients: it takes TLS. Start the "
            f"scheduler with certificates and name it tls://{found['host']}:{found['port']}. {GUIDE}"
        )
    return f"{found['way'] or 'tcp'}://{found['host']}:{found['port']}"


def security(address: str) -> Security:
    """Return Dask's own settings of TLS for a checked address.

    Raises UsageError where Dask is not installed, or its settings name no certificates for an address with TLS.
    """
    try:
        from distributed import Security
    except ImportError:
        raise UsageError(
            "several machines take Dask. Install it with: pip install 'cutover-workbook[distributed]'"
        ) from None
    if not address.startswith("tls://"):
        return Security()
    settings = Security(require_encryption=True)
    needed = {"CA_FILE": "tls_ca_file", "CLIENT__CERT": "tls_client_cert"}
    lacking = [name for name, part in needed.items() if not getattr(settings, part)]
    if lacking:
        named = ", ".join(f"DASK_DISTRIBUTED__COMM__TLS__{name}" for name in lacking)
        raise UsageError(f"{address} takes TLS, and Dask's settings lack certificates ({named}). {GUIDE}")
    return settings


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
