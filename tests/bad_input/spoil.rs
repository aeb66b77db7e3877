//! How a file is changed.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::case::Change;

/// Makes the change.
pub(crate) fn spoil(folder: &Path, change: &Change) {
    let file = folder.join(&change.file);
    if let Some(text) = &change.text {
        fs::write(&file, text).unwrap();
    }
    if let Some(other) = &change.copy_of {
        fs::copy(folder.join(other), &file).unwrap();
    }
    let to = change.to.as_deref().unwrap_or_default();
    if let Some(from) = &change.from {
        edit(&file, from, &|text| text.replacen(from, to, 1));
    }
    if let Some(every) = &change.every {
        edit(&file, every, &|text| text.replace(every, to));
    }
    if let Some(bytes) = change.keep_bytes {
        let all = fs::read(&file).unwrap();
        assert!(all.len() > bytes, "{} has {} bytes", change.file, all.len());
        fs::write(&file, &all[..bytes]).unwrap();
    }
    if let Some(count) = change.keep_lines {
        lines(&file, &|all| all.truncate(count));
    }
    if let Some(number) = change.drop_line {
        lines(&file, &|all| drop(all.remove(number - 1)));
    }
    if let Some([a, b]) = change.swap_lines {
        lines(&file, &|all| all.swap(a - 1, b - 1));
    }
    if let Some(kind) = &change.kind {
        rewrite(&file, kind);
    }
}

fn edit(file: &Path, holds: &str, how: &dyn Fn(&str) -> String) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(holds), "{} holds no {holds}", file.display());
    fs::write(file, how(&text)).unwrap();
}

fn lines(file: &Path, how: &dyn Fn(&mut Vec<String>)) {
    let text = fs::read_to_string(file).unwrap();
    let mut all: Vec<String> = text.lines().map(str::to_owned).collect();
    how(&mut all);
    fs::write(file, all.join("\n") + "\n").unwrap();
}

/// Gives `file` another encoding or other bytes, or puts something else in its place.
pub(crate) fn rewrite(file: &Path, kind: &str) {
    if crate::made::make(file, kind) {
        return;
    }
    if let Some(bytes) = bytes(file, kind) {
        fs::write(file, bytes).unwrap();
        return;
    }
    if file.exists() {
        fs::remove_file(file).unwrap();
    }
    match kind {
        "gone" => {}
        "folder" => fs::create_dir(file).unwrap(),
        "device" => link("/dev/zero", file),
        "loop" => link(file.file_name().unwrap().to_str().unwrap(), file),
        "pipe" => {
            let made = std::process::Command::new("mkfifo").arg(file).status();
            assert!(made.unwrap().success());
        }
        _ => panic!("no such kind: {kind}"),
    }
}

fn bytes(file: &Path, kind: &str) -> Option<Vec<u8>> {
    let old = || fs::read(file).unwrap();
    let text = || fs::read_to_string(file).unwrap();
    Some(match kind {
        "bom" => [b"\xEF\xBB\xBF".as_slice(), &old()].concat(),
        "crlf" => text().replace('\n', "\r\n").into_bytes(),
        "utf-16" => {
            let wide = text()
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<u8>>();
            [b"\xFF\xFE".as_slice(), &wide].concat()
        }
        "utf-16-be" => {
            let wide = text()
                .encode_utf16()
                .flat_map(u16::to_be_bytes)
                .collect::<Vec<u8>>();
            [b"\xFE\xFF".as_slice(), &wide].concat()
        }
        "utf-16-bare" => text().encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf-32" => text()
            .chars()
            .flat_map(|letter| u32::from(letter).to_le_bytes())
            .collect(),
        "long-line" => [text().trim_end().as_bytes(), &b"x".repeat(20_000_000)].concat(),
        "twice" => old().repeat(2),
        "latin-1" => text().chars().map(|letter| letter as u8).collect(),
        "zeros" => vec![0; 1000],
        "png" => b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\xff\xfe\xfd".to_vec(),
        "brackets" => [b"a = ".as_slice(), &b"[".repeat(100_000)].concat(),
        "tags" => [
            b"<?xml version=\"1.0\"?>".as_slice(),
            &b"<a>".repeat(1_000_000),
        ]
        .concat(),
        "calm" => {
            let calm = |line: &str| match line.starts_with("  999") {
                true => [&line[..22], "    0,    0", &line[33..]].concat(),
                false => line.to_owned(),
            };
            let all: Vec<String> = text().lines().map(calm).collect();
            (all.join("\n") + "\n").into_bytes()
        }
        "broken-zip" => b"PK\x03\x04 and no more".to_vec(),
        "broken-gzip" => b"\x1f\x8b\x08\0 and no more".to_vec(),
        "zip-without-text" => zipped("picture.png", std::iter::once(vec![1; 10])),
        "zip-bomb" => zipped("hours.txt", (0..1100).map(|_| vec![b' '; 1 << 20])),
        _ => return None,
    })
}

fn zipped(name: &str, pieces: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file(name, options).unwrap();
    pieces.for_each(|piece| zip.write_all(&piece).unwrap());
    zip.finish().unwrap().into_inner()
}

#[cfg(unix)]
fn link(to: &str, at: &Path) {
    std::os::unix::fs::symlink(to, at).unwrap();
}
