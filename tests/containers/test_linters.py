"""The linters of what ships can see: a fault planted for each is caught by it, in a copy of the project."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.containers.locks import ROOT

pytestmark = pytest.mark.containers

PLANTED = {
    "image: hadolint": ("Dockerfile", "WORKDIR /app\n", "WORKDIR app\n", "DL3000"),
    "image: checkov": ("Dockerfile", "USER 10001:10001\n", "USER root\n", "CKV_DOCKER_8"),
    "compose: schema": ("docker-compose.prod.yml", "\n  worker:\n", "\n  worker:\n    readonly: true\n", "readonly"),
    "compose: yaml": ("docker-compose.prod.yml", "\nservices:\n", "\nservices: \n", "trailing-spaces"),
    "compose: podman-compose config": (
        "docker-compose.prod.yml",
        "\nservices:\n",
        "\nx-planted: ${PLANTED:?no example has it}\nservices:\n",
        "PLANTED",
    ),
    "proxy: nginx -t and gixy": (
        "ops/nginx/templates/nginx.conf.template",
        "\nhttp {\n",
        "\nhttp {\n    no_such_word on;\n",
        'unknown directive "no_such_word"',
    ),
    "proxy: gixy": (
        "ops/nginx/templates/routes.conf.template",
        "",
        "\nlocation ~ ^/planted/(.*)$ { return 302 http://$host/$1; }\n",
        "Severity",
    ),
    "workflow: schema": (".github/workflows/ci.yml", "    runs-on:", "    runs-where:", "runs-where"),
    "workflow: expressions": (".github/workflows/ci.yml", "github.ref }}", "github.reff }}", "reff"),
    "workflow: security": (".github/workflows/ci.yml", "persist-credentials: false", "fetch-depth: 1", "artipacked"),
    "shell": ("ops/image/build.sh", "build_stage() {", "rm -rf $HOME/$nothing\nbuild_stage() {", "SC2086"),
}
"""By check: the file, the words there, those that are planted in their place (at the end where there are none), and
what the linter then says."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, in which every linter is content."""
    copy = tmp_path_factory.mktemp("copy") / "project"
    words = ("git", "ls-files", "--cached", "--others", "--exclude-standard")
    for name in subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines():
        if (ROOT / name).is_file() and not name.startswith(("tests/", "docs/", "bench/")):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    (copy / "build").mkdir()
    (copy / "build/lint").symlink_to(ROOT / "build/lint")
    subprocess.run(["git", "init", "--quiet"], cwd=copy, check=True)
    clean = linted(copy)
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert clean.stdout.count("lint ok") == len({name for name in PLANTED if name != "proxy: gixy"}) + 1
    return copy


def linted(project: Path, *checks: str) -> subprocess.CompletedProcess[str]:
    words = ["bash", "ops/image/lint.sh", *checks]
    return subprocess.run(words, cwd=project, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("check", PLANTED)
def test_a_planted_fault_is_caught_by_its_linter(project: Path, check: str) -> None:
    file, words, planted, said = PLANTED[check]
    text = (project / file).read_text()
    assert words in text
    (project / file).write_text(text.replace(words, planted) if words else text + planted)
    try:
        caught = linted(project, "proxy" if check.startswith("proxy") else check)
    finally:
        (project / file).write_text(text)
    assert caught.returncode == 1
    assert "lint FAILED" in caught.stdout
    assert said in caught.stdout + caught.stderr
