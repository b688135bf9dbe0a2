"""The page in a real browser that has no network; skipped where there is no Chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from maps.export.web_map import web_map
from tests.builders import a_member, an_incident
from tests.maps.export.page_world import matter

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Resolving any name at all fails, whatever network the machine has.
CUT_OFF = ("--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9")


@pytest.fixture
def browser() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium here: apt install chromium")
    return found


def _opened(browser: str, page: str, folder: Path) -> tuple[str, str]:
    """The page's elements after its scripts have run, and what its console said."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    done = subprocess.run(
        [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            *CUT_OFF,
            "--enable-logging=stderr",
            "--virtual-time-budget=5000",
            f"--user-data-dir={folder / 'profile'}",
            "--dump-dom",
            file.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    said = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return done.stdout, "\n".join(line for line in said if file.name in line)


@pytest.mark.story
def test_a_browser_without_network_draws_the_map(browser: str, tmp_path: Path) -> None:
    page = web_map(matter([an_incident()], [a_member(), a_member()]))

    elements, console = _opened(browser, page, tmp_path)

    assert console == ""
    body = re.search(r"<body[^>]*>", elements)
    assert body is not None
    assert 'data-ready="yes"' in body[0]
    assert "data-error" not in body[0]
    assert "<canvas" in elements
    assert len(re.findall(r'class="[^"]*(?:leaflet-marker-icon mark|bubble)', elements)) >= 2
    names = re.findall(r"cell-name[^>]*>.*?</div>", elements)
    assert any("通济街道" in name for name in names)


@pytest.mark.story
def test_a_script_error_would_be_seen(browser: str, tmp_path: Path) -> None:
    page = web_map(matter()).replace("wangge.start(", "wangge.missing(")

    elements, console = _opened(browser, page, tmp_path)

    assert "data-ready" not in elements.split("<body", 1)[1].split(">", 1)[0]
    assert "not a function" in console
