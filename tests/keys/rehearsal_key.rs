//! The rehearsal key is a CTAP 2.1 key: python-fido2, which we did not write, drives it packet by packet.

use sealwright::ctap::cbor::{Value, bytes, int, text};
use sealwright::ctap::{Link, LinkError, Packet, Waiting, WaitingFor};
use sealwright::softkey::{CommandFault, Fault, Flash, PacketFault, SoftKey, SoftLink, Touch};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

const SEED: [u8; 32] = [7; 32];
const MS: Duration = Duration::from_millis(1);
const LONG: Duration = Duration::from_secs(60);

#[test]
fn python_fido2_finds_its_framing_right() {
    judged("framing", 37);
}

#[test]
fn python_fido2_reads_its_info_and_its_errors() {
    judged("info", 26);
}

#[test]
fn python_fido2_sets_verifies_and_changes_its_pin() {
    judged("pin_life", 47);
}

#[test]
fn python_fido2_finds_wrong_pins_counted_until_blocked() {
    judged("lockout", 30);
}

#[test]
fn python_fido2_makes_and_uses_its_credentials() {
    judged("credentials", 65);
}

#[test]
fn python_fido2_finds_credentials_protected() {
    judged("protection", 28);
}

#[test]
fn python_fido2_server_accepts_its_registrations_and_assertions() {
    judged("relying_party", 23);
}

#[test]
fn python_fido2_is_made_to_wait_and_may_cancel() {
    judged("touch", 35);
}

#[test]
fn python_fido2_resets_it_within_the_window_alone() {
    judged("reset", 10);
}

#[test]
fn python_fido2_finds_all_kept_in_the_flash() {
    judged("flash", 20);
}

#[test]
fn python_fido2_lists_and_deletes_its_credentials_and_sets_its_shortest_pin() {
    judged("management", 40);
}

#[test]
fn python_fido2_meets_each_fault_once() {
    judged("faults", 26);
}

/// Runs one scenario of tests/judges/rehearsal_key.py: all its `checks` must have held. What the judge did is then
/// done again to two other keys: with the same seed each answer is the same, byte for byte.
fn judged(scenario: &str, checks: usize) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var_os("SEALWRIGHT_PYTHON")
        .map_or_else(|| root.join("tests/.venv/bin/python"), PathBuf::from);
    let mut judge = Command::new(&python)
        .arg(root.join("tests/judges/rehearsal_key.py"))
        .arg(scenario)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("no Python with fido2 at {python:?} ({e}): see tests/run"));
    let mut to_judge = judge.stdin.take().unwrap();
    let mut from_judge = judge.stdout.take().unwrap();
    let session = Session::play(&mut from_judge, &mut to_judge);
    drop(to_judge);
    let status = judge.wait().unwrap();
    println!("{scenario}: {} checks held", session.held.len());
    assert!(
        session.done && status.success(),
        "{scenario}: the judge ended with {status} after {:?}",
        session.held.last()
    );
    assert_eq!(session.held.len(), checks, "{scenario}: not all checks");
    assert_eq!(session.again(SEED), session.answers, "same seed");
    assert_ne!(session.again([8; 32]), session.answers, "another seed");
}

/// What the judge orders.
enum Order {
    Packet(Packet),
    Read,
    PowerCycle,
    Flash,
    Wait(Duration),
    Touch(Touch),
    Arm(Fault),
}

/// A judge's whole session: its orders, what they were answered, the checks that held.
#[derive(Default)]
struct Session {
    orders: Vec<Order>,
    answers: Vec<Vec<u8>>,
    held: Vec<String>,
    done: bool,
}

impl Session {
    fn play(from: &mut impl Read, to: &mut impl Write) -> Session {
        let mut session = Session::default();
        let mut player = Player::new(SEED);
        let mut kind = [0];
        while from.read_exact(&mut kind).is_ok() {
            let order = match kind[0] {
                b'L' => {
                    let mut name = vec![0; u16::from_be_bytes(take(from)).into()];
                    from.read_exact(&mut name).unwrap();
                    session.held.push(String::from_utf8(name).unwrap());
                    continue;
                }
                b'D' => {
                    session.done = true;
                    break;
                }
                b'P' => Order::Packet(take(from)),
                b'R' => Order::Read,
                b'C' => Order::PowerCycle,
                b'F' => Order::Flash,
                b'W' => Order::Wait(u32::from_be_bytes(take(from)) * MS),
                b'U' => Order::Touch(match u32::from_be_bytes(take(from)) {
                    0 => Touch::Always,
                    u32::MAX => Touch::Never,
                    ms => Touch::After(ms * MS),
                }),
                b'X' => {
                    let [kind] = take(from);
                    Order::Arm(fault(kind, u32::from_be_bytes(take(from))))
                }
                other => panic!("the judge orders {other:#04x}"),
            };
            let answer = player.obey(&order);
            to.write_all(&answer).unwrap();
            to.flush().unwrap();
            session.orders.push(order);
            session.answers.push(answer);
        }
        session
    }

    fn again(&self, seed: [u8; 32]) -> Vec<Vec<u8>> {
        let mut player = Player::new(seed);
        self.orders.iter().map(|o| player.obey(o)).collect()
    }
}

/// Plays the key and the clock.
struct Player {
    key: SoftKey,
    touch: Touch,
    clock: Duration,
}

impl Player {
    fn new(seed: [u8; 32]) -> Player {
        Player {
            key: SoftKey::new(seed, "R-0001"),
            touch: Touch::Always,
            clock: Duration::ZERO,
        }
    }

    fn obey(&mut self, order: &Order) -> Vec<u8> {
        let by = self.clock + LONG;
        match order {
            Order::Packet(packet) => {
                // Where the key is gone, the judge learns it when it reads.
                let _ = self.key.send_at(&mut self.clock, packet, by);
                return Vec::new();
            }
            Order::Read => {
                return match self.key.receive_at(&mut self.clock, by) {
                    Ok(packet) => [&b"K"[..], &packet].concat(),
                    Err(_) => b"N".to_vec(),
                };
            }
            Order::PowerCycle => self.key.power_cycle(self.clock),
            Order::Flash => {
                self.key = SoftKey::from_flash(through_json(self.key.flash()));
                self.key.plug(self.clock);
                self.key.set_touch(self.touch);
            }
            Order::Wait(time) => self.clock += *time,
            Order::Touch(touch) => {
                self.touch = *touch;
                self.key.set_touch(*touch);
            }
            Order::Arm(fault) => self.key.arm(fault.clone()),
        }
        b"A".to_vec()
    }
}

fn through_json(flash: &Flash) -> Flash {
    let json = serde_json::to_string(flash).unwrap();
    let read: Flash = serde_json::from_str(&json).unwrap();
    assert_eq!(&read, flash);
    read
}

/// The faults that the judge knows by number.
fn fault(kind: u8, nth: u32) -> Fault {
    let at_change_pin = |what| Fault::AtCommand {
        which: Some((0x06, Some(0x04))),
        nth,
        what,
    };
    let at_packet = |what| Fault::AtPacket { nth, what };
    match kind {
        0 => at_change_pin(CommandFault::FalseSuccess),
        1 => at_change_pin(CommandFault::UnplugBefore),
        2 => at_change_pin(CommandFault::UnplugAfter),
        3 => at_change_pin(CommandFault::Silent),
        4 => at_change_pin(CommandFault::Error(0x7f)),
        5 => at_packet(PacketFault::Unplug),
        6 => at_packet(PacketFault::Lost),
        7 => at_packet(PacketFault::Error(0x7f)),
        _ => Fault::AtCommand {
            which: Some((0x01, None)),
            nth,
            what: CommandFault::FalseSuccess,
        },
    }
}

fn take<const N: usize>(from: &mut impl Read) -> [u8; N] {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_cut_message_is_bad_cbor_wherever_it_is_cut() {
    let mut host = Host::new();
    let mut cuts = 0;
    for message in valid_messages(&mut host) {
        for length in 1..message.len() {
            let mut copy = host.clone();
            let before = through_json(copy.key.flash());
            assert_eq!(
                copy.call(&message[..length]),
                [0x12],
                "{message:02x?} cut at {length}"
            );
            assert_eq!(copy.key.flash(), &before, "nothing took effect");
            cuts += 1;
        }
    }
    assert!(cuts > 1000, "only {cuts} cuts");
}

#[test]
fn a_changed_message_gets_an_answer_that_is_well_formed() {
    let mut host = Host::new();
    let mut random = Random(1);
    let (mut refused, mut answered) = (0, 0);
    for message in valid_messages(&mut host) {
        assert_ne!(
            host.clone().call(&message),
            [0x12],
            "valid before the change"
        );
        for at in 0..message.len() {
            for _ in 0..4 {
                let mut changed = message.clone();
                changed[at] ^= 1 << random.below(8);
                if random.below(4) == 0 {
                    changed.insert(at, random.byte());
                }
                let answer = host.clone().call(&changed);
                match answer.split_first() {
                    Some((0, [])) => answered += 1,
                    Some((0, body)) => {
                        Value::decode(body).expect("canonical CBOR");
                        answered += 1;
                    }
                    Some((_, [])) => refused += 1,
                    _ => panic!("{answer:02x?} to {changed:02x?}"),
                }
            }
        }
    }
    println!("{refused} refused, {answered} answered");
    assert!(refused > 1000 && answered > 100);
}

#[test]
fn no_packets_make_it_panic_or_forget_how_to_work() {
    let mut host = Host::new();
    let messages = valid_messages(&mut host);
    let mut random = Random(2);
    let mut channel = host.channel;
    let (mut sent, mut replies, mut commands) = (0, 0, 0);
    while sent < 100_000 {
        host.clock += random.below(300) as u32 * MS / 2;
        match random.below(400) {
            0 => {
                host.key.power_cycle(host.clock);
                channel = host.open();
            }
            1 => host.key = SoftKey::from_flash(through_json(host.key.flash())),
            2 => host.key.set_touch(random.touch()),
            3 => host.key.arm(random.fault()),
            _ => {}
        }
        for packet in random.packets(channel, &messages) {
            host.key.receive_packet(&packet, host.clock);
            sent += 1;
        }
        if random.below(3) == 0 {
            while let Some(reply) = host.key.next_packet(host.clock) {
                replies += 1;
                commands += u32::from(reply[4] == 0x90);
            }
        }
    }
    println!("{sent} packets, {replies} in reply, {commands} commands answered");
    assert!(replies > 10_000 && commands > 4_000, "most reached the key");
    let mut key = SoftKey::from_flash(through_json(host.key.flash()));
    key.power_cycle(host.clock);
    host.key = key;
    host.open();
    assert_eq!(host.call(&[0x04])[0], 0, "it still tells its info");
    assert_eq!(host.call(&[0x07]), [0], "and can be reset");
}

#[test]
fn a_flash_that_no_key_wrote_is_refused() {
    let good = serde_json::to_value(SoftKey::new(SEED, "R-0001").flash()).unwrap();
    assert!(serde_json::from_value::<Flash>(good.clone()).is_ok());
    for (field, bad) in [
        ("seed", serde_json::json!("00")),
        ("seed", serde_json::json!("zz".repeat(32))),
        ("seed", serde_json::json!("é".repeat(32))),
        ("pin", serde_json::json!({"hash": "0123"})),
        ("pin_retries", serde_json::json!(9)),
        ("min_pin_length", serde_json::json!(3)),
        ("min_pin_length", serde_json::json!(64)),
        ("sign_count", serde_json::json!(-1)),
        ("unknown", serde_json::json!(1)),
    ] {
        let mut changed = good.clone();
        changed[field] = bad;
        assert!(serde_json::from_value::<Flash>(changed).is_err(), "{field}");
    }
}

#[test]
fn neither_seed_nor_pin_shows_in_debug() {
    let shown = format!("{:?}", SoftKey::new([0xab; 32], "R-0001"));
    assert!(shown.contains("R-0001"));
    for secret in ["ab, ab", "abab", "171, 171"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn a_link_waits_by_its_own_clock() {
    let mut key = SoftKey::new(SEED, "R-0001");
    let mut clock = 100 * MS;
    let mut link = SoftLink::new(&mut key, &mut clock);
    assert_eq!(link.now(), Duration::ZERO);
    assert_eq!(link.receive(5 * LONG), Err(LinkError::Deadline));
    assert_eq!(link.now(), 5 * LONG);
    assert_eq!(link.send(&init_packet(), LONG), Err(LinkError::Deadline));
    assert_eq!(link.receive(LONG), Err(LinkError::Deadline));
    assert_eq!(link.now(), 5 * LONG, "it never runs backwards");
    link.send(&init_packet(), 6 * LONG).unwrap();
    let reply = link.receive(6 * LONG).unwrap();
    assert_eq!(reply[..7], [0xff, 0xff, 0xff, 0xff, 0x86, 0, 17]);
    assert_eq!(link.receive(Duration::MAX), Err(LinkError::Deadline));
    assert_eq!(link.waiting(WaitingFor::Touch), Waiting::GoOn);
    link.when_waiting(Waiting::Cancel);
    assert_eq!(link.waiting(WaitingFor::Touch), Waiting::Cancel);
    link.key().unplug();
    assert_eq!(link.receive(Duration::MAX), Err(LinkError::Gone));
    assert_eq!(
        link.send(&init_packet(), Duration::MAX),
        Err(LinkError::Gone)
    );
}

#[test]
fn a_touch_ends_the_wait_and_a_deadline_does_not() {
    let mut host = Host::new();
    host.key.set_touch(Touch::Never);
    host.send(&[0x0b]);
    assert!(host.key.wants_touch());
    let by = host.clock + 250 * MS;
    let mut keepalives = 0;
    while host.key.receive_at(&mut host.clock, by).is_ok() {
        keepalives += 1;
    }
    assert_eq!((keepalives, host.clock), (3, by));
    assert!(host.key.wants_touch());
    host.key.set_touch(Touch::Always);
    assert_eq!(host.read(), [0], "touched now");
    assert!(!host.key.wants_touch());
}

#[test]
fn a_clone_is_a_world_of_its_own() {
    let mut host = Host::new();
    let make = make_credential(true);
    let mut fork = host.clone();
    assert_eq!(fork.call(&make)[0], 0);
    assert_eq!(fork.key.flash().discoverable_count(), 1);
    assert_eq!(host.key.flash().discoverable_count(), 0);
    let again = host.call(&make);
    assert_eq!(again, Host::new().call(&make), "and goes on like any other");
}

/// A host with one channel to one key.
#[derive(Clone)]
struct Host {
    key: SoftKey,
    clock: Duration,
    channel: u32,
}

impl Host {
    fn new() -> Host {
        let mut host = Host {
            key: SoftKey::new(SEED, "R-0001"),
            clock: Duration::ZERO,
            channel: 0,
        };
        host.open();
        host
    }

    fn open(&mut self) -> u32 {
        self.key.receive_packet(&init_packet(), self.clock);
        if let Some(reply) = self.key.next_packet(self.clock) {
            self.channel = u32::from_be_bytes(reply[15..19].try_into().unwrap());
        }
        self.channel
    }

    fn call(&mut self, message: &[u8]) -> Vec<u8> {
        self.send(message);
        self.read()
    }

    fn send(&mut self, message: &[u8]) {
        for packet in packets(self.channel, message) {
            self.key.receive_packet(&packet, self.clock);
        }
    }

    /// The next message that is no keepalive.
    fn read(&mut self) -> Vec<u8> {
        let by = self.clock + LONG;
        let mut next = || self.key.receive_at(&mut self.clock, by).expect("an answer");
        let first = loop {
            let packet = next();
            if packet[4] != 0xbb {
                break packet;
            }
        };
        assert_eq!(first[4], 0x90, "{first:02x?}");
        let length = usize::from(u16::from_be_bytes([first[5], first[6]]));
        let mut message = first[7..].to_vec();
        while message.len() < length {
            message.extend_from_slice(&next()[5..]);
        }
        message.truncate(length);
        message
    }
}

fn init_packet() -> Packet {
    let mut packet = [0; 64];
    packet[..15].copy_from_slice(b"\xff\xff\xff\xff\x86\x00\x08noncence");
    packet
}

fn packets(channel: u32, message: &[u8]) -> Vec<Packet> {
    let length = (message.len() as u16).to_be_bytes();
    let (first, rest) = message.split_at(message.len().min(57));
    let fill = |head: &[u8], body: &[u8]| {
        let mut packet = [0; 64];
        let bytes = [&channel.to_be_bytes(), head, body].concat();
        packet[..bytes.len()].copy_from_slice(&bytes);
        packet
    };
    let mut all = vec![fill(&[0x90, length[0], length[1]], first)];
    for (seq, piece) in rest.chunks(59).enumerate() {
        all.push(fill(&[seq as u8], piece));
    }
    all
}

/// One message for each command that has parameters, each good CBOR; the key has two credentials then.
fn valid_messages(host: &mut Host) -> Vec<Vec<u8>> {
    let made = host.call(&make_credential(false));
    let data = Value::decode(&made[1..]).unwrap();
    let id = data.get(2).unwrap().as_bytes().unwrap()[55..104].to_vec();
    let stored = host.call(&make_credential(true));
    assert_eq!((made[0], stored[0]), (0, 0));
    let agreement = host.call(&message(0x06, vec![(1, int(2)), (2, int(2))]));
    let peer = || {
        Value::decode(&agreement[1..])
            .unwrap()
            .get(1)
            .unwrap()
            .clone()
    };
    let allow = Value::Array(vec![named(vec![
        ("id", bytes(&id)),
        ("type", text("public-key")),
    ])]);
    let quiet = named(vec![("up", Value::Bool(false))]);
    let pin = |subcommand, more: Vec<(i64, Value)>| {
        let mut members = vec![(1, int(2)), (2, int(subcommand)), (3, peer())];
        members.extend(more);
        message(0x06, members)
    };
    let assertion = |more: Vec<(i64, Value)>| {
        let mut members = vec![(1, text("example.com")), (2, bytes(&[5; 32]))];
        members.extend(more);
        message(0x02, members)
    };
    vec![
        make_credential(false),
        make_credential(true),
        assertion(vec![]),
        assertion(vec![
            (3, allow),
            (5, quiet),
            (6, bytes(&[1; 32])),
            (7, int(2)),
        ]),
        pin(1, vec![]),
        pin(2, vec![]),
        pin(3, vec![(4, bytes(&[1; 32])), (5, bytes(&[2; 80]))]),
        pin(
            4,
            vec![
                (4, bytes(&[1; 32])),
                (5, bytes(&[2; 80])),
                (6, bytes(&[3; 32])),
            ],
        ),
        pin(5, vec![(6, bytes(&[3; 32]))]),
        pin(
            9,
            vec![(6, bytes(&[3; 32])), (9, int(3)), (10, text("example.com"))],
        ),
    ]
}

fn make_credential(discoverable: bool) -> Vec<u8> {
    let rp = named(vec![("id", text("example.com")), ("name", text("Example"))]);
    let user = named(vec![
        ("id", bytes(b"user")),
        ("name", text("name")),
        ("displayName", text("Name")),
    ]);
    let algorithm = named(vec![("alg", int(-7)), ("type", text("public-key"))]);
    let other = named(vec![("id", bytes(&[9; 49])), ("type", text("public-key"))]);
    message(
        0x01,
        vec![
            (1, bytes(&[4; 32])),
            (2, rp),
            (3, user),
            (4, Value::Array(vec![algorithm])),
            (5, Value::Array(vec![other])),
            (6, named(vec![("credProtect", int(2))])),
            (7, named(vec![("rk", Value::Bool(discoverable))])),
        ],
    )
}

fn message(command: u8, members: Vec<(i64, Value)>) -> Vec<u8> {
    let map = Value::Map(members.into_iter().map(|(k, v)| (int(k), v)).collect());
    [vec![command], map.encode()].concat()
}

fn named(members: Vec<(&str, Value)>) -> Value {
    Value::Map(members.into_iter().map(|(k, v)| (text(k), v)).collect())
}

/// splitmix64 (Steele, Lea, Flood 2014): the same bytes in each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        self.next() as u8
    }

    fn touch(&mut self) -> Touch {
        match self.below(4) {
            0 => Touch::Never,
            1 => Touch::After(self.below(40_000) as u32 * MS),
            _ => Touch::Always,
        }
    }

    fn fault(&mut self) -> Fault {
        let kind = self.below(9) as u8;
        fault(kind, 1 + self.below(50) as u32)
    }

    /// A packet that is random throughout, or has a channel of ours and a known command; or a valid message's
    /// packets, or one of them, changed or not.
    fn packets(&mut self, channel: u32, messages: &[Vec<u8>]) -> Vec<Packet> {
        let mut packet = [0; 64];
        packet.iter_mut().for_each(|b| *b = self.byte());
        match self.below(8) {
            0 => return vec![packet],
            1 => packet[..4].fill(0xff),
            2 | 3 => packet[..4].copy_from_slice(&channel.to_be_bytes()),
            _ => {
                let message = &messages[self.below(messages.len())];
                return self.changed(packets(channel, message));
            }
        }
        let command = [0x01, 0x03, 0x06, 0x08, 0x10, 0x11, 0x3b, 0x3f][self.below(8)];
        packet[4] = [0x80 | command, self.byte() & 0x7f, self.byte()][self.below(3)];
        packet[5..7].copy_from_slice(&(self.below(130) as u16).to_be_bytes());
        packet[7] = self.below(16) as u8;
        vec![packet]
    }

    fn changed(&mut self, mut all: Vec<Packet>) -> Vec<Packet> {
        if self.below(3) == 0 {
            all = vec![all[self.below(all.len())]];
        }
        for _ in 0..self.below(3) {
            let which = self.below(all.len());
            all[which][self.below(64)] = self.byte();
        }
        all
    }
}
