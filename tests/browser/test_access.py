"""Each kind of page passes axe (https://github.com/dequelabs/axe-core) on a phone and a desk.

axe-core comes from npm: `npm install --prefix .venv axe-core@4`, or ACQUIS_AXE names the file
`axe.min.js`.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from tests.browser.test_pages import FLAGS

PLACES = [Path(sys.prefix), Path(__file__).parents[2]]
PAGES = [
    "/",
    "/sparql",
    "/sparql?query=SELECT+*+{+?s+a+?c+}+LIMIT+5",
    "/sparql?query=SELECT+*+{+?s+a",
    "/questions/convergence",
    "/doc/value/privacy",
    "/doc/instrument/eu-ai-act",
    "/doc/provision/eu-ai-act-art-5",
    "/doc/claim/kop-2025-r052",
    "/doc/control-entry/us-4a906-b",
    "/ns",
    "/ns/core",
    "/ns/schemes/statuses",
    "/graph/data/ttl/law/eu/ai-act",
    "/void",
    "/search",
    "/search?q=quantum",
    "/search?q=xyzzy",
    "/nothing",
]
WIDTHS = {"phone": (500, 900), "desk": (1400, 1000)}
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then((found) => done(found.violations));
"""


@pytest.fixture(scope="module")
def axe() -> str:
    named = os.environ.get("ACQUIS_AXE")
    places = [place / "node_modules/axe-core/axe.min.js" for place in PLACES]
    for path in [Path(named)] if named else places:
        if path.is_file():
            return path.read_text(encoding="utf-8")
    pytest.skip("no axe-core: npm install --prefix .venv axe-core@4, or set ACQUIS_AXE")


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A browser that runs scripts."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip("no chromium and chromedriver: on Debian, apt install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in [*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('scripted')}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = webdriver.Chrome(options=options, service=Service(driver))
    yield opened
    opened.quit()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_serious(
    scripted: webdriver.Chrome, server: str, axe: str, path: str, width: str
) -> None:
    scripted.set_window_size(*WIDTHS[width])
    scripted.get(server + path)
    scripted.execute_script(axe)
    found = scripted.execute_async_script(RUN)
    told = [
        f"{one['id']} ({one['impact']}): {one['help']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"][:3]
    ]
    assert not told, "\n".join(told)
    room = scripted.execute_script("return document.documentElement.scrollWidth - innerWidth")
    assert room <= 0, "the page is wider than the window"


def test_axe_would_find_a_fault(scripted: webdriver.Chrome, server: str, axe: str) -> None:
    scripted.get(server + "/search")
    scripted.execute_script("document.querySelector('label').remove()")
    scripted.execute_script("document.querySelector('input').removeAttribute('placeholder')")
    scripted.execute_script(axe)
    assert "label" in {one["id"] for one in scripted.execute_async_script(RUN)}


def test_suggestions_while_one_types(scripted: webdriver.Chrome, server: str) -> None:
    scripted.get(server + "/")
    scripted.get_log("browser")
    field = scripted.find_element(By.ID, "find")
    field.send_keys("privacy and d")
    options = "return [...document.querySelectorAll('#suggestions option')].map((o) => o.value)"
    wait = WebDriverWait(scripted, 10)
    wait.until(lambda browser: "Privacy and data protection" in browser.execute_script(options))
    field.clear()
    field.send_keys("Privacy and data protection")
    field.send_keys(Keys.ENTER)
    wait.until(lambda browser: browser.current_url == server + "/doc/value/privacy")
    complaints = [line for line in scripted.get_log("browser") if line["level"] == "SEVERE"]
    assert not complaints


def test_search_without_suggestions(scripted: webdriver.Chrome, server: str) -> None:
    scripted.get(server + "/")
    field = scripted.find_element(By.ID, "find")
    field.send_keys("4A906")
    field.send_keys(Keys.ENTER)
    WebDriverWait(scripted, 10).until(lambda browser: "/search?q=4A906" in browser.current_url)
    assert "ECCN 4A906" in scripted.find_element(By.CSS_SELECTOR, ".hits").text
