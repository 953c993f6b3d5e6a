//! Each deed as a type of its own, so that the intent for one cannot serve another.

use super::event::{BagSerial, Deed, Item, Page, Setting, SheetId};
use crate::plan::Name;

macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $act { $($(#[$field_doc])* pub $field: $type),* }

        impl From<$act> for Deed {
            fn from(act: $act) -> Deed {
                Deed::$act { $($field: act.$field),* }
            }
        }
    )*};
}

acts! {
    /// [`Deed::PrintSheet`].
    PrintSheet {
        /// The page's serial.
        sheet: SheetId,
        /// What is on it.
        page: Page,
    }
    /// [`Deed::SetPin`].
    SetPin {
        /// The key.
        key: Name,
        /// The sheet with the PIN.
        to: SheetId,
    }
    /// [`Deed::ChangePin`].
    ChangePin {
        /// The key.
        key: Name,
        /// The live sheet.
        from: SheetId,
        /// The new sheet.
        to: SheetId,
    }
    /// [`Deed::MakeIdentity`].
    MakeIdentity {
        /// The key.
        key: Name,
    }
    /// [`Deed::MakeCredential`].
    MakeCredential {
        /// The key.
        key: Name,
        /// The account.
        account: Name,
        /// The user id, hex.
        user: String,
    }
    /// [`Deed::DeleteCredential`].
    DeleteCredential {
        /// The key.
        key: Name,
        /// The credential id, hex.
        credential: String,
    }
    /// [`Deed::ConfigureKey`].
    ConfigureKey {
        /// The key.
        key: Name,
        /// Which setting.
        setting: Setting,
    }
    /// [`Deed::ResetKey`].
    ResetKey {
        /// The key.
        key: Name,
    }
    /// [`Deed::OpenBag`].
    OpenBag {
        /// The bag's serial.
        bag: BagSerial,
    }
    /// [`Deed::SealBag`].
    SealBag {
        /// The bag's serial.
        bag: BagSerial,
        /// What goes in.
        items: Vec<Item>,
        /// Where it will lie.
        place: Name,
    }
    /// [`Deed::DestroySheet`].
    DestroySheet {
        /// The page's serial.
        sheet: SheetId,
    }
    /// [`Deed::SetPassword`].
    SetPassword {
        /// The account.
        account: Name,
        /// The set of shares.
        set: u64,
    }
}
