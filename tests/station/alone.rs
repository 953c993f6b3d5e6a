//! Tests that look at their whole process, or change it, run in a process of their own.

use std::process::Command;

/// Whether this is a process for `test` alone. Where it is not, one has been started, and the test has passed there.
pub fn in_its_own_process(test: &str) -> bool {
    const MARK: &str = "SEALWRIGHT_TEST_ALONE";
    if std::env::var_os(MARK).is_some() {
        return true;
    }
    let ran = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", test, "--nocapture"])
        .env(MARK, "1")
        .output()
        .expect("this program");
    let said = String::from_utf8_lossy(&ran.stdout);
    let complained = String::from_utf8_lossy(&ran.stderr);
    print!("{said}");
    assert!(
        ran.status.success() && said.contains("1 passed"),
        "{said}{complained}"
    );
    false
}
