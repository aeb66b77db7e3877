//! The little HTML that the page needs.

/// A page that grows.
#[derive(Debug, Default)]
pub(super) struct Html {
    text: String,
}

/// `text` with the characters that HTML reserves replaced.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

impl Html {
    /// A heading of level 1 to 6.
    pub(super) fn heading(&mut self, level: u8, text: &str) {
        let text = escape(text);
        self.line(&format!("<h{level}>{text}</h{level}>"));
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.line(&format!("<p>{}</p>", escape(text)));
    }

    /// A paragraph that stands out.
    pub(super) fn verdict(&mut self, text: &str, class: &str) {
        self.line(&format!(
            "<p class=\"verdict {class}\">{}</p>",
            escape(text)
        ));
    }

    /// A list.
    pub(super) fn list(&mut self, items: impl IntoIterator<Item = String>) {
        self.items("<ul>", items);
    }

    /// A list of boxes to tick.
    pub(super) fn checks(&mut self, items: impl IntoIterator<Item = String>) {
        let items = items.into_iter().map(|item| format!("☐ {item}"));
        self.items("<ul class=\"checks\">", items);
    }

    fn items(&mut self, start: &str, items: impl IntoIterator<Item = String>) {
        self.line(start);
        for item in items {
            self.line(&format!("<li>{}</li>", escape(&item)));
        }
        self.line("</ul>");
    }

    /// A table, which scrolls by itself on a narrow screen; columns that hold numbers alone are aligned
    /// to the right.
    pub(super) fn table(&mut self, heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        let rows: Vec<Vec<String>> = rows.into_iter().collect();
        let numeric: Vec<bool> = (0..heads.len())
            .map(|at| holds_numbers(&rows, at))
            .collect();
        let cell = |name: &str, at: usize, text: &str| {
            let numeric = numeric.get(at).copied().unwrap_or(false);
            let class = if numeric {
                " class=\"n\""
            } else if is_digest(text) {
                " class=\"d\""
            } else {
                ""
            };
            format!("<{name}{class}>{}</{name}>", escape(text))
        };
        self.line("<div class=\"wide\"><table><thead><tr>");
        for (at, head) in heads.iter().enumerate() {
            self.line(&cell("th", at, head));
        }
        self.line("</tr></thead><tbody>");
        for row in &rows {
            let cells = row.iter().enumerate();
            let cells: String = cells.map(|(at, text)| cell("td", at, text)).collect();
            self.line(&format!("<tr>{cells}</tr>"));
        }
        self.line("</tbody></table></div>");
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// The whole page.
    pub(super) fn page(self, title: &str, language: &str) -> String {
        let title = escape(title);
        let body = self.text;
        format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
        )
    }
}

/// Whether the cells of a column that hold anything hold numbers, and one of them does.
fn holds_numbers(rows: &[Vec<String>], at: usize) -> bool {
    let cells = || rows.iter().filter_map(|row| row.get(at));
    let filled = || cells().filter(|cell| !cell.is_empty());
    filled().next().is_some() && filled().all(|cell| is_number(cell))
}

/// Whether a cell holds a digest, which has no space at which to break.
fn is_digest(cell: &str) -> bool {
    cell.len() >= 40 && cell.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_number(cell: &str) -> bool {
    let digits = |letter: char| letter.is_ascii_digit() || ",.-+".contains(letter);
    !cell.is_empty() && cell.chars().all(digits)
}

const STYLE: &str = "\
body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1b1b1b}\
h1{font-size:1.7em}h2{font-size:1.25em;margin-top:2em;border-bottom:1px solid #bbb}\
h3{font-size:1.05em}table{border-collapse:collapse;width:100%;font-size:.9em;margin:1em 0}\
th,td{border-bottom:1px solid #ddd;padding:.3em .5em;text-align:left;vertical-align:top}\
th.n,td.n{text-align:right;font-variant-numeric:tabular-nums}\
.wide{overflow-x:auto}\
td.d{font:.75em/1.4 ui-monospace,monospace;word-break:break-all;min-width:16em}\
.verdict{font-size:1.1em;padding:.7em 1em;border-left:.4em solid #777;background:#f4f4f4}\
.good{border-color:#1a7f37}.bad{border-color:#b3261e}\
@media(max-width:40em){body{margin:1em auto}.wide{margin:0 -1em;padding:0 1em}}\
.checks{list-style:none;padding-left:1.2em;text-indent:-1.2em}.wide:last-child td{height:4em}\
@media print{.wide{overflow:visible}body{max-width:none;margin:0}h2,h3,thead{break-after:avoid}\
tr,ul{break-inside:avoid}thead{display:table-header-group}ul+.wide:last-child{break-before:avoid}}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_the_page() {
        let mut html = Html::default();
        html.table(&["a"], [vec!["<script>\"&".to_owned()]]);
        let page = html.page("<t>", "en");
        assert!(page.contains("&lt;script&gt;&quot;&amp;"));
        assert!(!page.contains("<script>"));
    }

    #[test]
    fn numbers_are_told_from_words() {
        assert!(is_number("-1,5") && is_number("40"));
        assert!(!is_number("") && !is_number("40 µg/m³"));
    }
}
