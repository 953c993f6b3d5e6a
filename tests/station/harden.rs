//! I4: the program dumps nothing. Judge: the kernel's record of this process (`/proc/self`). In a process of
//! its own, since it changes the process.

use crate::alone::in_its_own_process;
use sealwright::station::{harden::harden, report::host_report};
use std::os::unix::fs::PermissionsExt;

#[test]
fn i4_after_hardening_nothing_is_dumped_and_new_files_are_private() {
    if !in_its_own_process("harden::i4_after_hardening_nothing_is_dumped_and_new_files_are_private")
    {
        return;
    }
    let before = host_report();
    assert_eq!(
        before.undumpable,
        Some(false),
        "the control: a fresh process can be dumped"
    );

    assert_eq!(harden(), []);

    let after = host_report();
    assert!(after.core_limit_zero);
    assert_eq!(after.undumpable, Some(true));
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    assert!(
        status
            .lines()
            .any(|l| l.split_whitespace().eq(["Umask:", "0077"])),
        "{status}"
    );
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let core = limits
        .lines()
        .find(|l| l.starts_with("Max core file size"))
        .unwrap();
    assert_eq!(
        core.split_whitespace().skip(4).collect::<Vec<_>>(),
        ["0", "0", "bytes"]
    );

    let file = std::env::temp_dir().join(format!("sealwright-umask-{}", std::process::id()));
    std::fs::write(&file, "").unwrap();
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(mode & 0o777, 0o600);
}
