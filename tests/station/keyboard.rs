//! The tables of keyboards are those of the world. Judge: libxkbcommon's `xkbcli`, with the layouts of xkeyboard-config.

use sealwright::secret::{KEYS, LEGIBLE, Layout, alphabet, password_entropy_bits};
use std::collections::BTreeMap;
use std::process::Command;

#[test]
fn every_letter_and_digit_of_every_layout_is_where_xkb_has_it() {
    let mut agreed = 0;
    for (name, layout) in Layout::ALL {
        let judge = xkb(layout);
        for character in (b'0'..=b'9').chain(b'a'..=b'z').chain(b'A'..=b'Z') {
            let ours = layout
                .stroke(character)
                .map(|stroke| (KEYS[stroke.key].to_owned(), stroke.shift));
            let theirs = judge.get(&char::from(character)).cloned();
            assert!(theirs.is_some(), "{name}: the judge has no {character}");
            assert_eq!(ours, theirs, "{name}: {}", char::from(character));
            agreed += 1;
        }
    }
    println!("{agreed} characters, on {} layouts", Layout::ALL.len());
    assert_eq!(agreed, 62 * Layout::ALL.len());
}

/// What the alphabet promises, judged without our tables: any two layouts, every character of their alphabet.
#[test]
fn what_two_layouts_have_alike_is_typed_alike_on_both() {
    let judges: Vec<_> = Layout::ALL.iter().map(|(_, l)| (*l, xkb(*l))).collect();
    let mut pairs = 0;
    for (a, of_a) in &judges {
        for (b, of_b) in &judges {
            let same = |c: char| match (&of_a[&c], &of_b[&c]) {
                (one, other) if c.is_ascii_digit() => one.0 == other.0,
                (one, other) => one == other,
            };
            let expected: Vec<u8> = LEGIBLE
                .iter()
                .copied()
                .filter(|c| same(char::from(*c)))
                .collect();
            match alphabet(&[*a, *b]) {
                Ok(alphabet) => assert_eq!(alphabet.characters(), expected, "{a:?} {b:?}"),
                Err(missing) => assert!(
                    missing.0 == "lower-case letters" || missing.0 == "upper-case letters",
                    "{a:?} {b:?}"
                ),
            }
            pairs += 1;
        }
    }
    println!("{pairs} pairs of layouts");
}

/// The control: a password for one layout is not for every other.
#[test]
fn the_judge_sees_letters_that_move() {
    let (us, de) = (xkb(Layout::Us), xkb(Layout::De));
    assert_ne!(us[&'y'], de[&'y']);
    assert_eq!(us[&'y'], de[&'z']);
    assert!(xkb(Layout::Fr)[&'2'].1, "Shift, in France");
}

#[test]
fn the_entropy_of_some_sets_of_layouts() {
    use Layout as L;
    let all_but_dvorak = Layout::ALL.map(|(_, l)| l).into_iter();
    let all_but_dvorak = all_but_dvorak.filter(|l| *l != L::Dvorak).collect();
    for (layouts, characters, bits) in [
        (vec![L::Us], 36, 206),
        (vec![L::Us, L::Uk, L::Se, L::It], 36, 206),
        (vec![L::Us, L::De], 35, 205),
        (vec![L::Us, L::Fr], 33, 201),
        (vec![L::Us, L::De, L::Fr, L::Cz], 32, 199),
        (all_but_dvorak, 32, 199),
        (vec![L::Us, L::Dvorak], 9, 126),
    ] {
        let alphabet = alphabet(&layouts).unwrap();
        let found = password_entropy_bits(40, &alphabet);
        println!("{layouts:?}: 40 of {characters} characters, {found:.2} bits");
        assert_eq!(alphabet.characters().len(), characters, "{layouts:?}");
        assert_eq!(found.floor(), f64::from(bits), "{layouts:?}");
    }
}

/// Which key gives each letter and digit, and whether with Shift, by `xkbcli compile-keymap`.
fn xkb(layout: Layout) -> BTreeMap<char, (String, bool)> {
    let arguments: &[&str] = match layout {
        Layout::Uk => &["--layout", "gb"],
        Layout::Dvorak => &["--layout", "us", "--variant", "dvorak"],
        other => &["--layout", other.name()],
    };
    let output = Command::new("xkbcli")
        .arg("compile-keymap")
        .args(arguments)
        .output()
        .unwrap_or_else(|e| panic!("no xkbcli (Debian: libxkbcommon-tools, xkb-data): {e}"));
    assert!(output.status.success(), "{arguments:?}");
    let keymap = String::from_utf8(output.stdout).expect("UTF-8");
    let (_, symbols) = keymap.split_once("xkb_symbols").expect("symbols");
    let mut found = BTreeMap::new();
    for key in symbols.split("key <").skip(1) {
        let (key, rest) = key.split_once('>').expect("a key's name");
        let rest = rest.split_once("};").map_or(rest, |(one, _)| one);
        let levels = match rest.split_once("symbols[") {
            Some((_, named)) => named.split_once('=').expect("a value").1,
            None => rest,
        };
        let levels = levels.split_once('[').map_or("", |(_, l)| l);
        let levels = levels.split(']').next().unwrap_or_default().split(',');
        if !KEYS.contains(&key) {
            continue; // number pad and the like
        }
        for (level, symbol) in levels.take(2).enumerate() {
            let mut chars = symbol.trim().chars();
            if let (Some(c), None) = (chars.next(), chars.next()) {
                found.entry(c).or_insert((key.to_owned(), level == 1));
            }
        }
    }
    found
}
