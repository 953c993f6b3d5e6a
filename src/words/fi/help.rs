//! What F1 shows, and what `help` says in line mode, in Finnish.

pub(super) const HELP: &str = "\
Ylin palkki kertoo, kenen kädet nyt toimivat ja kuka katsoo muualle. Sen
alla on ainoa asia, joka nyt tehdään. Lukekaa se ääneen, tehkää se ja
vastatkaa sitten.

  k, e          kyllä, ei: yksi näppäin, ei Enteriä
  Enter         päättää näppäillyn; vahvistaa valitun
  Backspace     poistaa yhden merkin, Ctrl-U kaikki
  PgUp, PgDn    pitkän tekstin loput

  F1  tämä ohje
  F2  vaiheet, seremonian käsikirjoitus: mitä on tehty, mitä on tulossa
  F3  tiedot: suunnitelma, tapahtumakirja, mitä on missä, avaimet,
      ohjekirja
  F4  stop. Sitten kysytään, mitä nyt tehdään: jatketaan (mitään ei
      menetetä), keskeytetään turvallisesti, ohitetaan tämä vaihe
      (poikkeus: molemmat suostuvat, syy kerrotaan, ja se kirjataan) tai
      päätetään seremonia keskeneräisenä. Ctrl-C ja Ctrl-D tekevät saman.

Salainen näkyy tähtinä. Liitetty teksti ja skanneri kelpaavat vain, kun
luetaan osuutta, allekirjoitettua pöytäkirjaa tai pussin sarjanumeroa.
Pohjassa pidetty näppäin vastaa vain yhteen kysymykseen.

Keskeyttäminen ei ole koskaan väärin. Se, mikä näytettiin tehdyksi, on
levyllä; seremonia jatkuu siitä, mihin tapahtumakirja päättyy.

Harjoituksessa pöytä on kuviteltu, ja nämä ovat kätenne:
  F5  panee kysytyn paperin skanneriin: se näppäilee puolestanne
  F6  koskettaa avainta      F7  irrottaa sen      F8  kytkee avaimen";

pub(super) const LINE_HELP: &str = "Näppäilkää vastaus ja painakaa Enter. Backspace poistaa yhden merkin, Ctrl-U kaikki.
  - k tai e (kyllä, ei), kun kysymyksessä on (k/e)
  - stop, Ctrl-C tai Ctrl-D: keskeytetään turvallisesti; kaikki esillä oleva pannaan pusseihin, ja `sealwright run` jatkaa myöhemmin
  - help: tämä ohje
Salainen näkyy tähtinä. Sielläkin stop toimii, mutta help ei: se voisi olla oma sananne.";
