"""Laws of the compose files, of the settings that they pass on, and of the examples that document those."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from dotenv import dotenv_values

from db.passwords import EXAMPLES, weakness
from sales_core.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]


def loaded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / name).read_text())
    return found


DEVELOPMENT, PRODUCTION = loaded("docker-compose.yml"), loaded("docker-compose.prod.yml")
OVER = {"staging": loaded("docker-compose.staging.yml"), "tls": loaded("docker-compose.tls.yml")}
EXAMPLE_FILES = (".env.production.example", ".env.staging.example")
EVERY = [
    pytest.param(service, id=f"{kind}-{name}")
    for kind, file in (("development", DEVELOPMENT), ("production", PRODUCTION))
    for name, service in file["services"].items()
]
OF_PRODUCTION = PRODUCTION["services"]
OURS = {
    kind: {
        name: service for name, service in file["services"].items() if service["image"].startswith("sales-dashboard:")
    }
    for kind, file in (("development", DEVELOPMENT), ("production", PRODUCTION))
}
KNOWN = {field.upper() for field in Settings.model_fields}


def strings(found: Any) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for value in found.values():
            yield from strings(value)
    elif isinstance(found, list):
        for value in found:
            yield from strings(value)


def asked_for(document: dict[str, Any]) -> set[str]:
    """The variables that a compose file takes from outside."""
    return {name for told in strings(document) for name in re.findall(r"(?<!\$)\$\{([A-Z_]+)", told)}


def test_development_publishes_its_ports_on_loopback_only() -> None:
    published = [port for service in DEVELOPMENT["services"].values() for port in service.get("ports", [])]
    assert len(published) == 2
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_production_publishes_nginx_alone_and_on_loopback_unless_told_otherwise() -> None:
    published = {name: service["ports"] for name, service in OF_PRODUCTION.items() if "ports" in service}
    assert published == {"nginx": ["${PUBLISH:-127.0.0.1:8080}:8080"]}
    assert OVER["tls"]["services"]["nginx"]["ports"] == ["${PUBLISH_TLS:-127.0.0.1:8443}:8443"]


def test_no_password_has_a_default_and_production_takes_none_from_the_environment() -> None:
    named = {name for told in strings(DEVELOPMENT) for name in re.findall(r"\$\{(\w*PASSWORD)", told)}
    assert named == {"POSTGRES_PASSWORD", "DASHBOARD_PASSWORD", "CACHE_PASSWORD"}
    for told in strings(DEVELOPMENT):
        assert not re.search(r"\$\{\w*PASSWORD(?!:\?)", told), told
    for document in (PRODUCTION, *OVER.values()):
        assert not [name for name in asked_for(document) if re.search("PASSWORD|SECRET(?!S_FOLDER)|URL", name)]


@pytest.mark.parametrize("service", EVERY)
def test_foreign_images_are_pinned_to_a_minor_version(service: dict[str, Any]) -> None:
    image = service["image"]
    if image.startswith("sales-dashboard"):
        assert re.fullmatch(r"sales-dashboard(-nginx)?:\$\{VERSION:[-?][^}]+\}", image)
    else:
        assert re.fullmatch(r"docker\.io/[a-z]+/[a-z]+:\d+\.\d+(\.\d+)?", image)
    if "postgres" in image:
        # The first with the fix of INSERT … ON CONFLICT reading past row security.
        assert image.endswith(("postgres:18.7", "postgres:17.12"))


@pytest.mark.parametrize("service", [each for each in EVERY if each.id != "development-postgres"])
def test_containers_write_only_to_memory(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["tmpfs"]
    assert "privileged" not in service


@pytest.mark.parametrize("service", [*OURS["development"].values(), *OF_PRODUCTION.values()])
def test_containers_hold_no_capability(service: dict[str, Any]) -> None:
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "cap_add" not in service


@pytest.mark.parametrize("name", OF_PRODUCTION)
def test_every_service_of_production_is_bounded_and_nobodys_root(name: str) -> None:
    service = OF_PRODUCTION[name]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert float(service["cpus"]) > 0
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert service["pids_limit"] > 0
    assert service["logging"] == {"driver": "json-file", "options": {"max-size": "10m", "max-file": "5"}}
    assert service["restart"] == ("on-failure" if name == "migrate" else "unless-stopped")


def test_nginx_and_the_data_share_no_network_and_the_data_has_no_way_out() -> None:
    of = {name: set(service["networks"]) for name, service in OF_PRODUCTION.items()}
    assert of["nginx"] == {"edge"}
    assert {name for name, networks in of.items() if "edge" in networks} == {"nginx", "app1", "app2", "sidecar"}
    for name in ("postgres", "redis-answers", "redis-limits", "worker", "migrate"):
        assert of[name] == {"data"}
    assert PRODUCTION["networks"]["data"]["internal"] is True


def test_what_stays_up_has_a_healthcheck_of_its_own_or_of_its_image() -> None:
    by_image = {"app", "app1", "app2"}
    for document in (DEVELOPMENT, PRODUCTION):
        for name, service in document["services"].items():
            assert ("healthcheck" in service) != (name in by_image), name
            assert name == "migrate" or name in by_image or service["healthcheck"]["test"]


def test_processes_start_only_on_a_migrated_database() -> None:
    for services in (DEVELOPMENT["services"], OF_PRODUCTION):
        assert services["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
        for name in set(services) & {"app", "app1", "app2", "worker"}:
            assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_compose_sets_only_variables_that_there_are_and_those_of_watching_files() -> None:
    documents = (DEVELOPMENT, PRODUCTION, OVER["staging"])
    ours = set(OURS["development"]) | set(OURS["production"])
    for document in documents:
        for name in ours & set(document["services"]):
            named = set(document["services"][name].get("environment", ()))
            assert named <= KNOWN | {"WATCHFILES_FORCE_POLLING"}, name


def test_only_the_migration_knows_the_owners_login() -> None:
    told = [name for name, service in OURS["development"].items() if "OWNER_DATABASE_URL" in service["environment"]]
    held = [name for name, service in OURS["production"].items() if "owner_database_url" in service["secrets"]]
    assert told == held == ["migrate"]


def test_the_servers_of_the_redis_protocol_forget_answers_and_never_limits() -> None:
    policies = {
        name: service["command"][service["command"].index("--maxmemory-policy") + 1]
        for name, service in OF_PRODUCTION.items()
        if name.startswith("redis-")
    }
    assert policies == {"redis-answers": "allkeys-lru", "redis-limits": "noeviction"}


@pytest.mark.parametrize("example", EXAMPLE_FILES)
def test_an_example_sets_what_compose_asks_for_and_documents_every_setting(example: str) -> None:
    written = (ROOT / example).read_text()
    lines = written.splitlines()
    asked = asked_for(PRODUCTION) | (asked_for(OVER["staging"]) if "staging" in example else set())
    assert set(dotenv_values(ROOT / example)) == asked
    for number, line in enumerate(lines):
        assert not re.match(r"[A-Z_]+=", line) or lines[number - 1].startswith("#"), line
    assert KNOWN - set(re.findall(r"\b[A-Z_]+\b", written)) == set()


@pytest.mark.parametrize("example", EXAMPLE_FILES)
def test_an_example_is_taken_as_it_stands_by_the_processes_and_its_passwords_are_not(
    example: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    environment = {**OF_PRODUCTION["app1"]["environment"]}
    if "staging" in example:
        environment |= OVER["staging"]["services"]["app1"]["environment"]
    values = dotenv_values(ROOT / example)
    for name, told in environment.items():
        filled = re.sub(r"\$\{([A-Z_]+)[^}]*\}", lambda found: values[found[1]] or "", str(told))
        monkeypatch.setenv(name, filled)
    made = subprocess.run(["bash", "ops/compose/secrets.sh", str(tmp_path / "s")], cwd=ROOT, check=False)
    assert made.returncode == 0
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path / "s"))
    settings = load_settings(tmp_path / ".env")
    assert settings.environment == example.split(".")[2]
    shown = re.findall(r"(?:requirepass |//\w*:)([a-z][\w-]+)", (ROOT / example).read_text())
    assert set(shown) == EXAMPLES


def test_secrets_are_made_once_agree_with_each_other_and_are_all_that_production_wants(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    command = ["bash", "ops/compose/secrets.sh", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    made = {file.name: file.read_text().removesuffix("\n") for file in folder.iterdir()}
    assert set(made) == set(PRODUCTION["secrets"])
    passwords = [made["postgres_password"], made["owner_password"], made["dashboard_password"]]
    assert f"dashboard:{made['dashboard_password']}@postgres" in made["database_url"]
    assert f"owner_login:{made['owner_password']}@postgres" in made["owner_database_url"]
    for server, url in (("redis_answers", "redis_url"), ("redis_limits", "limits_redis_url")):
        passwords.append(made[server].removeprefix("requirepass "))
        assert f"redis://:{passwords[-1]}@{server.replace('_', '-')}:6379" in made[url]
    assert len(set(passwords)) == 5
    assert [weakness(password) for password in passwords] == [None] * 5
    assert folder.stat().st_mode & 0o777 == 0o700
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (again.returncode, again.stderr) == (1, f"{folder} is there already; secrets are made once\n")


def test_git_ignores_secrets_and_settings_and_keeps_the_examples() -> None:
    def ignored(path: str) -> bool:
        return subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT, check=False).returncode == 0

    assert all(map(ignored, ("secrets/database_url", "secrets.staging/tls_key.pem", ".env.production", ".env.staging")))
    assert not any(map(ignored, EXAMPLE_FILES))
