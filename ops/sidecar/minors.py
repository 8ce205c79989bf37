"""Which minor releases of PostgreSQL have the fixes that this dashboard leans on: a table by major release."""

import re

from ops.sidecar.findings import Finding, State

FIX = "CVE-2026-120154"
"""INSERT ... ON CONFLICT reads past row security. https://www.postgresql.org/support/security/CVE-2026-120154/"""

FIXED_IN = {15: 20, 16: 16, 17: 12, 18: 7}
"""The first minor release of each major one that has it; older majors get no fixes any more."""

_VERSION = re.compile(r"(\d+)\.(\d+)\b")


def judged(server_version: str) -> Finding:
    """Of a version as the server writes it, such as '17.12 (Debian 17.12-1)'; a newer major's fixes are not known."""
    found = _VERSION.match(server_version)
    if found is None:
        return Finding(State.UNKNOWN, {"server_version": server_version})
    major, minor = int(found[1]), int(found[2])
    wanted = FIXED_IN.get(major)
    told = {"server_version": server_version, "fix": FIX, "fixed_in": f"{major}.{wanted}" if wanted else None}
    if wanted is None:
        return Finding(State.OUTDATED if major < min(FIXED_IN) else State.UNKNOWN, told)
    return Finding(State.OK if minor >= wanted else State.OUTDATED, told)
