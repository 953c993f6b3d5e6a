//! What F1 shows, and what `help` says in line mode, in German.

pub(super) const HELP: &str = "\
Der Balken oben sagt, wer an der Reihe ist und wer wegsieht. Darunter steht,
was zu tun ist. Lesen Sie es laut vor, tun Sie es, und antworten Sie dann.

  j, n          ja, nein: eine Taste, ohne Enter
  Enter         beendet das Getippte; bestätigt die Auswahl
  Rücktaste     löscht ein Zeichen, Strg-U löscht alle
  Bild auf/ab   der Rest eines langen Textes

  F1  diese Hilfe
  F2  der Ablauf der Zeremonie: was erledigt ist, was kommt
  F3  umsehen: Plan, Journal, was ist wo, Schlüssel, Handbuch
  F4  stop. Sie wählen dann: fortfahren (nichts geht verloren), sicher
      anhalten, diesen Schritt auslassen (eine Ausnahme: Sie stimmen
      beide zu und nennen einen Grund, und es wird festgehalten), oder die
      Zeremonie vorzeitig beenden. Strg-C und Strg-D tun dasselbe.

Geheimes erscheint als Sterne. Eingefügter und gescannter Text gilt nur
dort, wo ein Anteil, ein unterschriebenes Protokoll oder eine Beutelnummer
gelesen wird. Eine gedrückt gehaltene Taste beantwortet nur eine Frage.

Anhalten ist nie falsch. Alles, was als erledigt angezeigt wurde, ist
gespeichert. Die Zeremonie geht dort weiter, wo das Journal endet.

In einer Probe ist der Tisch gespielt, und diese Tasten sind Ihre Hände:
  F5  das verlangte Papier auf den Scanner legen: Er tippt für Sie
  F6  Schlüssel berühren      F7  abziehen      F8  einstecken";

pub(super) const LINE_HELP: &str = "Tippen Sie die Antwort, und drücken Sie Enter. Die Rücktaste löscht ein Zeichen, Strg-U löscht alle.
  - j oder n (ja, nein), wo (j/n) steht
  - stop, Strg-C oder Strg-D: sicher anhalten; alles Lose kommt in Beutel, und Sie setzen später mit `sealwright run` fort
  - help: diese Hilfe
Geheimes erscheint als Sterne. Auch dort können Sie stop tippen, aber nicht help: Es könnte Ihr persönliches Wort sein.";
