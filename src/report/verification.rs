//! What `sealwright ledger verify` says.

use crate::ledger::{NotVerified, Verified};
use crate::text::aloud;
use crate::text::hex;
use crate::text::safe::Safe;
use serde_json::{Value, json};

/// For people.
pub fn text(result: &Result<Verified, NotVerified>) -> String {
    match result {
        Ok(verified) => valid(verified),
        Err(NotVerified::Invalid(invalid)) => {
            format!("INVALID\n{}\n", Safe::new(&invalid.to_string(), 1000))
        }
        Err(NotVerified::Unknown(unknown)) => could_not_tell(unknown),
        Err(NotVerified::Io(e)) => could_not_tell(e),
    }
}

fn could_not_tell(why: &dyn std::fmt::Display) -> String {
    format!("COULD NOT TELL\n{}\n", Safe::new(&why.to_string(), 1000))
}

fn valid(verified: &Verified) -> String {
    let head = &verified.head;
    let mut text = String::from("valid\n");
    if head.origin.is_rehearsal() {
        text.push_str("REHEARSAL: nothing in it was real\n");
    }
    text.push_str(&format!(
        "entries     {}\norigin      {}\nhead        {}\nhead hash   {}\nroot        {}\n",
        head.size,
        head.origin,
        aloud::words(&head.hash()),
        hex::encode(&head.hash()),
        head.root_base64(),
    ));
    if let Some(torn) = verified.torn {
        text.push_str(&format!(
            "torn tail   {} bytes from byte {} on: an append that was interrupted, no entry\n",
            torn.len, torn.offset
        ));
    }
    text
}

/// For machines: one JSON object.
pub fn json(result: &Result<Verified, NotVerified>) -> Value {
    match result {
        Ok(verified) => {
            let head = &verified.head;
            json!({
                "verdict": "valid",
                "rehearsal": head.origin.is_rehearsal(),
                "entries": head.size,
                "origin": head.origin.as_str(),
                "head_words": aloud::words(&head.hash()),
                "head_hash": hex::encode(&head.hash()),
                "root": head.root_base64(),
                "torn": verified.torn.map(|torn| json!({"offset": torn.offset, "bytes": torn.len})),
            })
        }
        Err(NotVerified::Invalid(invalid)) => json!({
            "verdict": "invalid",
            "line": invalid.line,
            "why": invalid.to_string(),
        }),
        Err(NotVerified::Unknown(unknown)) => json!({
            "verdict": "could-not-tell",
            "line": unknown.line,
            "why": unknown.to_string(),
        }),
        Err(NotVerified::Io(e)) => json!({"verdict": "could-not-tell", "why": e.to_string()}),
    }
}
