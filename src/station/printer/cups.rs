//! What CUPS would keep of a page: its settings, read before any page with a secret (I4).

use crate::words::finding::Finding;
use rustix::io::Errno;
use std::path::{Path, PathBuf};

/// The folders of CUPS, where its settings name no others.
const SPOOL: &str = "/var/spool/cups";
const TEMPORARY: &str = "/var/spool/cups/tmp";

/// File systems that live in memory (`linux/magic.h`: TMPFS_MAGIC, RAMFS_MAGIC).
const IN_MEMORY: [u64; 2] = [0x0102_1994, 0x8584_58F6];

/// What of the settings in `folder` (`/etc/cups`) does not meet the requirements.
pub fn findings(folder: &Path) -> Vec<Finding> {
    let mut found = Vec::new();
    match Settings::read(&folder.join("cupsd.conf")) {
        Ok(settings) => found.extend(jobs(&settings)),
        Err(unknown) => found.push(unknown),
    }
    match Settings::read(&folder.join("cups-files.conf")) {
        Ok(settings) => found.extend(folders(&settings)),
        Err(unknown) => found.push(unknown),
    }
    found
}

/// A printed page shall be gone; that it was printed shall be known.
fn jobs(settings: &Settings) -> Vec<Finding> {
    let mut found = Vec::new();
    if !settings.last("PreserveJobFiles").is_some_and(is_no) {
        found.push(Finding::CupsKeepsPages);
    }
    if settings.last("PreserveJobHistory").is_some_and(is_no) {
        found.push(Finding::CupsForgetsJobs);
    }
    found
}

fn folders(settings: &Settings) -> Vec<Finding> {
    let folders = [("RequestRoot", SPOOL), ("TempDir", TEMPORARY)];
    let found = folders.into_iter().filter_map(|(setting, usual)| {
        let folder = PathBuf::from(settings.last(setting).unwrap_or(usual));
        match is_in_memory(&folder) {
            Ok(true) => None,
            Ok(false) => Some(Finding::CupsWritesToDisk { setting }),
            Err(_) => Some(Finding::CupsFolderUnknown { setting }),
        }
    });
    found.collect()
}

fn is_in_memory(folder: &Path) -> Result<bool, Errno> {
    if folder.is_relative() {
        return Err(Errno::INVAL);
    }
    let kind = rustix::fs::statfs(folder)?.f_type;
    // The type of the field differs between architectures; the number has 32 bits.
    Ok(IN_MEMORY.contains(&(kind as u64 & 0xFFFF_FFFF)))
}

/// Off, in any of the ways in which CUPS says it.
fn is_no(value: &str) -> bool {
    ["no", "off", "false", "0"]
        .iter()
        .any(|no| value.eq_ignore_ascii_case(no))
}

/// A settings file of CUPS: a name and a value a line; of several, the last counts.
struct Settings(Vec<(String, String)>);

impl Settings {
    fn read(file: &Path) -> Result<Settings, Finding> {
        let text = std::fs::read_to_string(file).map_err(|_| {
            let file = file.file_name().unwrap_or_default().to_string_lossy();
            Finding::CupsSettingsUnknown { file: file.into() }
        })?;
        Ok(Settings::parse(&text))
    }

    fn parse(text: &str) -> Settings {
        let lines = text.lines().filter_map(|line| {
            let line = line.split('#').next()?.trim();
            let (name, value) = line.split_once(char::is_whitespace)?;
            Some((name.to_owned(), value.trim().to_owned()))
        });
        Settings(lines.collect())
    }

    fn last(&self, name: &str) -> Option<&str> {
        let named = self
            .0
            .iter()
            .rev()
            .find(|(n, _)| n.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i4_what_cups_would_keep_is_found() {
        let told = |text: &str| jobs(&Settings::parse(text));
        for good in [
            "PreserveJobFiles No",
            "PreserveJobFiles Yes\n# old\n  preservejobfiles\t0 # gone at once\nPreserveJobHistory 300",
        ] {
            assert_eq!(told(good), [], "{good}");
        }
        for kept in [
            "",
            "#PreserveJobFiles No",
            "PreserveJobFiles 86400",
            "PreserveJobFiles",
        ] {
            assert_eq!(told(kept).len(), 1, "{kept}");
            assert_eq!(told(kept)[0], Finding::CupsKeepsPages);
        }
        let forgets = told("PreserveJobFiles No\nPreserveJobHistory Off");
        assert_eq!(forgets, [Finding::CupsForgetsJobs]);
    }

    #[test]
    fn i4_a_spool_that_is_not_in_memory_is_found() {
        let told = |spool: &str, temporary: &str| {
            folders(&Settings::parse(&format!(
                "RequestRoot {spool}\nTempDir {temporary}\n"
            )))
        };
        assert_eq!(told("/dev/shm", "/dev/shm"), []);
        let disk = env!("CARGO_MANIFEST_DIR");
        assert_eq!(told(disk, "/dev/shm").len(), 1);
        assert!(
            told(disk, "/dev/shm")[0]
                .to_string()
                .contains("RequestRoot")
        );
        let to_disk = Finding::CupsWritesToDisk { setting: "TempDir" };
        assert_eq!(told("/dev/shm", disk)[0], to_disk);
        for unknown in ["/no/such/folder", "spool"] {
            let said = told(unknown, "/dev/shm")[0].to_string();
            assert!(said.starts_with("it is not known"));
        }
        assert_eq!(findings(Path::new("/no/such/folder")).len(), 2);
    }
}
