//! Each protocol with one deliberate fault: a model must fail, or it proves nothing.
//!
//! A failing model ends its process (loom panics again while it cleans up), so each runs in a child: this test binary once more, with
//! the fault's name in the environment.

use std::process::{Command, Stdio};

use super::dict::{self, Fault};
use super::{bias, generator, mirror, places, version};
use crate::steps::TableFault;

const CHOSEN: &str = "TYPHON_MODEL_FAULT";

const FAULTS: [(&str, fn()); 25] = [
    ("read before written", || dict::insert_and_get(Fault::In(TableFault::PublishesFirst))),
    ("read before written, from a grave's place", || {
        dict::reuse_a_grave(Fault::In(TableFault::PublishesFirst));
    }),
    ("one grave twice", || dict::one_grave(Fault::In(TableFault::IgnoresUsed))),
    ("one key twice", || dict::one_new_key(Fault::In(TableFault::RaisesUsedFirst))),
    ("one place twice", || dict::two_new_keys(Fault::In(TableFault::RaisesUsedFirst))),
    ("iterated, not found", || dict::insert_and_iterate(Fault::In(TableFault::RaisesUsedFirst))),
    ("added since", || dict::one_new_key(Fault::In(TableFault::IgnoresUsed))),
    ("added under the lock since", || dict::under_the_lock(Fault::In(TableFault::IgnoresUsed))),
    ("stored into a grave", || dict::delete_and_set(Fault::In(TableFault::IgnoresBurial))),
    ("copied without the lock", || dict::grow_and_set(Fault::CopiesUnlocked)),
    ("first twice", || dict::first_items(Fault::ForgetsOthers)),
    ("stored without the lock", || dict::grow_and_set(Fault::StoresUnlocked)),
    ("claimed without exchange", || generator::two_threads(generator::Fault::ClaimsUnshared)),
    ("written after release", || generator::two_threads(generator::Fault::ReleasesEarly)),
    ("granted while another runs", || bias::taken_while_resumed([1, 1], bias::Fault::GrantsBlindly)),
    ("granted again after a revocation", || bias::taken_while_resumed([2, 0], bias::Fault::LooksOnce)),
    ("revoked from who runs", || bias::taken_while_resumed([1, 0], bias::Fault::RevokesRunning)),
    ("bound before it is named", || mirror::added_while_seen(mirror::Fault::BindsFirst)),
    ("grown over what has left", || mirror::grown_while_left(mirror::Fault::Overwrites)),
    ("mirrored without what is late", || mirror::mirrored_while_bound(mirror::Fault::SkipsUnbound)),
    ("noted before it is written", || places::noted_while_looked_up(places::Fault::NotesFirst)),
    ("freed while it is noted", || places::noted_while_looked_up(places::Fault::LeavesWords)),
    ("remembered at a later version", || version::changed_while_asked(1, 1, version::Fault::ReadsLate)),
    ("remembered while changing", || version::changed_while_asked(2, 2, version::Fault::RemembersChanging)),
    ("renewed before the change", || version::changed_while_asked(1, 1, version::Fault::RenewsFirst)),
];

/// In the child: the chosen model. In the parent, where nothing is chosen: nothing.
#[test]
fn the_chosen_model() {
    let Ok(chosen) = std::env::var(CHOSEN) else { return };
    let (_, model) = FAULTS.iter().find(|(name, _)| *name == chosen).expect("a known fault");
    model();
}

#[test]
fn every_fault_is_noticed() {
    let unnoticed: Vec<_> = FAULTS
        .iter()
        .filter(|(name, _)| {
            Command::new(std::env::current_exe().unwrap())
                .args(["models::faults::the_chosen_model", "--exact"])
                .env(CHOSEN, name)
                .env("RUST_BACKTRACE", "0")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .unwrap()
                .success()
        })
        .map(|(name, _)| name)
        .collect();
    assert!(unnoticed.is_empty(), "{unnoticed:?}");
}
