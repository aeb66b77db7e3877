//! A browser without a window, for pages.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

/// How large the window is (CSS pixels).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// 1400 by 1000.
    Wide,
    /// 390 by 844, with touch.
    Phone,
}

/// Chromium, driven by its driver; both end when it is dropped.
pub struct Browser {
    /// The way to the page.
    pub client: Client,
    driver: Child,
    _profile: tempfile::TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Where it has ended by itself there is nothing to end.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Whether Chromium and its driver are there; says `skipped` where not.
#[must_use]
pub fn there() -> bool {
    let absent = ["chromium", "chromedriver"]
        .into_iter()
        .find(|program| Command::new(program).arg("--version").output().is_err());
    if let Some(program) = absent {
        println!("skipped: {program} is absent; install the packages chromium and chromium-driver");
    }
    absent.is_none()
}

/// Starts the browser.
///
/// # Panics
/// When it is there and does not start.
#[allow(clippy::expect_used, reason = "a test without its browser has failed")]
pub async fn start(screen: Screen) -> Browser {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver starts");
    let port = port(&mut driver).expect("chromedriver says on which port it listens");
    let profile = tempfile::tempdir().expect("a folder for the browser");
    let mut options = json!({ "args": [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--hide-scrollbars", "--window-size=1400,1000",
        format!("--user-data-dir={}", profile.path().display()),
    ]});
    if screen == Screen::Phone {
        options["mobileEmulation"] =
            json!({ "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 2.0 } });
    }
    let mut wanted = serde_json::Map::new();
    wanted.insert("goog:chromeOptions".to_owned(), options);
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(wanted)
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
        .expect("the browser starts");
    Browser {
        client,
        driver,
        _profile: profile,
    }
}

/// The port that the driver names when it is ready.
fn port(driver: &mut Child) -> Option<u16> {
    let lines = BufReader::new(driver.stdout.take()?).lines();
    lines.map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    })
}
