//! How many packets an operation takes on real firmware, keepalives apart: always as many, and not more than libfido2's.

use crate::key_costs::{Measured, Operation, Ours, Theirs, key_with_pin};

/// Sent and received.
type Packets = (u64, u64);

/// Of each operation in turn. Of a second getInfo none is spent: what a key can do, only a setting or a reset changes.
const OURS: [Packets; 5] = [(2, 8), (1, 7), (5, 4), (8, 10), (9, 9)];

fn packets(client: &mut dyn Measured) -> [Packets; 5] {
    let counted = Operation::ALL.map(|operation| {
        let cost = client.run(operation);
        (cost.sent, cost.received)
    });
    client.close();
    counted
}

#[test]
fn no_operation_takes_more_packets_than_libfido2_and_each_always_as_many() {
    let key = key_with_pin();
    let (mut ours, mut theirs) = (Ours::at(&key), Theirs::at(&key));
    for _ in 0..3 {
        let (we, they) = (packets(&mut ours), packets(&mut theirs));
        for ((operation, we), they) in Operation::ALL.into_iter().zip(we).zip(they) {
            println!("{operation:?}: {we:?}, libfido2 {they:?}");
            assert!(we.0 <= they.0 && we.1 <= they.1, "{operation:?}");
        }
        assert_eq!(we, OURS);
    }
}
