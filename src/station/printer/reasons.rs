//! What a printer says of itself, in people's words (RFC 8011, 5.4.12; PWG 5100.9).

use crate::text::safe::Safe;

/// What a reason means, and what to do; None where nothing is to be done.
pub fn in_words(reason: &str) -> Option<String> {
    let known = ["-error", "-warning", "-report"];
    let cause = known
        .iter()
        .find_map(|severity| reason.strip_suffix(severity))
        .unwrap_or(reason);
    let words = match cause {
        "media-empty" | "media-needed" => "it is out of paper: put paper in",
        "media-low" => "it has little paper left",
        "media-jam" => {
            "the paper is jammed: clear it, and lay what came out on the table, to be destroyed"
        }
        "cover-open" | "door-open" | "interlock-open" => "it is open: close it",
        "input-tray-missing" => "its paper tray is missing: put it in",
        "output-area-full" | "output-tray-missing" => "its output tray is full or missing",
        "toner-empty" | "marker-supply-empty" | "developer-empty" => {
            "its toner or ink is empty: change it"
        }
        "toner-low" | "marker-supply-low" | "developer-low" => "its toner or ink runs low",
        "opc-life-over" | "fuser-over-temp" | "fuser-under-temp" => "it needs service",
        "offline" | "shutdown" | "timed-out" => {
            "it is offline: switch it on, plug in its USB cable"
        }
        "paused" | "moving-to-paused" | "stopped-partly" | "stopping" => {
            "it is paused: let it go on (its own button, or cupsenable)"
        }
        _ if is_quiet(reason) => return None,
        _ => return Some(format!("it reports {}", Safe::new(reason, 60))),
    };
    Some(words.into())
}

/// Reasons that ask for nothing.
fn is_quiet(reason: &str) -> bool {
    reason.is_empty()
        || reason == "none"
        || reason == "connecting-to-device"
        || reason.ends_with("-report")
        || reason.starts_with("cups-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i9_what_a_printer_says_is_put_in_words_or_made_safe() {
        for (reason, words) in [
            (
                "media-empty-error",
                Some("it is out of paper: put paper in"),
            ),
            ("media-empty", Some("it is out of paper: put paper in")),
            (
                "offline-report",
                Some("it is offline: switch it on, plug in its USB cable"),
            ),
            ("none", None),
            ("cups-waiting-for-job-completed", None),
            ("wifi-not-configured-report", None),
            (
                "door-\u{1b}[2J\u{202e}",
                Some("it reports door-\u{FFFD}[2J\u{FFFD}"),
            ),
        ] {
            assert_eq!(in_words(reason).as_deref(), words, "{reason:?}");
        }
        assert!(in_words(&"x".repeat(1 << 16)).unwrap().chars().count() < 80);
    }
}
