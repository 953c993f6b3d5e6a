//! What F1 shows, and what `help` says in line mode, in Finnish.

pub(super) const HELP: &str = "\
Ylin palkki kertoo, kenen vuoro on ja kuka katsoo muualle. Sen alla on
ainoa asia, joka nyt tehdään. Lukekaa se ääneen, tehkää se ja
vastatkaa sitten.

  k, e          kyllä, ei: yksi näppäin, ei Enteriä
  Enter         päättää näppäillyn; vahvistaa valitun
  Backspace     poistaa yhden merkin, Ctrl-U kaikki
  PgUp, PgDn    pitkän tekstin loput

  F1  tämä ohje
  F2  vaiheet, seremonian käsikirjoitus: mitä on tehty, mitä on tulossa
  F3  tiedot: suunnitelma, tapahtumakirja, mitä on missä, avaimet,
      ohjekirja
  F4  stop. Valitsette sitten: jatketaan (mitään ei menetetä),
      keskeytetään turvallisesti, ohitetaan tämä vaihe (poikkeus:
      molemmat suostuvat ja kertovat syyn, ja se kirjataan) tai päätetään
      seremonia keskeneräisenä. Ctrl-C ja Ctrl-D tekevät saman.

Salaisuudet näkyvät tähtinä. Liitetty ja skannattu teksti kelpaa vain, kun
luetaan osuutta, allekirjoitettua pöytäkirjaa tai pussin sarjanumeroa.
Pohjassa pidetty näppäin vastaa vain yhteen kysymykseen.

Keskeyttäminen ei ole koskaan väärin. Kaikki, mikä näytettiin tehdyksi, on
levyllä. Seremonia jatkuu siitä, mihin tapahtumakirja päättyy.

Harjoituksessa pöytä on kuviteltu, ja nämä näppäimet ovat kätenne:
  F5  panee kysytyn paperin skanneriin: se näppäilee puolestanne
  F6  koskettaa avainta      F7  irrottaa sen      F8  kytkee avaimen";

pub(super) const LINE_HELP: &str = "Näppäilkää vastaus ja painakaa Enter. Backspace poistaa yhden merkin, Ctrl-U kaikki.
  - k tai e (kyllä, ei), kun kysymyksessä on (k/e)
  - stop, Ctrl-C tai Ctrl-D: keskeytetään turvallisesti; kaikki esillä oleva pannaan pusseihin, ja jatkatte myöhemmin komennolla `sealwright run`
  - help: tämä ohje
Salaisuudet näkyvät tähtinä. Sielläkin voitte näppäillä stop, mutta ette help: se voisi olla oma sananne.";
