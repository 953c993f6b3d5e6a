//! The folder that holds one organisation's plan, ledger, inbox and outbox.
