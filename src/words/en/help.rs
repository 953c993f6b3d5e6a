//! What F1 shows, and what `help` says in line mode, in English.

pub(super) const HELP: &str = "\
The bar on top says whose hands act now, and who looks away. Below it stands
the one thing to do. Read it aloud, do it, then answer.

  y, n          yes, no: one key, no Enter
  Enter         ends what was typed; confirms what was chosen
  Backspace     takes a character away, Ctrl-U all of them
  PgUp, PgDn    the rest of a long text

  F1  this
  F2  the ceremony's script: what is done, what comes
  F3  look around: plan, ledger, what is where, keys, manual
  F4  stop. You are then asked what now: go on (nothing is lost), stop
      safely, leave this step out (an exception: both agree, with a
      reason, and it is recorded), or end the ceremony unfinished.
      Ctrl-C and Ctrl-D do the same.

What is secret shows as stars. Pasted text and scanners are heard only where
a share, signed minutes or a bag's number are read. A key that is held down
answers one question only.

Stopping is never wrong. What was shown as done is on the disk; the ceremony
goes on where the ledger ends.

In a rehearsal the table is played, and these are your hands:
  F5  lay the paper in question on the scanner: it types for you
  F6  touch the key      F7  unplug it      F8  plug one in";

pub(super) const LINE_HELP: &str = "Type the answer and press Enter. Backspace takes a character away, Ctrl-U all of them.
  - y or n (yes, no) where it says (y/n)
  - stop, Ctrl-C or Ctrl-D: stop safely; everything loose goes into bags, and `sealwright run` goes on later
  - help: this
What is masked shows as stars. There stop works too, and help does not: it could be your word.";
