//! The procedures: one plain function each, one file each, named like the word in the template.

mod account_for_all;
mod admit_key;
mod adopt_plan;
mod check_laptop;
mod check_shares;
mod checkpoint;
mod configure_key;
mod copy_book;
mod delete_credential;
mod destroy_old_pin;
mod destroy_old_shares;
mod end_quarantine;
mod enrol_credential;
mod import_metadata;
mod inspect_bag;
mod print_labels;
mod print_minutes;
mod print_receipts;
mod reset_key;
mod rotate_password;
mod rotate_pin;
mod seal_key;
mod seal_pin;
mod seal_shares;
mod set_pin;
mod sign_in_online;
mod unseal_key;
mod unseal_pin;
mod verify_credential;
mod verify_pin;

use super::roll::RollCall;
use super::stop::Stop;
use super::world::World;
use crate::custody::procedure::Procedure;
use crate::custody::script::Step;
use crate::words::clause::Clause;
use crate::words::trouble::Trouble;

/// Performs a step's procedure.
///
/// # Errors
/// [`Stop`].
pub(super) fn perform(w: &mut World, roll: &RollCall, step: &Step) -> Result<(), Stop> {
    let about = || {
        Stop::Refusal(Trouble::NotAllowed {
            why: Clause::StepWithoutSubject {
                step: step.number.clone(),
            },
        })
    };
    let key = || step.about.key().ok_or_else(about);
    let account = || step.about.account().ok_or_else(about);
    let bag = || step.about.bag().ok_or_else(about);
    match step.procedure {
        // The roll was called when this session began; there is no session without it.
        Procedure::RollCall => Ok(()),
        Procedure::AdoptPlan => adopt_plan::adopt_plan(w, roll),
        Procedure::CheckLaptop => check_laptop::check_laptop(w, roll),
        Procedure::ImportMetadata => import_metadata::import_metadata(w, roll),
        Procedure::PrintLabels => print_labels::print_labels(w),
        Procedure::AdmitKey => admit_key::admit_key(w, roll, key()?),
        Procedure::SetPin => set_pin::set_pin(w, roll, key()?),
        Procedure::EnrolCredential => enrol_credential::enrol_credential(w, roll, key()?),
        Procedure::DeleteCredential => delete_credential::delete_credential(w, roll, key()?),
        Procedure::ConfigureKey => configure_key::configure_key(w, roll, key()?),
        Procedure::ResetKey => reset_key::reset_key(w, roll, key()?),
        Procedure::UnsealKey => unseal_key::unseal_key(w, roll, key()?),
        Procedure::UnsealPin => unseal_pin::unseal_pin(w, roll, key()?),
        Procedure::SignInOnline => sign_in_online::sign_in_online(w, roll, key()?),
        Procedure::VerifyPin => verify_pin::verify_pin(w, roll, key()?),
        Procedure::VerifyCredential => verify_credential::verify_credential(w, roll, key()?),
        Procedure::RotatePin => rotate_pin::rotate_pin(w, roll, key()?),
        Procedure::SealKey => seal_key::seal_key(w, roll, key()?),
        Procedure::SealPin => seal_pin::seal_pin(w, roll, key()?),
        Procedure::DestroyOldPin => destroy_old_pin::destroy_old_pin(w, roll, key()?),
        Procedure::CheckShares => check_shares::check_shares(w, roll, account()?),
        Procedure::RotatePassword => rotate_password::rotate_password(w, roll, account()?),
        Procedure::SealShares => seal_shares::seal_shares(w, roll, account()?),
        Procedure::DestroyOldShares => destroy_old_shares::destroy_old_shares(w, roll, account()?),
        Procedure::InspectBag => inspect_bag::inspect_bag(w, roll, bag()?),
        Procedure::EndQuarantine => end_quarantine::end_quarantine(w, roll),
        Procedure::AccountForAll => account_for_all::account_for_all(w, roll),
        Procedure::Checkpoint => checkpoint::checkpoint(w),
        Procedure::PrintReceipts => print_receipts::print_receipts(w),
        Procedure::PrintMinutes => print_minutes::print_minutes(w, roll),
        Procedure::CopyBook => copy_book::copy_book(w),
    }
}

/// The receipts, the head, the minutes and the copies: what every end needs (I19).
///
/// # Errors
/// [`Stop`].
pub(super) fn close_on_paper(w: &mut World, roll: &RollCall) -> Result<(), Stop> {
    print_receipts::print_receipts(w)?;
    checkpoint::checkpoint(w)?;
    print_minutes::print_minutes(w, roll)?;
    copy_book::copy_book(w)
}
