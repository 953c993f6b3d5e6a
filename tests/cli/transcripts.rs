//! What a whole rehearsal says and asks, in each language, word for word: a change of wording shows in the difference.

use crate::cli_rig::sealwright;
use std::path::Path;

/// With `SEALWRIGHT_TRANSCRIPTS=write` the kept transcripts are written anew.
#[test]
fn a_rehearsal_says_in_each_language_what_was_read_and_kept() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    for code in ["en", "de", "fi"] {
        let args = ["rehearse", "--auto", "--seed", "1", "--language", code];
        let played = sealwright(&args);
        assert_eq!(played.code, 0, "{code}: {}", played.err);
        let file = folder.join(format!("{code}.txt"));
        if std::env::var_os("SEALWRIGHT_TRANSCRIPTS").is_some_and(|v| v == "write") {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&file, &played.out).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        let pairs = kept.lines().zip(played.out.lines()).enumerate();
        let differs = pairs
            .into_iter()
            .find(|(_, (kept, said))| kept != said)
            .map(|(n, (kept, said))| format!("line {}:\n- {kept}\n+ {said}", n + 1));
        assert_eq!(differs, None, "{code}");
        assert_eq!(kept.len(), played.out.len(), "{code}");
    }
}
