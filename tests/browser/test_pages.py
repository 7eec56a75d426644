"""The pages in a real browser, with JavaScript turned off."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1200,1000",
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip("no chromium and chromedriver: on Debian, apt install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in [*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"]:
        options.add_argument(flag)
    never = {"profile.managed_default_content_settings.javascript": 2}
    options.add_experimental_option("prefs", never)
    opened = webdriver.Chrome(options=options, service=Service(driver))
    yield opened
    opened.quit()


def text(browser: webdriver.Chrome) -> str:
    return browser.find_element(By.TAG_NAME, "main").text


def ask(browser: webdriver.Chrome, query: str) -> None:
    """Send the query form and wait until the page that held it has gone."""
    page = browser.find_element(By.TAG_NAME, "html")
    box = browser.find_element(By.TAG_NAME, "textarea")
    box.clear()
    box.send_keys(query)
    browser.find_element(By.CSS_SELECTOR, "form.query button").click()
    WebDriverWait(browser, 20).until(staleness_of(page))


def test_an_analyst_reads_the_convergence_down_to_an_article(
    browser: webdriver.Chrome, server: str
) -> None:
    browser.get(server + "/")
    assert "Privacy and data protection" in text(browser)
    browser.find_element(By.LINK_TEXT, "Privacy and data protection").click()
    assert browser.current_url == server + "/doc/value/privacy"
    assert "Inferred" in text(browser)
    for fold in browser.find_elements(By.TAG_NAME, "summary"):
        fold.click()
    browser.find_element(By.PARTIAL_LINK_TEXT, "EU Charter, Art. 8").click()
    assert "Art. 8" in text(browser)
    assert "EU Agency for Fundamental Rights" in text(browser)


def test_the_query_form_answers_and_keeps_a_faulty_query(
    browser: webdriver.Chrome, server: str
) -> None:
    browser.get(server + "/sparql")
    ask(browser, "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/quantum-acquis/ns#Claim> }")
    assert int(browser.find_element(By.CSS_SELECTOR, "tbody td").text) > 60
    ask(browser, "SELECT ?n { ?n a }")
    assert "line 1" in text(browser).lower()
    assert (
        browser.find_element(By.TAG_NAME, "textarea").get_property("value") == "SELECT ?n { ?n a }"
    )


@pytest.mark.parametrize("path", ["/", "/doc/claim/kop-2025-r052", "/ns", "/sparql"])
def test_a_page_fits_a_phone_and_loads_nothing_from_elsewhere(
    browser: webdriver.Chrome, server: str, path: str, tmp_path: Path
) -> None:
    browser.set_window_size(500, 900)
    browser.get(server + path)
    body = browser.find_element(By.TAG_NAME, "body")
    assert body.size["width"] <= 500
    for element in browser.find_elements(By.CSS_SELECTOR, "link[rel=stylesheet], img, script[src]"):
        address = element.get_property("href") or element.get_property("src")
        assert str(address).startswith(server)
    browser.set_window_size(1200, 1000)


def test_a_term_has_its_anchor(browser: webdriver.Chrome, server: str) -> None:
    browser.get(server + "/ns#ConvergentValue")
    assert browser.find_element(By.ID, "ConvergentValue").is_displayed()
