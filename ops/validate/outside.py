"""What anybody sees without signing in: certificate, headers, health, and what must not be there."""

import json
import socket
import ssl
from datetime import UTC, datetime

from ops.sidecar.findings import WELL, State
from ops.validate.browsing import Browsing
from ops.validate.told import Told, bad, good, judged
from sales_core.errors import SourceUnavailable
from sales_core.places import SIGN_IN

_HEADERS = ("content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy")
_WELL = {state.value for state in WELL}
_FEWEST_DAYS = 14
_PATIENCE = 10.0


def transport(browsing: Browsing) -> Told:
    """TLS of today with a certificate that is trusted and stays so for two weeks; none only on this machine."""
    wanted = browsing.wanted
    if not wanted.secure:
        if wanted.on_this_machine:
            return good("tls", "none, and none is needed: nothing leaves this machine")
        return bad("tls", f"{wanted.origin} is read in clear by all on the way: put TLS in front (ops/nginx)")
    trusted = ssl.create_default_context()
    try:
        with (
            socket.create_connection((wanted.host, wanted.port), _PATIENCE) as plain,
            trusted.wrap_socket(plain, server_hostname=wanted.host) as wrapped,
        ):
            version, certificate = wrapped.version(), wrapped.getpeercert()
    except (OSError, ssl.SSLError) as error:
        return bad("tls", f"{wanted.host}:{wanted.port}: {error}")
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str((certificate or {})["notAfter"])), UTC)
    left = (ends - datetime.now(UTC)).days
    if left < _FEWEST_DAYS:
        return bad("tls", f"the certificate ends in {left} days: renew it")
    return good("tls", f"{version}, the certificate is good for {left} days")


def headers(browsing: Browsing) -> Told:
    """Each security header once on the page that all can open, and HSTS with TLS."""
    answer = browsing.get(SIGN_IN)
    wanted = (*_HEADERS, *(("strict-transport-security",) if browsing.wanted.secure else ()))
    complaints = [f"{name} comes {len(answer.all(name))} times" for name in wanted if len(answer.all(name)) != 1]
    if answer.status != 200:
        complaints.append(f"{SIGN_IN} answers {answer.status}")
    if "unsafe-eval" in answer.one("content-security-policy").replace("'wasm-unsafe-eval'", ""):
        complaints.append("the policy allows text to be evaluated")
    return judged("headers", complaints, f"{len(wanted)} security headers, each once")


def cookies(browsing: Browsing) -> Told:
    """Every cookie that came: out of reach of scripts and other sites, and by TLS only where there is TLS."""
    complaints = []
    for line in browsing.given:
        name, parts = line.partition("=")[0], {part.strip().lower() for part in line.split(";")[1:]}
        wanted = {"httponly", "samesite=lax"} | ({"secure"} if browsing.wanted.secure else set())
        if parts & {"samesite=strict"}:
            wanted.discard("samesite=lax")
        if missing := sorted(wanted - parts):
            complaints.append(f"{name} lacks {', '.join(missing)}")
    return judged("cookies", sorted(set(complaints)), f"{len(browsing.given)} set, all out of reach of scripts")


def closed(browsing: Browsing) -> Told:
    """What is for machines inside is not served, and a page without a session is not drawn."""
    complaints = []
    for path in ("/metrics", "/", "/orders"):
        status = browsing.get(path).status
        if status not in (303, 404):
            complaints.append(f"{path} answers {status} to nobody")
    return judged("closed", complaints, "no page and no figures of operation without a session")


def health(browsing: Browsing) -> tuple[Told, dict[str, str]]:
    """`/api/health`: 200, and every part is well or absent, which is named; and the states it told."""
    try:
        answer = browsing.get("/api/health")
    except SourceUnavailable as error:
        return bad("health", str(error)), {}
    try:
        states = {str(key): str(value) for key, value in json.loads(answer.body).items() if isinstance(value, str)}
    except (ValueError, AttributeError):
        return bad("health", f"/api/health answers {answer.status} and no JSON: is the sidecar behind the proxy?"), {}
    parts = {part: state for part, state in states.items() if part != "status"}
    ill = [f"{part} is {state}" for part, state in parts.items() if state not in _WELL]
    if ill or answer.status != 200 or not parts or states.get("status") not in ("ok", "degraded"):
        return bad("health", "; ".join(ill) or f"status {states.get('status')}, {answer.status}"), states
    unseen = [part for part, state in parts.items() if state == State.ABSENT]
    without = f", of which nothing is there to look at for {', '.join(unseen)}" if unseen else ""
    return good("health", f"status {states['status']}, {len(parts)} parts{without}"), states


def part(states: dict[str, str], name: str, told: str) -> Told:
    """One part that this system must have, by what health told."""
    state = states.get(name, "not told")
    return good(name, f"{told}: {state}") if state == "ok" else bad(name, f"{told}: {state}, must be ok")
