"""The package: complete, refused without a fresh bundle, and enough by itself to serve the pages."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.patience import PATIENCE

PARTS = (".ci", "engine", "webforms", "processes", "pyproject.toml", "README.md", "LICENSE", "uv.lock")


def copy_project(to: Path) -> Path:
    unneeded = shutil.ignore_patterns("node_modules", "__pycache__")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, to / part, ignore=unneeded)
        else:
            shutil.copy(ROOT / part, to / part)
    shutil.copy(ROOT / ".gitignore", to)
    return to


def build(project: Path, *kinds: str) -> subprocess.CompletedProcess[str]:
    options = [word for kind in kinds for word in ("-t", kind)]
    program = [sys.executable, "-m", "hatchling", "build", "-d", str(project / "dist"), *options]
    return subprocess.run(program, cwd=project, capture_output=True, text=True, check=False)


def uv() -> str:
    found = shutil.which("uv") or shutil.which("uv", path=ROOT / ".uv" / "bin")
    assert found, "uv is needed to install the wheel; `make test` brings it"
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the unpacked source package: so that is complete too."""
    folder = tmp_path_factory.mktemp("package")
    result = build(copy_project(folder), "sdist")
    assert result.returncode == 0, result.stderr
    packed = next((folder / "dist").glob("*.tar.gz"))
    subprocess.run(["tar", "-xzf", packed, "-C", folder / "dist"], check=True)
    source = packed.with_name(packed.name.removesuffix(".tar.gz"))
    result = build(source, "wheel")
    assert result.returncode == 0, result.stderr
    return next((source / "dist").glob("*.whl"))


def test_the_wheel_has_what_the_server_needs_and_nothing_more(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        r"engine/locales/(id|en)/ui\.toml",
        r"engine/migrations/script\.py\.mako",
        r"engine/migrations/shapes/\d+\.postgresql\.txt",
        r"engine/forms/channels\.json",
        r"processes/.+\.bpmn",
        r"webforms/manual/places\.toml",
        r"webforms/manual/(id|en)/work\.md",
        r"webforms/manual/(id|en)/pictures/inbox\.avif",
        r"webforms/templates/base\.html",
        r"webforms/static/dist/manifest\.json",
        r"webforms/static/dist/main-\w+\.(js|css)",
        r"alur-.+\.dist-info/licenses/LICENSE",
    ):
        assert any(re.fullmatch(needed, name) for name in names), needed
    unwanted = re.compile(r"tests/|webforms/frontend/|.*node_modules|.*\.sqlite3|.*secret_key|\.ci/")
    assert [name for name in names if unwanted.match(name)] == []


def test_no_package_without_the_bundle(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    shutil.rmtree(project / "webforms" / "static" / "dist")
    result = build(project, "wheel")
    assert result.returncode != 0
    assert "The front-end bundle is missing" in result.stderr
    assert not list(project.glob("dist/*.whl"))


@pytest.mark.parametrize("change", ["src/main.js", "package-lock.json", "build.mjs", "src/new.js"])
def test_no_package_with_a_stale_bundle(tmp_path: Path, change: str) -> None:
    project = copy_project(tmp_path)
    with (project / "webforms" / "frontend" / change).open("a") as source:
        source.write("\n")
    result = build(project, "wheel")
    assert result.returncode != 0
    assert "The front-end bundle is older than webforms/frontend" in result.stderr


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `alur` of an environment that holds the wheel and what it depends on, at the locked versions."""
    folder = tmp_path_factory.mktemp("installed")
    locked = folder / "locked.txt"
    _uv("export", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes", "--quiet", "-o", str(locked))
    _uv("venv", "--quiet", "--python", sys.executable, str(folder / "venv"))
    python = ("--python", str(folder / "venv"))
    _uv("pip", "install", "--quiet", *python, "--no-deps", "-r", str(locked))
    _uv("pip", "install", "--quiet", *python, "--no-deps", "--no-index", str(wheel))
    return folder / "venv" / "bin" / "alur"


def _uv(*words: str) -> None:
    result = subprocess.run([uv(), *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.fixture
def served(installed: Path, tmp_path: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [installed, "serve"], cwd=tmp_path, env={**kept, "ALUR_PORT": str(port)}, stdout=log, stderr=log
        )
        try:
            _wait_for(port, server, tmp_path / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"not ready in {PATIENCE:.0f} s: {log.read_text()}")


def test_the_wheel_serves_the_login_page_from_an_empty_folder(served: str) -> None:
    page, _ = _get(f"{served}/")
    assert 'name="password"' in page
    assets = re.findall(r'(?:<script[^>]*\bsrc|<link[^>]*rel="stylesheet"[^>]*href)="([^"]+)"', page)
    assert {Path(asset.partition("?")[0]).suffix for asset in assets} == {".css", ".js"}
    for asset in assets:
        content, kind = _get(served + asset)
        assert content
        assert kind.startswith(("text/css", "text/javascript"))


def _get(url: str) -> tuple[str, str]:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return answer.read().decode(), answer.headers["Content-Type"]
    except urllib.error.HTTPError as error:
        with error:
            raise AssertionError(f"{error.code} for {url}") from None
