//! A short text that says in words what changes with the size of cells.

use pluim_core::statistics::field_difference::FieldDifference;
use pluim_io::picture::printed;

use super::study::{MapFigures, MapStudy, Study};
use crate::assess::{Language, number};

/// The share of a figure within which it counts as the same.
const SAME: f64 = 0.05;

pub(super) fn text(study: &Study, language: Language) -> String {
    let mut text = opening(study, language);
    for map in &study.maps {
        text.push_str(&of_map(map, language));
    }
    text.push_str(&cost(study, language));
    text.push_str(&mind(study, language));
    text
}

fn opening(study: &Study, language: Language) -> String {
    let [west, south, east, north] = study.sizes.extent;
    let [wide, high] = [east - west, north - south].map(|it| shown(it / 1e3, language));
    let [finest, coarsest] =
        [study.sizes.finest(), study.sizes.coarsest()].map(|it| size(it, language));
    let count = study.sizes.cells.len();
    match language {
        Language::Nl => format!(
            "# {}: wat een fijner raster verandert\n\n{count} celgroottes, van {finest} tot {coarsest} m, \
             over dezelfde {wide} bij {high} km. Elke kaart geeft de concentratie in het midden van elke cel. \
             De vergelijking is met cellen van {finest} m.\n",
            study.title
        ),
        Language::En => format!(
            "# {}: what a finer raster changes\n\n{count} cell sizes, from {finest} to {coarsest} m, \
             over the same {wide} by {high} km. Every map gives the concentration at the centre of each cell. \
             The comparison is with cells of {finest} m.\n",
            study.title
        ),
    }
}

fn of_map(map: &MapStudy, language: Language) -> String {
    let mut text = format!("\n## {}\n\n", printed(map.quantity.pollutant()));
    let Some(coarsest) = map.at.last() else {
        return text;
    };
    text.push_str(&grid(map, language));
    let mut say = |line: Option<String>| {
        text.extend(line.map(|line| format!("- {line}\n")));
    };
    let maximum = |at: &MapFigures| at.maximum.map(|it| it.0);
    let names = language.pick("gemiddelde/maximum", "mean/maximum");
    let (mean_name, maximum_name) = names.split_once('/').unwrap_or_default();
    say(changed(map, mean_name, |at| at.mean, language));
    say(changed(map, maximum_name, maximum, language));
    for (number, _) in map.limits.iter().enumerate() {
        say(above(map, number, language));
    }
    say(nowhere(map, language));
    say(places(map, coarsest, language));
    say(centres(map, coarsest, language));
    say(Some(enough(map, language)));
    text
}

/// A table of the map in Markdown.
fn grid(map: &MapStudy, language: Language) -> String {
    let unit = printed(&map.unit);
    let heads = language.pick(
        "cel (m)|gemiddelde|maximum|verschil (gemiddeld, absoluut)|verschil (99e percentiel)|midden tegen celgemiddelde (gemiddeld, absoluut)",
        "cell (m)|mean|maximum|difference (mean, absolute)|difference (99th percentile)|centre against mean of cell (mean, absolute)",
    );
    let count = heads.split('|').count();
    let mut text = format!(
        "| {} |\n|{}\n",
        heads.replace('|', " | "),
        "---:|".repeat(count)
    );
    for at in &map.at {
        let nested = at.nested.as_ref();
        let of = |figure: Option<f64>| figure.map_or("–".to_owned(), |it| shown(it, language));
        let cells = [
            size(at.cell, language),
            of(at.mean),
            of(at.maximum.map(|it| it.0)),
            of(nested.and_then(|it| it.at_fine_cells.mean_absolute())),
            of(nested.and_then(|it| it.at_fine_cells.quantile(0.99))),
            of(nested.and_then(|it| it.centre_less_mean.mean_absolute())),
        ];
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    let told = language.pick("Alle waarden in", "All values in");
    format!("{text}\n{told} {unit}.\n\n")
}

/// How a figure of the map changes from the coarsest to the finest size.
fn changed(
    map: &MapStudy,
    name: &str,
    figure: impl Fn(&MapFigures) -> Option<f64>,
    language: Language,
) -> Option<String> {
    let (finest, coarsest) = (map.at.first()?, map.at.last()?);
    let (fine, coarse) = (figure(finest)?, figure(coarsest)?);
    let unit = printed(&map.unit);
    let [small, large] = [finest.cell, coarsest.cell].map(|it| size(it, language));
    let [fine_shown, coarse_shown] = [fine, coarse].map(|it| shown(it, language));
    let percent = match fine {
        0.0 => String::new(),
        _ => format!(" ({} %)", signed(100.0 * (coarse - fine) / fine, language)),
    };
    Some(match language {
        Language::Nl => format!(
            "Het {name} is {fine_shown} {unit} met cellen van {small} m en {coarse_shown} {unit} met cellen van {large} m{percent}."
        ),
        Language::En => format!(
            "The {name} is {fine_shown} {unit} with cells of {small} m and {coarse_shown} {unit} with cells of {large} m{percent}."
        ),
    })
}

/// Area and people above a limit, where any are at some size.
fn above(map: &MapStudy, number: usize, language: Language) -> Option<String> {
    let limit = map.limits.get(number)?;
    let known = |at: &MapFigures| at.area_above.get(number).copied().unwrap_or(0.0);
    if map.at.iter().all(|at| known(at) == 0.0) {
        return None;
    }
    let value = crate::assess::number(limit.value, limit.decimals(), language);
    let what = format!(
        "{value} {} ({})",
        printed(&map.unit),
        language.short_regime(limit.regime)
    );
    let each = map.at.iter().map(|at| {
        let area = format!("{} km²", shown(known(at), language));
        let people = at.people.as_ref().and_then(|it| it.above.get(number));
        let people = people.map_or(String::new(), |people| {
            let count = crate::assess::number(*people, 0, language);
            format!(", {count} {}", language.pick("mensen", "people"))
        });
        format!("{} m: {area}{people}", size(at.cell, language))
    });
    let each: Vec<String> = each.collect();
    let begin = language.pick("Boven", "Above");
    Some(format!("{begin} {what}: {}.", each.join("; ")))
}

/// That no limit is exceeded at any size, where there are limits.
fn nowhere(map: &MapStudy, language: Language) -> Option<String> {
    let mut areas = map.at.iter().flat_map(|at| &at.area_above);
    let told = language.pick(
        "Bij geen enkele celgrootte ligt een cel boven een jaargrenswaarde.",
        "At none of the sizes does a cell lie above an annual limit.",
    );
    let nowhere = !map.limits.is_empty() && areas.all(|it| *it == 0.0);
    nowhere.then(|| told.to_owned())
}

/// What a place reads from the coarsest map.
fn places(map: &MapStudy, coarsest: &MapFigures, language: Language) -> Option<String> {
    let [mean, most] = mean_and_95(&coarsest.nested.as_ref()?.at_fine_cells, language)?;
    let (cell, unit) = (size(coarsest.cell, language), printed(&map.unit));
    Some(match language {
        Language::Nl => format!(
            "Wie een plek opzoekt op de kaart met cellen van {cell} m vindt gemiddeld {mean} {unit} meer of minder dan op de fijnste kaart; op 5 % van de plekken meer dan {most} {unit}."
        ),
        Language::En => format!(
            "Whoever looks up a place on the map with cells of {cell} m finds on average {mean} {unit} more or less than on the finest map; at 5 % of the places more than {most} {unit}."
        ),
    })
}

/// What the centre of a coarsest cell says of the cell.
fn centres(map: &MapStudy, coarsest: &MapFigures, language: Language) -> Option<String> {
    let of = &coarsest.nested.as_ref()?.centre_less_mean;
    let [mean, most] = mean_and_95(of, language)?;
    let bias = signed(of.bias()?, language);
    let (cell, unit) = (size(coarsest.cell, language), printed(&map.unit));
    Some(match language {
        Language::Nl => format!(
            "De waarde in het midden van een cel van {cell} m wijkt gemiddeld {mean} {unit} af van het gemiddelde over die cel, bij 5 % van de cellen meer dan {most} {unit}; over alle cellen samen {bias} {unit}."
        ),
        Language::En => format!(
            "The value at the centre of a cell of {cell} m differs on average by {mean} {unit} from the mean over that cell, in 5 % of the cells by more than {most} {unit}; over all cells together by {bias} {unit}."
        ),
    })
}

fn mean_and_95(of: &FieldDifference, language: Language) -> Option<[String; 2]> {
    Some([of.mean_absolute()?, of.quantile(0.95)?].map(|it| shown(it, language)))
}

/// The coarsest size at which mean and maximum are those of the finest, and at every size between.
fn enough(map: &MapStudy, language: Language) -> String {
    let of = |figure: &dyn Fn(&MapFigures) -> Option<f64>| {
        let found = coarsest_within(map, figure);
        found.map_or_else(
            || language.pick("geen andere", "no other").to_owned(),
            |cell| format!("{} m", size(cell, language)),
        )
    };
    let mean = of(&|at| at.mean);
    let maximum = of(&|at| at.maximum.map(|it| it.0));
    match language {
        Language::Nl => format!(
            "Grofste celgrootte die binnen 5 % van de fijnste blijft: voor het gemiddelde {mean}, voor het maximum {maximum}."
        ),
        Language::En => format!(
            "The coarsest size that stays within 5 % of the finest: for the mean {mean}, for the maximum {maximum}."
        ),
    }
}

fn coarsest_within(map: &MapStudy, figure: &dyn Fn(&MapFigures) -> Option<f64>) -> Option<f64> {
    let finest = figure(map.at.first()?)?;
    let coarser = map.at.iter().skip(1);
    let same = coarser.take_while(|at| {
        figure(at).is_some_and(|value| (value - finest).abs() <= SAME * finest.abs())
    });
    same.last().map(|at| at.cell)
}

fn cost(study: &Study, language: Language) -> String {
    let heads = language.pick(
        "cel (m)|seconden|geheugen (MB)|rekenwijze",
        "cell (m)|seconds|memory (MB)|rung",
    );
    let title = language.pick("Wat het kost", "What it costs");
    let mut text = format!(
        "\n## {title}\n\n| {} |\n|{}\n",
        heads.replace('|', " | "),
        "---:|".repeat(4)
    );
    for level in &study.levels {
        let memory = level
            .peak_memory
            .map_or("–".to_owned(), |it| number(it / 1e6, 0, language));
        text.push_str(&format!(
            "| {} | {} | {memory} | {} |\n",
            size(level.cell, language),
            shown(level.record.times.seconds, language),
            level.record.solver.rung
        ));
    }
    text.push_str(language.pick(
        "\nSeconden zijn die van de berekening met het schrijven van de kaarten; het inlezen telt niet mee, want dat gebeurt een keer. \
         Geheugen is het meeste dat het hele proces tijdens die berekening vasthield, met de invoer.\n",
        "\nSeconds are those of the computation with the writing of maps; reading does not count, because it is done once. \
         Memory is the most that the whole process held during that computation, with the input.\n",
    ));
    text.push_str(&went_on(study, language));
    text
}

/// Which sizes went on where an earlier study was broken off, so that their seconds are not all.
fn went_on(study: &Study, language: Language) -> String {
    let levels = study.levels.iter();
    let sizes: Vec<String> = levels
        .filter(|level| level.record.times.parts_taken > 0)
        .map(|level| size(level.cell, language))
        .collect();
    let all = sizes.join(", ");
    match language {
        _ if sizes.is_empty() => String::new(),
        Language::Nl => format!(
            "\nDe berekening met cellen van {all} m ging verder waar een eerdere was afgebroken: \
             haar seconden zijn die van het laatste deel.\n"
        ),
        Language::En => format!(
            "\nThe computation with cells of {all} m went on where an earlier one had been broken off: \
             its seconds are those of the last part.\n"
        ),
    }
}

fn mind(study: &Study, language: Language) -> String {
    let mut lines = vec![
        language
            .pick(
                "De fijnste kaart is hier de maat, niet de waarheid: emissies, weer en formules worden niet beter van kleinere cellen.",
                "The finest map is the measure here and not the truth: smaller cells improve neither emissions nor weather nor formulas.",
            )
            .to_owned(),
    ];
    if study
        .sizes
        .cells
        .iter()
        .any(|cell| !study.sizes.nest_in(*cell))
    {
        lines.push(
            language
                .pick(
                    "Niet elke celgrootte is een heel veelvoud van de fijnste. Een fijne cel hoort dan bij de grove cel waarin haar midden ligt.",
                    "Not every size is a whole multiple of the finest. A fine cell then belongs to the coarse cell that holds its centre.",
                )
                .to_owned(),
        );
    }
    let bare = study.maps.iter().filter(|map| !map.background);
    let bare: Vec<String> = bare.map(|map| printed(map.quantity.pollutant())).collect();
    if !bare.is_empty() {
        let names = bare.join(", ");
        lines.push(match language {
            Language::Nl => format!("Zonder achtergrond: {names}. Boven een grenswaarde ligt daar alleen wat deze bronnen alleen erboven brengen."),
            Language::En => format!("Without background: {names}. Above a limit lies there what these sources alone bring above it."),
        });
    }
    if !study.left_out.is_empty() {
        let names: Vec<String> = study.left_out.iter().map(ToString::to_string).collect();
        let names = names.join(", ");
        lines.push(match language {
            Language::Nl => format!("Alleen jaargemiddelden zijn vergeleken. Het scenario vraagt ook om {names}; die zijn weggelaten."),
            Language::En => format!("Only annual means were compared. The scenario asks for {names} too, which were left out."),
        });
    }
    let title = language.pick("Voorbehoud", "Mind");
    let lines: String = lines.iter().map(|line| format!("- {line}\n")).collect();
    format!("\n## {title}\n\n{lines}")
}

fn size(cell: f64, language: Language) -> String {
    cell.to_string().replace('.', language.pick(",", "."))
}

/// Three significant digits.
fn shown(value: f64, language: Language) -> String {
    let digits = if value == 0.0 {
        0
    } else {
        2 - value.abs().log10().floor() as i32
    };
    number(value, digits.clamp(0, 6) as u8, language)
}

fn signed(value: f64, language: Language) -> String {
    let text = shown(value.abs(), language);
    let sign = if value < 0.0 { "−" } else { "+" };
    format!("{sign}{text}")
}
