//! A page in a browser, and what one does there.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::task::Poll;
use std::time::{Duration, Instant};

use fantoccini::Locator;
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use pluim_tests::browser::{self, Browser, Screen};
use serde_json::Value;

/// How long a change of the page may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A page that has been drawn.
pub(crate) struct Session {
    browser: Browser,
}

/// Opens `page` and does `what` there; says `skipped` where there is no browser.
pub(crate) fn in_browser(screen: Screen, page: &Path, what: impl AsyncFnOnce(&Session)) {
    if !browser::there() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let browser = browser::start(screen).await;
        let session = Session { browser };
        let address = format!("file://{}", page.display());
        session.browser.client.goto(&address).await.unwrap();
        session.until("return document.body.dataset.ready !== undefined").await;
        session.settle().await;
        let loaded = "return performance.getEntriesByType('resource').map(it => it.name).filter(it => !it.startsWith('data:'))";
        assert_eq!(session.script(loaded).await, serde_json::json!([]), "the page loads nothing");
        let outcome = caught(what(&session)).await;
        session.browser.client.clone().close().await.unwrap();
        if let Err(fault) = outcome {
            resume_unwind(fault);
        }
    });
}

/// Does `what`, and gives its panic back, so that the browser can be closed before it goes on.
async fn caught(what: impl Future<Output = ()>) -> std::thread::Result<()> {
    let mut what = std::pin::pin!(what);
    std::future::poll_fn(|context| {
        let step = catch_unwind(AssertUnwindSafe(|| what.as_mut().poll(context)));
        match step {
            Ok(poll) => poll.map(Ok),
            Err(fault) => Poll::Ready(Err(fault)),
        }
    })
    .await
}

impl Session {
    pub(crate) async fn script(&self, text: &str) -> Value {
        self.browser.client.execute(text, vec![]).await.unwrap()
    }

    async fn until(&self, condition: &str) {
        let begin = Instant::now();
        while self.script(condition).await != Value::Bool(true) {
            assert!(begin.elapsed() < PATIENCE, "in vain: {condition}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until what was asked for is on the screen.
    async fn settle(&self) {
        let two_frames = "const done = arguments[0]; setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))), 150)";
        self.browser
            .client
            .execute_async(two_frames, vec![])
            .await
            .unwrap();
    }

    async fn element(&self, selector: &str) -> Element {
        self.browser
            .client
            .find(Locator::Css(selector))
            .await
            .unwrap()
    }

    pub(crate) async fn text(&self, selector: &str) -> String {
        self.element(selector).await.text().await.unwrap()
    }

    pub(crate) async fn number(&self, selector: &str, attribute: &str) -> f64 {
        let text = self
            .element(selector)
            .await
            .attr(attribute)
            .await
            .unwrap()
            .unwrap();
        text.parse().unwrap()
    }

    pub(crate) async fn click(&self, selector: &str) {
        let scroll = format!(
            "document.querySelector('{selector}').scrollIntoView({{block: 'center', behavior: 'instant'}})"
        );
        self.script(&scroll).await;
        self.element(selector).await.click().await.unwrap();
        self.settle().await;
    }

    /// Types `keys`, or presses the key of that name.
    pub(crate) async fn press(&self, selector: &str, keys: &str) {
        let home = String::from(char::from(Key::Home));
        let keys = if keys == "Home" { home.as_str() } else { keys };
        self.element(selector).await.send_keys(keys).await.unwrap();
        self.settle().await;
    }

    pub(crate) async fn choose(&self, id: &str, value: &str) {
        let select = self.element(&format!("#{id}")).await;
        select.select_by_value(value).await.unwrap();
        self.settle().await;
    }

    /// Points `x` to the right of the middle of the map and `y` below it: where that is, and the
    /// value that the page gives.
    pub(crate) async fn point_at(&self, x: i64, y: i64) -> ([f64; 2], f64) {
        self.move_over_map(x, y, &[]).await
    }

    /// The same with a touch or click.
    pub(crate) async fn tap(&self, x: i64, y: i64) -> ([f64; 2], f64) {
        let button = MOUSE_BUTTON_LEFT;
        let click = [PointerAction::Down { button }, PointerAction::Up { button }];
        self.move_over_map(x, y, &click).await
    }

    async fn move_over_map(&self, x: i64, y: i64, then: &[PointerAction]) -> ([f64; 2], f64) {
        self.script(
            "document.querySelector('#map').scrollIntoView({block: 'center', behavior: 'instant'})",
        )
        .await;
        let map = self.element("#map").await;
        let duration = Some(Duration::ZERO);
        let mut actions =
            MouseActions::new("mouse".to_owned()).then(PointerAction::MoveToElement {
                element: map,
                duration,
                x: x as f64,
                y: y as f64,
            });
        for action in then {
            actions = actions.then(action.clone());
        }
        self.browser.client.perform_actions(actions).await.unwrap();
        // A tap counts after the time in which it could become a double one.
        tokio::time::sleep(Duration::from_millis(350)).await;
        self.settle().await;
        let at = [
            self.number("#readout .place", "data-x").await,
            self.number("#readout .place", "data-y").await,
        ];
        (at, self.number("#readout .value", "data-value").await)
    }

    /// The picture of the map.
    pub(crate) async fn map_pixels(&self) -> Vec<u8> {
        self.element("#map").await.screenshot().await.unwrap()
    }

    /// How many colours the map has.
    pub(crate) async fn colours_on_map(&self) -> u64 {
        let count = "const canvas = document.querySelector('#map canvas'); \
            const data = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer); \
            return new Set(data).size";
        self.script(count).await.as_u64().unwrap()
    }
}
