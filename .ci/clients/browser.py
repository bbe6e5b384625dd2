"""The page at `/` and the report pages in headless Chromium, driven over WebDriver.

    browser.py URL [REPORT ...]

An alarm is put, the page's own buttons move the clock, and the page must show the alarm's new state. Then every page is
looked at in a wide and a narrow window: nothing may be wider than the window, no letters of a drawing may lie on others or
leave it, the browser may complain about nothing and load nothing from elsewhere. Printing must give a file.

Needs Chromium and chromedriver (Debian: chromium, chromium-driver) and nothing beyond Python's own library and boto3.
"""

import base64
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

import boto3
from botocore.config import Config

URL = sys.argv[1]
REPORTS = [pathlib.Path(path).resolve().as_uri() for path in sys.argv[2:]]
SWITCHES = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars"]
WINDOWS = [(1280, 900), (480, 900)]
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))

# What is wrong with the geometry of a page, in words; letters are measured as they are drawn.
LOOK = r"""
const wrong = [], page = document.documentElement;
if (page.scrollWidth > page.clientWidth) wrong.push(`the page is ${page.scrollWidth} wide in a window of ${page.clientWidth}`);
for (const svg of document.querySelectorAll("svg")) {
  const room = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim() !== "");
  const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
  for (const [words, box] of boxes)
    if (box.left < room.left - 1 || box.right > room.right + 1 || box.top < room.top - 1 || box.bottom > room.bottom + 1)
      wrong.push(`"${words}" leaves its drawing "${svg.getAttribute("aria-label") ?? svg.querySelector("title")?.textContent}"`);
  boxes.forEach(([words, a], index) => boxes.slice(index + 1).forEach(([others, b]) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > 0.35 * Math.min(a.height, b.height)) wrong.push(`"${words}" lies on "${others}"`);
  }));
}
const elsewhere = performance.getEntriesByType("resource").map((entry) => entry.name);
return wrong.concat(elsewhere.map((name) => `loads ${name}`));
"""


class Browser:
    """One session of chromedriver."""

    def __init__(self, profile):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        port = next(line for line in self.driver.stdout if "started successfully on port" in line).split()[-1].rstrip(".")
        self.root = f"http://127.0.0.1:{port}/session"
        options = {"args": [*SWITCHES, f"--user-data-dir={profile}"]}
        wanted = {"alwaysMatch": {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}
        self.root += "/" + self.ask("POST", "", {"capabilities": wanted})["sessionId"]

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.root + path, data, {"Content-Type": "application/json"}, method=method)
        with OPENER.open(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def run(self, script):
        return self.ask("POST", "/execute/sync", {"script": script, "args": []})

    def find(self, selector):
        return next(iter(self.ask("POST", "/element", {"using": "css selector", "value": selector}).values()))

    def click(self, selector):
        self.ask("POST", f"/element/{self.find(selector)}/click", {})

    def write(self, selector, text):
        element = self.find(selector)
        self.ask("POST", f"/element/{element}/clear", {})
        self.ask("POST", f"/element/{element}/value", {"text": text})

    def open(self, url):
        self.ask("POST", "/url", {"url": url})

    def close(self):
        self.ask("DELETE", "")
        self.driver.terminate()
        self.driver.wait()


def main():
    fill()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        try:
            the_clock_moves(browser)
            pages = [URL + "/", *REPORTS]
            for page in pages:
                looks_right(browser, page)
        finally:
            browser.close()
    print(f"   Chromium, {len(pages)} pages in {len(WINDOWS)} windows")


def fill():
    """A metric with an alarm that rings a minute later, a rule, and a trace of two services."""
    config = Config(retries={"total_max_attempts": 1})
    cloudwatch, xray = (boto3.client(name, endpoint_url=URL, config=config) for name in ("cloudwatch", "xray"))
    cloudwatch.put_metric_data(Namespace="App", MetricData=[{"MetricName": "Size", "Value": 5}])
    cloudwatch.put_metric_alarm(
        AlarmName="<b>big</b>", Namespace="App", MetricName="Size", Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=1,
        ComparisonOperator="GreaterThanThreshold", TreatMissingData="ignore",
        AlarmActions=["arn:aws:sns:us-east-1:123456789012:ops"])
    called = {"id": "53995c3f42cd8ad8", "name": "bank", "namespace": "remote", "start_time": 1777874390.1, "end_time": 1777874390.6}
    shop = {"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "70de5b6f19ff9a0a", "name": "shop", "start_time": 1777874390,
            "end_time": 1777874391, "subsegments": [called]}
    same(xray.put_trace_segments(TraceSegmentDocuments=[json.dumps(shop)])["UnprocessedTraceSegments"], [])


def the_clock_moves(browser):
    browser.open(URL + "/")
    same(shown(browser), ["2026-05-04T06:00:00Z", [["<b>big</b>", "INSUFFICIENT_DATA"]], 0])
    browser.click("button[value='60']")
    wait_for(browser, "2026-05-04T06:01:00Z")
    same(shown(browser), ["2026-05-04T06:01:00Z", [["<b>big</b>", "ALARM"]], 1])
    browser.write("#to", "2026-05-04T06:30:00Z")
    browser.click("#to ~ button")
    wait_for(browser, "2026-05-04T06:30:00Z")
    same(browser.run("return location.pathname + location.search"), "/")
    browser.write("#to", "yesterday")
    browser.click("#to ~ button")
    wait_for(browser, None)
    same("This cannot be done" in browser.run("return document.body.innerText"), True)
    # The browser itself says that the form was refused; that is all that it may say so far.
    same([entry["message"].split(" - ")[-1][:60] for entry in said(browser) if "400" not in entry["message"]], [])


def shown(browser):
    """The time, the alarms with their states, the number of deliveries, as a reader sees them."""
    return browser.run("""
      const cells = (caption) => [...document.querySelectorAll("table")]
        .filter((table) => table.caption.innerText.includes(caption))
        .flatMap((table) => [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.innerText)));
      return [document.querySelector(".now").innerText, cells("Alarms").map((row) => row.slice(0, 2)), cells("newest").length];
    """)


def wait_for(browser, time_shown):
    """Until the page shows this time; with none, until it shows none."""
    for _ in range(100):
        if browser.run("return document.querySelector('.now')?.innerText ?? null") == time_shown:
            return
        time.sleep(0.05)
    raise AssertionError(f"the page never shows {time_shown}")


def looks_right(browser, page):
    for width, height in WINDOWS:
        window = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        browser.ask("POST", "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": window})
        browser.open(page)
        same((page, width, browser.run(LOOK)), (page, width, []))
        same((page, said(browser)), (page, []))
    printed = base64.b64decode(browser.ask("POST", "/print", {"background": True}))
    same(printed[:5], b"%PDF-")


def said(browser):
    return browser.ask("POST", "/se/log", {"type": "browser"})


def same(found, wanted):
    assert found == wanted, f"{found!r} is not {wanted!r}"


main()
