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


def test_both_images_are_built_with_the_version_and_the_revision_that_their_labels_tell(tmp_path: Path) -> None:
    engine = tmp_path / "engine"
    engine.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\ncase $1 in image) echo "${{5%:*}}@sha256:0" ;; esac\n')
    engine.chmod(0o755)
    pushed = subprocess.run(
        ["bash", str(PROJECT / "ops/deploy/push.sh"), "registry.example", "1.4.0", "abc123"],
        env={"PATH": "/usr/bin:/bin", "ENGINE": str(engine)},
        capture_output=True,
        text=True,
        check=True,
    )
    names = ("registry.example/sales-dashboard", "registry.example/sales-dashboard-nginx")
    told = [f"{what}={name}@sha256:0" for what, name in zip(("image", "nginx"), names, strict=True)]
    assert pushed.stdout.splitlines() == ["version=1.4.0", *told]
    builds = [line for line in (tmp_path / "asked").read_text().splitlines() if line.startswith("build ")]
    assert len(builds) == 2
    assert all("--build-arg VERSION=1.4.0 --build-arg REVISION=abc123" in line for line in builds)


def test_the_names_given_to_the_images_are_those_of_the_compose_file() -> None:
    script, compose = (PROJECT / name for name in ("ops/deploy/release.sh", "docker-compose.prod.yml"))
    for image in ("sales-dashboard", "sales-dashboard-nginx"):
        assert f'tag "${3 + ("nginx" in image)}" "{image}:$version"' in script.read_text()
        assert f"image: {image}:${{VERSION" in compose.read_text()
    assert "SECRETS_FOLDER=" in script.read_text()
    assert "${SECRETS_FOLDER:-./secrets}/" in compose.read_text()
