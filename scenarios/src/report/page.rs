//! The page itself, of which `web/` makes all but the data.

use crate::assess::{Language, escape};

const HTML: &str = include_str!("../../report/report.html");
const SCRIPT: &str = include_str!("../../report/report.js");
const STYLE: &str = include_str!("../../report/report.css");

/// The page with `data`: packed texts by the id that the script looks for.
pub(super) fn page(title: &str, language: Language, data: &[(String, String)]) -> String {
    let data = data.iter().map(|(id, packed)| {
        format!("<script type=\"application/octet-stream\" id=\"{id}\">{packed}</script>\n")
    });
    let blanks = [
        ("{{language}}", language.code().to_owned()),
        ("{{title}}", escape(title)),
        ("{{style}}", STYLE.to_owned()),
        ("{{data}}", data.collect()),
        ("{{script}}", SCRIPT.to_owned()),
    ];
    fill(HTML, &blanks)
}

/// `template` with its blanks filled in; what is filled in is not looked at again, so that no title
/// can pass for a blank.
fn fill(template: &str, blanks: &[(&str, String)]) -> String {
    let mut page = String::new();
    let mut rest = template;
    while let Some(start) = rest.find("{{") {
        let (before, from) = rest.split_at(start);
        page.push_str(before);
        let blank = blanks.iter().find(|(name, _)| from.starts_with(name));
        let (name, text) = blank.map_or(("{{", "{{"), |(name, text)| (*name, text.as_str()));
        page.push_str(text);
        rest = from.get(name.len()..).unwrap_or_default();
    }
    page + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_break_the_page() {
        let page = page("</title><script>{{data}}", Language::En, &[]);
        assert!(page.contains("<title>&lt;/title&gt;&lt;script&gt;{{data}}</title>"));
        assert!(page.contains("<html lang=\"en\">"));
        assert!(!page.contains("{{script}}") && !page.contains("{{style}}"));
    }
}
