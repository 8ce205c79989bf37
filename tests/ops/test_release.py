"""What a release refuses before it touches anything; and that what it would start is what the compose files name."""

import subprocess
from pathlib import Path

import pytest

from sales_core.settings import PROJECT

DIGEST = "registry.example/sales-dashboard@sha256:" + "0" * 64
GOOD = ("staging", "1.4.0", DIGEST, DIGEST)


def release(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The script, with an engine that fails the test when it is called at all."""
    return subprocess.run(
        ["bash", str(PROJECT / "ops/deploy/release.sh"), *arguments],
        env={"PATH": "/usr/bin:/bin", "ENGINE": str(folder / "no-engine"), "CONFIG_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (GOOD[:3], "usage"),
        (("moon", *GOOD[1:]), "moon is neither staging nor production"),
        (("staging", "../x", DIGEST, DIGEST), "../x is no version"),
        (("staging", "1.4.0", "registry.example/sales-dashboard:latest", DIGEST), "not named by digest"),
        (("staging", "1.4.0", DIGEST, "x@sha256:abc"), "x@sha256:abc is not named by digest"),
        (GOOD, ".env.staging is not there"),
        (("production", *GOOD[1:]), ".env.production is not there"),
    ],
)
def test_a_release_that_is_not_clear_is_refused_in_one_line(
    arguments: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    run = release(*arguments, folder=tmp_path)
    assert run.returncode == 2
    assert told in run.stderr
    assert run.stderr.count("\n") == 1


def test_settings_without_secrets_are_no_release(tmp_path: Path) -> None:
    (tmp_path / ".env.staging").write_text("")
    run = release(*GOOD, folder=tmp_path)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert "secrets is not there" in run.stderr


def test_the_names_given_to_the_images_are_those_of_the_compose_file() -> None:
    script, compose = (PROJECT / name for name in ("ops/deploy/release.sh", "docker-compose.prod.yml"))
    for image in ("sales-dashboard", "sales-dashboard-nginx"):
        assert f'tag "${3 + ("nginx" in image)}" "{image}:$version"' in script.read_text()
        assert f"image: {image}:${{VERSION" in compose.read_text()
    assert "SECRETS_FOLDER=" in script.read_text()
    assert "${SECRETS_FOLDER:-./secrets}/" in compose.read_text()
