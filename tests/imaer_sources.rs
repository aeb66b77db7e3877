//! Sources and points of IMAER files in `pluim run`: heat lifts a plume, and points are receptors.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use pluim_io::run_folder::{ReceptorTable, Record};
use pluim_tests::program::{copy_demo, done, run_in, said};

const COLD: &str = "<i:SpecifiedHeatContent><i:value>0</i:value></i:SpecifiedHeatContent>";
const HOT: &str = "<i:SpecifiedHeatContent><i:value>2</i:value></i:SpecifiedHeatContent>";
/// 20 normal m3/s of gas at 150 degrees: about 3 MW.
const OUTFLOW: &str = "<i:CalculatedHeatContent><i:emissionTemperature>150</i:emissionTemperature>\
    <i:outflowDiameter>2</i:outflowDiameter><i:outflowVelocity>6.4</i:outflowVelocity>\
    <i:outflowDirection>VERTICAL</i:outflowDirection>\
    <i:outflowVelocityType>NORMALISED_FLOW</i:outflowVelocityType></i:CalculatedHeatContent>";

fn file(heat: &str, shape: &str) -> String {
    let point = |id: &str, x: u32| {
        format!(
            "<i:featureMember><i:CalculationPoint g:id='{id}'><i:GM_Point><g:Point>\
             <g:pos>{x} 510300</g:pos></g:Point></i:GM_Point></i:CalculationPoint>\
             </i:featureMember>"
        )
    };
    format!(
        "<i:FeatureCollectionCalculator xmlns:g='http://www.opengis.net/gml/3.2' \
         xmlns:i='http://imaer.aerius.nl/6.0'><i:featureMember>\
         <i:EmissionSource g:id='S.1' sectorId='1800'><i:label>stack</i:label>\
         <i:emissionSourceCharacteristics><i:EmissionSourceCharacteristics><i:heatContent>{heat}\
         </i:heatContent><i:emissionHeight>20</i:emissionHeight>\
         </i:EmissionSourceCharacteristics></i:emissionSourceCharacteristics><i:geometry>\
         <i:EmissionSourceGeometry>{shape}</i:EmissionSourceGeometry></i:geometry><i:emission>\
         <i:Emission substance='PM10'><i:value>10000</i:value></i:Emission></i:emission>\
         </i:EmissionSource></i:featureMember>{}{}</i:FeatureCollectionCalculator>",
        point("P.1", 148_300),
        point("P.2", 148_600),
    )
}

const POINT: &str = "<i:GM_Point><g:Point><g:pos>148000 510000</g:pos></g:Point></i:GM_Point>";

fn scenario(receptors: &str) -> String {
    format!(
        "title = \"Stack\"\n[meteorology]\nknmi = \"uurgeg_999_2023.zip\"\nfirst_year = 2023\n\
         last_year = 2023\n[receptors]\n{receptors}\n[[sources]]\ngroup = \"stack\"\n\
         imaer = \"stack.gml\"\n[solver]\nrung = \"climatology\"\nsample = 0\n[output]\n\
         pollutants = [\"pm10\"]\n"
    )
}

fn computed(folder: &Path, heat: &str, shape: &str) -> (f64, Vec<String>) {
    std::fs::write(folder.join("stack.gml"), file(heat, shape)).unwrap();
    std::fs::write(folder.join("stack.toml"), scenario("imaer = \"stack.gml\"")).unwrap();
    let output = run_in(folder, &["run", "stack.toml", "--out", "out"]);
    assert!(output.status.success(), "{}", said(&output));
    let table = ReceptorTable::read(&folder.join("out/receptors.csv")).unwrap();
    let ids: Vec<&str> = table.receptors.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["P.1", "P.2"]);
    let rules = Record::read(&folder.join("out")).unwrap().warnings;
    let rules = rules.into_iter().map(|it| it.rule).collect();
    (table.receptors[0].values[0], rules)
}

#[test]
fn heat_lifts_the_plume_of_a_point() {
    let folder = tempfile::tempdir().unwrap();
    copy_demo(folder.path()).unwrap();
    let (cold, _) = computed(folder.path(), COLD, POINT);
    let (hot, rules) = computed(folder.path(), HOT, POINT);
    let (blown, _) = computed(folder.path(), OUTFLOW, POINT);
    println!("{cold} cold, {hot} hot, {blown} blown out");
    assert!(hot > 0.0 && hot < 0.7 * cold, "{hot} and {cold}");
    assert!(blown > 0.0 && blown < hot, "{blown} and {hot}");
    assert!(!rules.contains(&"imaer.heat".to_owned()), "{rules:?}");
}

#[test]
fn the_heat_of_a_line_is_told_to_be_left_out() {
    let folder = tempfile::tempdir().unwrap();
    copy_demo(folder.path()).unwrap();
    let line = "<i:GM_Curve><g:LineString><g:posList>148000 510000 148050 510000</g:posList>\
                </g:LineString></i:GM_Curve>";
    let (_, rules) = computed(folder.path(), HOT, line);
    assert!(rules.contains(&"imaer.heat".to_owned()), "{rules:?}");
}

#[test]
fn points_of_any_file_are_receptors() {
    let folder = tempfile::tempdir().unwrap();
    copy_demo(folder.path()).unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("stack.gml"), file(COLD, POINT)).unwrap();
    std::fs::write(
        at("homes.csv"),
        "id,x,y\nhome,148300,510300\nschool,148600,510300\n",
    )
    .unwrap();
    std::fs::write(at("stack.toml"), scenario("vector = \"homes.csv\"")).unwrap();
    let output = run_in(folder.path(), &["run", "stack.toml", "--out", "out"]);
    assert!(output.status.success(), "{}", said(&output));
    let table = ReceptorTable::read(&at("out/receptors.csv")).unwrap();
    let (cold, _) = computed(folder.path(), COLD, POINT);
    assert_eq!(table.receptors[0].id, "home");
    assert_eq!(table.receptors[0].values[0], cold);
    let output = run_in(folder.path(), &["assess", "out"]);
    assert!(said(&output).is_empty(), "{}", said(&output));

    std::fs::write(
        at("homes.csv"),
        "id,x,y\nhome,148300,510300\nhome,148600,510300\n",
    )
    .unwrap();
    std::fs::write(at("stack.toml"), scenario("vector = \"homes.csv\"")).unwrap();
    let twice = said(&run_in(folder.path(), &["check", "stack.toml"]));
    assert!(
        twice.contains("homes.csv, field \"id\": found \"home\""),
        "{twice}"
    );
    let both = scenario("vector = \"homes.csv\"\nimaer = \"stack.gml\"");
    std::fs::write(at("stack.toml"), both).unwrap();
    let both = said(&run_in(folder.path(), &["check", "stack.toml"]));
    assert!(
        both.contains("exactly one of the keys cimlk, imaer, vector"),
        "{both}"
    );
}

#[test]
fn what_a_source_states_and_is_not_used_is_told_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    copy_demo(folder.path()).unwrap();
    let varying = "</i:emissionHeight><i:building x:href='#B.1' \
        xmlns:x='http://www.w3.org/1999/xlink'/><i:timeVaryingProfile>\
        <i:StandardTimeVaryingProfile><i:standardType>INDUSTRIAL_ACTIVITY</i:standardType>\
        </i:StandardTimeVaryingProfile></i:timeVaryingProfile>";
    let gml = file(COLD, POINT).replace("</i:emissionHeight>", varying);
    let states = |code: &str| {
        let gml = gml.replace("INDUSTRIAL_ACTIVITY", code);
        std::fs::write(folder.path().join("stack.gml"), gml).unwrap();
    };
    let receptors = scenario("imaer = \"stack.gml\"");
    let told = |toml: &str| {
        std::fs::write(folder.path().join("stack.toml"), toml).unwrap();
        done(folder.path(), &["check", "stack.toml"])
    };
    states("ANIMAL_HOUSING");
    let without = told(&receptors);
    assert!(
        without.contains("time profile ANIMAL_HOUSING is not known")
            && without.contains("whose wake is not computed: S.1 (stack)")
            && without.matches("S.1 (stack)").count() == 2,
        "{without}"
    );
    let source = "group = \"stack\"\n";
    let with = told(&receptors.replace(source, &format!("{source}profile = \"heating\"\n")));
    assert!(with.contains("gave way to heating"), "{with}");
    let own = format!(
        "{receptors}[profiles.ANIMAL_HOUSING]\nmonths = [{}]\n",
        "1,".repeat(12)
    );
    for (toml, code) in [
        (&own, "ANIMAL_HOUSING"),
        (&receptors, "INDUSTRIAL_ACTIVITY"),
        (&receptors, "CONTINUOUS"),
    ] {
        states(code);
        let even = told(toml);
        assert!(!even.contains("time profile"), "{code}: {even}");
    }
}

#[test]
fn a_source_follows_the_time_profile_that_its_file_states() {
    let folder = tempfile::tempdir().unwrap();
    copy_demo(folder.path()).unwrap();
    let varying = "</i:emissionHeight><i:diurnalVariation><i:StandardDiurnalVariation>\
        <i:standardType>TRAFFIC</i:standardType></i:StandardDiurnalVariation>\
        </i:diurnalVariation>";
    let gml = file(COLD, POINT).replace("</i:emissionHeight>", varying);
    std::fs::write(folder.path().join("stack.gml"), gml).unwrap();
    let mean = |more: &str, profiles: &str| {
        let toml = scenario("imaer = \"stack.gml\"");
        let source = "group = \"stack\"\n";
        let toml = toml.replace(source, &format!("{source}{more}")) + profiles;
        std::fs::write(folder.path().join("stack.toml"), toml).unwrap();
        let output = run_in(folder.path(), &["run", "stack.toml", "--out", "out"]);
        assert!(output.status.success(), "{}", said(&output));
        let table = ReceptorTable::read(&folder.path().join("out/receptors.csv")).unwrap();
        table.receptors[0].values[0]
    };
    let stated = mean("", "");
    let even = mean("profile = \"constant\"\n", "");
    // emission behaviour 3 of the OPS manual: traffic, in blocks of two hours
    let blocks = [24, 16, 23, 150, 175, 121, 127, 154, 190, 112, 60, 48];
    let hours = blocks.map(|it| format!("{it},{it},")).concat();
    let own = format!("[profiles.own]\nhours = [{hours}]\n");
    let expected = mean("profile = \"own\"\n", &own);
    println!("{stated} as stated, {even} even, {expected} expected");
    assert!(
        (stated - expected).abs() <= 1e-12 * expected,
        "{stated} and {expected}"
    );
    assert!((stated / even - 1.0).abs() > 0.01, "{stated} and {even}");
    let replaced = mean(
        "",
        &own.replace("profiles.own", "profiles.TRAFFIC")
            .replace("24,24", "900,900"),
    );
    assert!(
        (replaced / stated - 1.0).abs() > 0.01,
        "{replaced} and {stated}"
    );
}
