//! Files from outside.

use std::path::Path;

/// A path as text that controls nothing.
pub fn shown(path: &Path) -> String {
    crate::text::safe::Safe::from_bytes(path.as_os_str().as_encoded_bytes(), 200).into()
}

/// A text file from outside, of at most a mebibyte.
pub fn read_text(path: &Path) -> Result<String, String> {
    let bytes = read_bytes(path, 1 << 20)?;
    String::from_utf8(bytes)
        .map_err(|_| format!("{} cannot be read: it is not UTF-8 text", shown(path)))
}

/// A file from outside, of at most so many bytes: whole mebibytes.
pub fn read_bytes(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    use std::io::Read;
    let why = |e: &dyn std::fmt::Display| format!("{} cannot be read: {e}", shown(path));
    let file = crate::station::disk::open_to_read(path).map_err(|e| why(&e))?;
    let mut bytes = Vec::new();
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| why(&e))?;
    match bytes.len() as u64 > most {
        true => Err(why(&format!("it is larger than {} MiB", most >> 20))),
        false => Ok(bytes),
    }
}
