//! Paper, envelopes, and how a sheet is folded for one.
//!
//! A sheet with a secret is printed on one side and folded twice, in a Z. The lowest panel folds up onto the secret,
//! face to face; then both fold backwards behind the top panel. So the top panel is outside, in front, and the secret lies
//! inside, covered by two layers of paper in front and one behind, where a pattern lies on it. This holds in whichever
//! place a window is: what faces it is the top panel, or blank paper.

use serde::{Deserialize, Serialize};

/// Paper that sheets are printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 210 x 297 mm (ISO 216).
    A4,
    /// 8.5 x 11 inches (ANSI A).
    Letter,
}

impl Paper {
    /// All papers with their names in TOML.
    pub const ALL: [(&str, Paper); 2] = [("a4", Paper::A4), ("letter", Paper::Letter)];

    /// Width and height in millimetres.
    pub fn size(self) -> (f32, f32) {
        match self {
            Paper::A4 => (210.0, 297.0),
            Paper::Letter => (215.9, 279.4),
        }
    }

    /// Its name for people.
    pub fn in_words(self) -> &'static str {
        match self {
            Paper::A4 => "A4",
            Paper::Letter => "US Letter",
        }
    }
}

/// Envelopes that folded sheets go into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Envelope {
    /// 114 x 229 mm.
    #[serde(rename = "c5-6")]
    C56,
    /// 110 x 220 mm (ISO 269).
    #[serde(rename = "dl")]
    Dl,
    /// 4 1/8 x 9 1/2 inches.
    #[serde(rename = "number-10")]
    Number10,
    /// 162 x 229 mm (ISO 269), with a window.
    #[serde(rename = "c5-window")]
    C5Window,
}

impl Envelope {
    /// All envelopes with their names in TOML.
    pub const ALL: [(&str, Envelope); 4] = [
        ("c5-6", Envelope::C56),
        ("dl", Envelope::Dl),
        ("number-10", Envelope::Number10),
        ("c5-window", Envelope::C5Window),
    ];

    /// Height and width in millimetres, as it lies with its long side down.
    pub fn size(self) -> (f32, f32) {
        match self {
            Envelope::C56 => (114.0, 229.0),
            Envelope::Dl => (110.0, 220.0),
            Envelope::Number10 => (104.8, 241.3),
            Envelope::C5Window => (162.0, 229.0),
        }
    }

    /// Its name for people.
    pub fn in_words(self) -> &'static str {
        match self {
            Envelope::C56 => "C5/6",
            Envelope::Dl => "DL",
            Envelope::Number10 => "#10",
            Envelope::C5Window => "C5 with a window",
        }
    }
}

/// The two folds of a sheet, in millimetres from its top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Folds {
    /// Between the top panel, which is outside, and the secret: folds backwards.
    pub back: f32,
    /// Between the secret and the lowest panel: folds forwards, face to face.
    pub front: f32,
}

impl Folds {
    /// The folds of a paper for an envelope: thirds, or for C5 a half and two quarters.
    pub fn of(paper: Paper, envelope: Envelope) -> Folds {
        let (_, height) = paper.size();
        match envelope {
            Envelope::C56 | Envelope::Dl | Envelope::Number10 => Folds {
                back: height / 3.0,
                front: height * 2.0 / 3.0,
            },
            Envelope::C5Window => Folds {
                back: height / 2.0,
                front: height * 0.75,
            },
        }
    }
}
