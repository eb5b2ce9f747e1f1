//! Class versions: threads that look a name up by a shared place while another changes what it finds.
//!
//! The version is production's (`types/type_/version.rs`). The namespace is one word; the shared place holds a version and a value in one word,
//! as the address of an immutable entry does.

use loom::sync::Arc;
use loom::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use loom::thread;

use crate::version::{CHANGING, ClassVersion};

/// A deliberate bug.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    /// What was found is remembered at the version of afterwards.
    ReadsLate,
    /// What is found while the class is being changed is remembered.
    RemembersChanging,
    /// The class has its new version before the change.
    RenewsFirst,
}

struct Class {
    version: ClassVersion,
    /// The value of one name.
    namespace: AtomicU32,
    /// `version << 32 | value + 1`; 0: empty.
    place: AtomicU64,
    /// How many changes have been told of.
    told: AtomicU32,
}

impl Class {
    fn new() -> Class {
        Class {
            version: ClassVersion::new(1),
            namespace: AtomicU32::new(0),
            place: AtomicU64::new(0),
            told: AtomicU32::new(0),
        }
    }

    /// Gives the name a value.
    fn change(&self, value: u32, fault: Fault) {
        let number = u64::from(value) + 1;
        self.version.suspend();
        if fault == Fault::RenewsFirst {
            self.version.renew(number);
        }
        self.namespace.store(value, Ordering::Release);
        if fault != Fault::RenewsFirst {
            self.version.renew(number);
        }
        self.told.store(value, Ordering::Release);
    }

    /// The value of the name, from the place if that holds.
    fn look_up(&self, fault: Fault) -> u32 {
        let entry = self.place.load(Ordering::Acquire);
        let (version, value) = (entry >> 32, entry as u32);
        if value != 0 && version == self.version.get() {
            return value - 1;
        }
        let (found, version) = self.version.observed(|| self.namespace.load(Ordering::Acquire));
        let version = match fault {
            Fault::ReadsLate => Some(self.version.get()).filter(|&version| version != CHANGING),
            Fault::RemembersChanging => version.or(Some(CHANGING)),
            _ => version,
        };
        if let Some(version) = version {
            self.place.store(version << 32 | u64::from(found + 1), Ordering::Release);
        }
        found
    }
}

/// One thread changes the class, another asks `questions` times: nobody is given an older value than was told of before.
pub(super) fn changed_while_asked(changes: u32, questions: u32, fault: Fault) {
    loom::model(move || {
        let class = Arc::new(Class::new());
        let other = {
            let class = Arc::clone(&class);
            thread::spawn(move || {
                for _ in 0..questions {
                    let told = class.told.load(Ordering::Acquire);
                    assert!(class.look_up(fault) >= told, "an older value than was told of");
                }
            })
        };
        for value in 1..=changes {
            class.change(value, fault);
        }
        other.join().unwrap();
        assert_eq!(class.look_up(fault), changes, "not what was set last");
    });
}

#[test]
fn what_is_remembered_is_never_older_than_what_was_told() {
    changed_while_asked(1, 2, Fault::None);
    changed_while_asked(2, 1, Fault::None);
}
