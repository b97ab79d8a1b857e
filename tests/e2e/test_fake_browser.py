"""The page in a browser: clicked through, by keyboard, on a phone, light and dark. Skipped where there is no Chromium."""

import io
import json
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select
from selenium.webdriver.support.wait import WebDriverWait

from imastudio.fakeserver import FakeIma, drop_after_charge, envelope
from tests.unit.fakeserver.orders import body

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = os.environ.get("CHROMEDRIVER") or shutil.which("chromedriver")
IMAGES = os.environ.get("IMA_SCREENSHOTS")  # a folder: what the documents show is drawn there
HOSTILE = "<script>document.title = 'hacked'</script><img src=x onerror=\"document.title = 'hacked'\"> by the sea"
DESKTOP, PHONE = (1280, 960), (390, 844)

pytestmark = [
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver (Debian: chromium-driver)"),
    # Selenium leaves sockets to its driver for the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Browser:
    """A browser with the page open."""

    def __init__(self, driver: webdriver.Chrome, fake: FakeIma) -> None:
        self.driver = driver
        self.fake = fake

    def open(self, size: tuple[int, int] = DESKTOP, *, dark: bool = False) -> None:
        """Open the page in a window of a size."""
        self.complaints()  # those of the test before
        width, height = size
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme, still]})
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.get(f"{self.fake.url}/_fake/")
        self.until(lambda: self.find("#live").text == "live")
        self.until(lambda: len(self.all("tbody[data-into]")) == self.fake.log.count)

    def find(self, css: str) -> WebElement:
        """Find one element."""
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        """Find elements."""
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def run(self, script: str) -> Any:
        """Run a script in the page, as its driver may."""
        return self.driver.execute_script(script)

    def until(self, come: Callable[[], object]) -> None:
        """Wait until something has come."""
        WebDriverWait(self.driver, 20, 0.02, [StaleElementReferenceException]).until(lambda _: come())

    def complaints(self) -> list[str]:
        """Give what the browser complained of."""
        return [str(line["message"]) for line in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]

    def draw(self, name: str) -> None:
        """Draw the page for the documents, if they are to be drawn anew."""
        if IMAGES:
            shot = Image.open(io.BytesIO(self.driver.get_screenshot_as_png())).convert("RGB")
            shot.quantize(96).save(Path(IMAGES) / f"{name}.png", optimize=True)


def send(fake: FakeIma, path: str, content: object) -> Any:
    """Send a request as a client does; None where there is no answer."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {fake.key}", "x-app-source": "ima_skills"}
    request = urllib.request.Request(fake.url + path, data=json.dumps(content).encode(), headers=headers)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - loopback
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return json.load(refusal)
    except OSError:
        return None


def create(fake: FakeIma, task_type: str, version: str, **changes: Any) -> Any:
    """Order something."""
    return send(fake, "/open/v1/tasks/create", body(task_type, version, **changes))


def play(fake: FakeIma) -> None:
    """Let a client do a bit of everything."""
    banana = ("text_to_image", "gemini-3.1-flash-image-preview")
    task = create(fake, *banana, inner={"prompt": "a lighthouse at dusk, oil on canvas", "n": 2})["data"]["id"]
    create(fake, *banana, inner={"size": "2K"}, outer={"attribute_id": 4401, "credit": 6})
    create(fake, "text_to_music", "sonic", inner={"prompt": "a calm piano piece"})
    fake.clock.advance(30)
    create(fake, "text_to_video", "wan2.6-t2v", inner={"prompt": "waves at night"})
    fake.fail_next("create", drop_after_charge())
    create(fake, "text_to_image", "midjourney", inner={"prompt": "a dragon asleep"})
    fake.fail_next("detail", envelope(503))
    for _ in range(2):
        send(fake, "/open/v1/tasks/detail", {"task_id": task})
    fake.clock.advance(25)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Start a browser, once for all tests."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    home = tmp_path_factory.mktemp("browser")
    for argument in (
        *("--headless=new", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage", "--mute-audio"),
        *("--no-sandbox", "--no-first-run", "--disable-background-networking", f"--user-data-dir={home}"),
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    try:
        yield started
    finally:
        started.quit()


@pytest.fixture
def browser(driver: webdriver.Chrome) -> Iterator[Browser]:
    """Open a browser before a server at which a client has done a bit of everything."""
    with FakeIma(hand_clock=True, points=500, seed=4) as fake:
        play(fake)
        yield Browser(driver, fake)
        driver.get("about:blank")


def test_what_comes_appears_by_itself(browser: Browser) -> None:
    """A request, its task and its charge show up without loading the page again; a result when its time comes."""
    browser.open()
    before = browser.find("#summary dd").text
    task = create(browser.fake, "text_to_image", "midjourney", inner={"prompt": "a new one"})["data"]["id"]
    browser.until(lambda: browser.all("#request-8"))
    browser.until(lambda: browser.find("#summary dd").text != before)
    browser.until(lambda: browser.all(f"#task-{task} progress"))
    assert browser.find("tbody[data-into]").get_attribute("id") == "request-8"
    assert (browser.find("#news").get_attribute("textContent") or "").startswith("create: 200, accepted: task_")
    browser.fake.clock.advance(500)
    browser.until(lambda: browser.run(f"return document.querySelector('#task-{task} img')?.naturalWidth") == 512)
    assert f"#task-{task}" in (browser.find("#book a").get_attribute("href") or "")
    assert browser.complaints() == []


def test_nothing_of_a_hostile_prompt_runs(browser: Browser) -> None:
    """It is text on the page, in the details and in what is copied."""
    create(browser.fake, "text_to_video", "wan2.6-t2v", inner={"prompt": HOSTILE})
    browser.open()
    browser.find("#request-8 button.more").click()
    browser.until(lambda: "onerror" in browser.find("#more-8").text)
    assert HOSTILE in [prompt.text for prompt in browser.all(".prompt")]
    assert browser.driver.title == "Fake IMA"
    assert browser.complaints() == []


def test_details_open_and_close_and_are_copied(browser: Browser) -> None:
    """The arrow opens what was expected; the buttons put a command and a test where they can be pasted."""
    browser.open()
    allowed = {"origin": browser.fake.url, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    browser.driver.execute_cdp_cmd("Browser.grantPermissions", allowed)
    more = browser.find("#request-2 button.more")
    more.click()
    browser.until(lambda: "4402" in browser.find("#more-2").text)
    assert more.get_attribute("aria-expanded") == "true"
    for name, wanted in (("curl", "curl -i -X POST"), ("pytest", "def test_create_2(fake_ima):")):
        button = browser.find(f"[data-copy='{name}-2']")
        button.click()
        browser.until(partial(_is_copied, button))
        assert wanted in browser.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    browser.run("document.querySelector('#request-2').scrollIntoView({block: 'center'})")
    more.click()
    assert not browser.find("#more-2").is_displayed()


def _is_copied(button: WebElement) -> bool:
    return button.text == "Copied"


def test_knobs_are_turned_by_click(browser: Browser) -> None:
    """Clock, points, faults and reset do what they say, and the page tells so."""
    browser.open()
    now = browser.fake.clock.now()
    browser.find("[value='3600']").click()
    browser.until(lambda: "3600" in browser.find("#said").text)
    assert browser.fake.clock.now() - now == 3600
    points = browser.find("[name=points]")
    points.clear()
    points.send_keys("7", Keys.ENTER)
    browser.until(lambda: browser.find("#summary dd").text == "7")
    Select(browser.find("[name=fault]")).select_by_visible_text("envelope")
    browser.until(lambda: browser.all("#fault-fields [name=code]"))
    code = browser.find("#fault-fields [name=code]")
    code.clear()
    code.send_keys("<b>x</b>", Keys.ENTER)
    browser.until(lambda: "code must be a number" in browser.find("#said").text)
    code.clear()
    code.send_keys("4014", Keys.ENTER)
    browser.until(lambda: "envelope(4014)" in browser.find("#waiting").text)
    browser.find("#waiting button").click()
    browser.until(lambda: "envelope(4014)" not in browser.find("#waiting").text)
    browser.find("button.danger").click()
    browser.driver.switch_to.alert.accept()
    browser.until(lambda: not browser.all("tbody[data-into]"))
    browser.until(lambda: browser.find("#requests .empty").is_displayed())
    browser.until(lambda: "Everything is as in the beginning" in browser.find("#said").text)
    browser.until(lambda: browser.find("[name=points]").get_attribute("value") == "500")
    assert browser.fake.charges == ()


def test_rows_are_found_and_filtered(browser: Browser) -> None:
    """Words of a prompt, a call, or what became of it choose the rows; the number of those found is said."""
    browser.open()
    browser.find("#search").send_keys("LIGHTHOUSE 200")
    browser.until(lambda: browser.find("#found").text.startswith("1 of "))
    assert browser.find("#request-1").is_displayed()
    browser.find("#search").clear()
    browser.find("#search").send_keys(" ")
    Select(browser.find("#only-call")).select_by_visible_text("create")
    Select(browser.find("#only-kind")).select_by_value("gone")
    browser.until(lambda: browser.find("#found").text.startswith("1 of "))
    assert browser.find("#request-5").is_displayed()
    browser.run("document.querySelector('#book a[href=\"#request-1\"]').click()")
    assert browser.find("#request-1").is_displayed()


def test_answers_are_shown_and_what_is_open_stays_open(browser: Browser) -> None:
    """A poll says how far the task is, its body is shown, and neither new requests nor a full page close it."""
    browser.open()
    task = next(iter(browser.fake.world.tasks))
    send(browser.fake, "/open/v1/tasks/detail", {"task_id": task})
    browser.until(lambda: "success" in browser.find("#request-8").text)
    assert "503" in browser.find("#request-6").text
    browser.find("#request-2 button.more").click()
    browser.until(
        lambda: "Credit does not match" in browser.find("#more-2").text or "6010" in browser.find("#more-2").text
    )
    browser.run("document.querySelector('#headers-2').open = true")
    for number in range(310):
        send(browser.fake, "/open/v1/tasks/detail", {"task_id": f"task_{number}"})
    browser.until(lambda: browser.all("#request-318"))
    browser.until(lambda: not browser.all("#request-6"))
    assert browser.run("return document.querySelector('#headers-2').open")
    assert browser.find("#request-2 button.more").get_attribute("aria-expanded") == "true"
    assert browser.all("#request-1")
    assert browser.all("#request-5")


def test_what_is_said_is_seen_on_a_phone(browser: Browser) -> None:
    """After a knob was turned, the confirmation stands within the window, wherever the knob is."""
    browser.open(PHONE)
    button = browser.find("[value='3600']")
    browser.run("document.querySelector(\"[value='3600']\").scrollIntoView({block: 'center'})")
    button.click()
    browser.until(lambda: "3600" in browser.find("#said").text)
    box = browser.run(
        "const r = document.getElementById('said').getBoundingClientRect(); return [r.top, r.bottom, r.left, r.right]"
    )
    assert 0 <= box[0] < box[1] <= PHONE[1]
    assert 0 <= box[2] < box[3] <= PHONE[0]


@pytest.mark.parametrize("width", [390, 500, 639, 768, 1280])
def test_what_opens_a_row_stands_at_its_right(browser: Browser, width: int) -> None:
    """On its first line, however long what was answered is; and nobody reads that nothing has come."""
    browser.open((width, 900))
    boxes = """return [...document.querySelectorAll("tbody[data-into]")].map((row) => {
      const [all, more] = [row.rows[0], row.querySelector("button.more")].map((each) => each.getBoundingClientRect());
      return [all.right - more.right, more.top - all.top]; })"""
    for from_right, from_top in browser.run(boxes):
        assert -1 <= from_right < 40
        assert -1 <= from_top < 30
    assert not any(each.is_displayed() for each in browser.all(".empty"))


def test_an_empty_page_says_so_and_no_other_one_does(browser: Browser) -> None:
    """What the server knew when the page was asked for stands until the first news; after a reset it is empty again."""
    with urllib.request.urlopen(f"{browser.fake.url}/_fake/") as page:  # noqa: S310 - loopback
        assert page.read().decode().count('class="some"') == 2
    browser.open()
    browser.run("window.confirm = () => true; document.querySelector('button.danger').click()")
    browser.until(lambda: all(each.is_displayed() for each in browser.all(".empty")))


def test_what_only_reads_can_be_hidden(browser: Browser) -> None:
    """A box hides polls and lists, those to come included."""
    browser.open()
    assert browser.find("#request-7").is_displayed()
    browser.find("#hide-reading").click()
    assert not browser.find("#request-7").is_displayed()
    assert browser.find("#request-1").is_displayed()


def test_a_player_goes_on_while_its_task_changes(browser: Browser) -> None:
    """A finished result is not drawn anew when another one of the same task is finished."""
    browser.open()
    task = create(browser.fake, "text_to_music", "sonic", inner={"n": 2})["data"]["id"]
    first, second = (media.ready_at for media in browser.fake.world.tasks[task].medias)
    browser.fake.clock.advance(min(first, second) - browser.fake.clock.now() + 0.1)
    browser.until(lambda: browser.all(f"#task-{task} audio"))
    browser.run(f"document.querySelector('#task-{task} audio').dataset.mark = 'the same'")
    browser.fake.clock.advance(abs(first - second))
    browser.until(lambda: len(browser.all(f"#task-{task} audio")) == 2)
    assert len(browser.all(f"#task-{task} audio[data-mark]")) == 1


def test_everything_is_reached_by_keyboard(browser: Browser) -> None:
    """Tab reaches the rows and the knobs with a visible ring, and Enter opens a row."""
    browser.open()
    reached = set()
    for _ in range(90):
        browser.driver.switch_to.active_element.send_keys(Keys.TAB)
        name = browser.run(
            "const e = document.activeElement;"
            "return e.getAttribute('aria-controls') || e.name || e.id || e.className || e.textContent.trim() || e.tagName"
        )
        if browser.run("return document.activeElement === document.body"):
            break  # once around
        reached.add(name)
        ring = browser.run("return getComputedStyle(document.activeElement).outlineStyle")
        assert ring != "none", name
        if name == "more-2":
            browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
            browser.until(lambda: "4402" in browser.find("#more-2").text)
    assert {
        "skip",
        "Requests",
        "more-1",
        "more-7",
        "speed",
        "advance",
        "points",
        "strict",
        "call",
        "fault",
        "search",
    } <= reached
    assert {"times", "danger"} <= reached


def test_every_field_and_button_has_a_name(browser: Browser) -> None:
    """What a screen reader says of each is its label or its text."""
    browser.open()
    for element in browser.all("input, select, button, a, video, audio, img, progress"):
        assert element.accessible_name.strip(), element.get_attribute("outerHTML")
    ids = [element.get_attribute("id") for element in browser.all("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_it_fits_and_can_be_read(browser: Browser, size: tuple[int, int], dark: bool) -> None:  # noqa: FBT001 - a parameter
    """Nothing sticks out at phone width, and text stands out from its ground (WCAG 2.2, 1.4.3: 4.5 to 1)."""
    browser.open(size, dark=dark)
    browser.find("#request-2 button.more").click()
    browser.until(lambda: "4402" in browser.find("#more-2").text)
    browser.run("document.activeElement.blur(); scrollTo(0, 0)")
    browser.until(lambda: browser.run("return scrollY") == 0)
    kind = "phone" if size == PHONE else "dark" if dark else "light"
    if size == DESKTOP or not dark:
        browser.draw(f"fake-page-{kind}")
    assert browser.run("return document.documentElement.scrollWidth") <= size[0]
    browser.run("document.getElementById('tasks').scrollIntoView()")
    pictures = "return [...document.querySelectorAll('#tasks img')].every((each) => each.naturalWidth > 0)"
    browser.until(lambda: browser.run(pictures))
    if kind == "light":
        browser.draw("fake-page-tasks")
    assert browser.run(CONTRAST) == []


def test_a_server_that_is_gone_is_told(driver: webdriver.Chrome) -> None:
    """The page says that it is not live any more."""
    with FakeIma() as fake:
        browser = Browser(driver, fake)
        browser.open()
    browser.until(lambda: "gone" in browser.find("#live").text)
    driver.get("about:blank")


CONTRAST = """
const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
const channels = (colour) => {
  canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data;
};
const light = (colour) => {
  const [r, g, b] = [...channels(colour)].map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (element) => {
  for (let e = element; e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor;
    if (channels(colour)[3] === 255) return colour;
  }
  return "white";
};
const weak = [];
for (const e of document.querySelectorAll("body *")) {
  if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || !e.checkVisibility()) continue;
  const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort();
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) weak.push(`${e.tagName}.${e.className} ${ratio.toFixed(2)} ${e.textContent.trim().slice(0, 20)}`);
}
return weak;
"""
