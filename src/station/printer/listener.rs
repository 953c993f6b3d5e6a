//! Who listens at a port of this laptop: any local process could say that it is a printer (I14).

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

/// A socket that listens, as the kernel writes its state.
const LISTENS: &str = "0A";

/// The ports at which somebody listens, each with the users whose sockets those are; from the kernel's tables in `tables`
/// (`/proc/net`; proc_net(5)).
///
/// # Errors
/// The tables cannot be read.
pub fn listeners(tables: &Path) -> Result<BTreeMap<u16, Vec<u32>>, ()> {
    let mut found = BTreeMap::<u16, Vec<u32>>::new();
    for table in ["tcp", "tcp6"] {
        let text = match std::fs::read_to_string(tables.join(table)) {
            Ok(text) => text,
            // A laptop without IPv6.
            Err(e) if table == "tcp6" && e.kind() == ErrorKind::NotFound => continue,
            Err(_) => return Err(()),
        };
        for line in text.lines().skip(1) {
            let (port, state, user) = socket(line).ok_or(())?;
            if state == LISTENS {
                found.entry(port).or_default().push(user);
            }
        }
    }
    Ok(found)
}

/// Its port, state and owner.
fn socket(line: &str) -> Option<(u16, &str, u32)> {
    let fields: Vec<_> = line.split_ascii_whitespace().collect();
    let (_, port) = fields.get(1)?.rsplit_once(':')?;
    Some((
        u16::from_str_radix(port, 16).ok()?,
        fields.get(3)?,
        fields.get(7)?.parse().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn i14_whose_socket_listens_is_read_or_could_not_be_told() {
        let mine = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = mine.local_addr().unwrap().port();
        let found = listeners(Path::new("/proc/net")).unwrap();
        assert_eq!(found[&port], [rustix::process::getuid().as_raw()]);
        drop(mine);
        let found = listeners(Path::new("/proc/net")).unwrap();
        assert!(!found.contains_key(&port));

        let dir = std::env::temp_dir().join(format!("sealwright-tcp-{}", std::process::id()));
        assert_eq!(listeners(&dir), Err(()));
        std::fs::create_dir_all(&dir).unwrap();
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
             \u{20}  0: 0100007F:0277 00000000:0000 0A 00000000:00000000 00:00000000 00000000 65534        0 1 1\n\
             \u{20}  1: 0100007F:EA60 0100007F:0277 01 00000000:00000000 00:00000000 00000000     0        0 2 1\n";
        std::fs::write(dir.join("tcp"), table).unwrap();
        assert_eq!(listeners(&dir), Ok([(631, vec![65534])].into()));
        std::fs::write(dir.join("tcp6"), "heading\n   0: nonsense\n").unwrap();
        assert_eq!(listeners(&dir), Err(()));
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
