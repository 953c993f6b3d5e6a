//! Several keys at once on real firmware: which of them is touched; and one key that another program uses as well.

use crate::vkey_rig::{SocketLink, VirtualKey};
use sealwright::ctap::{Client, CtapError, Link, LinkError, Status, Waiting, first_touched};
use sealwright::secret::{Entropy, EntropyFailed, Secret};
use std::thread::{scope, sleep};
use std::time::Duration;

struct System;

impl Entropy for System {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyFailed> {
        sealwright::station::Dice.fill(out)
    }
}

/// Keys that nobody touches.
fn untouched(count: usize) -> Vec<VirtualKey> {
    let key = |_| {
        let key = VirtualKey::new();
        key.control("never");
        key
    };
    (0..count).map(key).collect()
}

fn open(keys: &[VirtualKey]) -> Vec<Client<SocketLink>> {
    let client = |key: &VirtualKey| Client::open(key.link(), &mut System).expect("a channel");
    keys.iter().map(client).collect()
}

fn all_blink(keys: &[VirtualKey]) {
    while keys.iter().any(|key| key.stat("blinks") == 0) {
        sleep(Duration::from_millis(5));
    }
    // As long as a hand takes: a touch that comes at once is not believed.
    sleep(Duration::from_millis(400));
}

#[test]
fn of_several_keys_that_blink_the_touched_one_is_told_and_the_others_stop() {
    for touched in 0..3 {
        let keys = untouched(3);
        let mut clients = open(&keys);
        let told = scope(|scope| {
            scope.spawn(|| {
                all_blink(&keys);
                keys[touched].control("touch");
            });
            first_touched(&mut clients)
        });
        assert_eq!(told, Ok(touched));
        // Each goes on in the same conversation; a touch that comes later is nobody's.
        for client in &mut clients {
            client.info().unwrap();
        }
        for key in &keys {
            assert_eq!(key.stat("blinks"), 1);
        }
    }
}

#[test]
fn a_key_that_is_pulled_out_while_all_blink_does_not_stop_the_others() {
    let keys = untouched(2);
    keys[0].control("yank blink");
    let mut clients = open(&keys);
    let told = scope(|scope| {
        scope.spawn(|| {
            all_blink(&keys[1..]);
            keys[1].control("touch");
        });
        first_touched(&mut clients)
    });
    assert_eq!(told, Ok(1));
    let gone = clients[0].info();
    assert!(
        matches!(
            gone,
            Err(CtapError::Lost {
                cause: LinkError::Gone,
                ..
            })
        ),
        "{gone:?}"
    );
}

#[test]
fn when_nobody_touches_a_key_or_the_people_leave_none_is_taken() {
    let keys = untouched(2);
    let mut clients = open(&keys);
    let told = scope(|scope| {
        scope.spawn(|| {
            all_blink(&keys);
            keys.iter().for_each(|key| drop(key.control("age 31")));
        });
        first_touched(&mut clients)
    });
    assert_eq!(told, Err(CtapError::Refused(Status::UserActionTimeout)));

    for client in &mut clients {
        client.link_mut().answer = Waiting::Cancel;
    }
    let told = first_touched(&mut clients);
    assert_eq!(told, Err(CtapError::Cancelled { answered: true }));
    assert_eq!(
        first_touched::<SocketLink>(&mut []),
        Err(CtapError::Refused(Status::UserActionTimeout))
    );
}

/// Another program waits for a touch: the key is its own until then. Trussed's firmware says "busy" with 0.
#[test]
fn a_question_waits_until_another_program_is_done_with_the_key_and_a_command_does_not() {
    let keys = untouched(1);
    let [mut other, mut ours] = [(); 2].map(|()| open(&keys).remove(0));
    let busy = scope(|scope| {
        let waits = scope.spawn(|| other.selection());
        all_blink(&keys);
        let pin = Secret::take(&mut b"123456".to_vec()).expect("room");
        let before = ours.link_mut().now();
        let first = ours.set_pin(&pin, &mut System);
        let waited = ours.link_mut().now() - before;
        assert!(waited >= Duration::from_secs(3), "{waited:?}");
        scope.spawn(|| {
            sleep(Duration::from_millis(300));
            keys[0].control("touch");
        });
        ours.info().unwrap();
        waits.join().expect("it panics at nothing").unwrap();
        first.unwrap_err()
    });
    // The question before it got no answer: no PIN was sent.
    assert_eq!(busy, CtapError::Busy);
    assert_eq!(ours.info().unwrap().pin_set(), Some(false));
}
