//! When collections are due.

use super::mock::small_config;
use crate::config::Config;
use crate::host::CollectionKind;
use crate::policy::Policy;

const TRIGGER: usize = 16 << 20;

/// Whether exactly `bytes` make a collection due.
fn is_due_after(policy: &Policy, bytes: usize) -> bool {
    !policy.count(bytes - 1) && policy.count(1)
}

#[test]
fn young_collections_come_sooner_where_nearly_everything_dies_young() {
    let policy = Policy::new(&Config { young_trigger_bytes: TRIGGER, ..small_config() });
    assert!(is_due_after(&policy, TRIGGER));
    let quarter = TRIGGER / 4;
    // Nothing survives; then so much that nothing changes; then a full collection, which says nothing of that; then more than a sixteenth.
    let mut used = 5 * TRIGGER;
    let ends = [
        (CollectionKind::Young, 0, quarter),
        (CollectionKind::Young, quarter / 32, quarter),
        (CollectionKind::Full, quarter, quarter),
        (CollectionKind::Young, quarter / 15, TRIGGER),
        (CollectionKind::Young, TRIGGER / 32, TRIGGER),
        (CollectionKind::Young, TRIGGER / 65, quarter),
    ];
    for (kind, survived, due) in ends {
        policy.cycle_ended(kind, used + survived, used);
        used += survived;
        assert!(is_due_after(&policy, due), "{kind:?} {survived}");
    }
    // What the program asks for counts at once.
    policy.cycle_ended(CollectionKind::Young, used, used);
    policy.scale_young_trigger(2.0);
    assert!(is_due_after(&policy, 2 * TRIGGER));
    // A megabyte is the least, also then.
    for (scale, due) in [(1.0 / 8.0, 1 << 20), (0.0, 1 << 20)] {
        policy.scale_young_trigger(scale);
        policy.cycle_ended(CollectionKind::Young, used, used);
        assert!(is_due_after(&policy, due), "{scale}");
    }
}

#[test]
fn a_small_trigger_of_the_configuration_stays() {
    let policy = Policy::new(&Config { young_trigger_bytes: 4096, ..small_config() });
    policy.cycle_ended(CollectionKind::Young, 0, 0);
    assert!(is_due_after(&policy, 4096));
}
