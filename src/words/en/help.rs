//! What F1 shows, and what `help` says in line mode, in English.

pub(super) const HELP: &str = "\
The bar at the top says whose turn it is, and who looks away. Below it you
see the one thing to do. Read it aloud, do it, then answer.

  y, n          yes, no: one key, no Enter
  Enter         ends what you typed; confirms what you chose
  Backspace     deletes a character, Ctrl-U deletes all
  PgUp, PgDn    the rest of a long text

  F1  this help
  F2  the ceremony's script: what is done, what comes next
  F3  look around: plan, ledger, what is where, keys, manual
  F4  stop. You then choose: continue (nothing is lost), stop safely,
      skip this step (an exception: both of you assent and give a reason,
      and it is recorded), or end the ceremony unfinished. Ctrl-C and
      Ctrl-D do the same.

Secrets are shown as stars. Pasted and scanned text is accepted only where a
share, signed minutes or a bag's serial number is read. A key that is held
down answers only one question.

Stopping is never wrong. Everything that was shown as done is on the disk.
The ceremony continues where the ledger ends.

In a rehearsal the table is played, and these keys are your hands:
  F5  put the paper in question on the scanner: it types for you
  F6  touch the key      F7  unplug it      F8  plug one in";

pub(super) const LINE_HELP: &str = "Type the answer and press Enter. Backspace deletes a character, Ctrl-U deletes all.
  - y or n (yes, no) where it says (y/n)
  - stop, Ctrl-C or Ctrl-D: stop safely; everything loose goes into bags, and you continue later with `sealwright run`
  - help: this help
Secrets are shown as stars. There you can type stop, too, but not help: it could be your private word.";
