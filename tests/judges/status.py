"""What must happen, computed from a ledger's lines and a moment: python status.py LEDGER NOW. Shares no code with the program."""

import calendar
import datetime
import hashlib
import json
import sys


def months_later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def main(path, now):
    today = datetime.date.fromisoformat(now[:10])
    latest, book = "", Book()
    for line in open(path, encoding="utf-8"):
        entry = json.loads(line)
        latest = max(latest, entry["at"])
        book.read(entry)
    print(json.dumps(book.due(today if now >= latest else None)))


class Book:
    def __init__(self):
        self.proposed, self.plan, self.opened, self.number = {}, None, False, 0
        self.intents, self.open_intents = {}, set()
        self.pins, self.passwords, self.bags, self.keys, self.registered = {}, {}, {}, set(), set()
        self.live, self.sheets, self.seen, self.wanted, self.settings = {}, {}, {}, {}, {}
        self.table, self.pin_custodian = set(), None
        self.quarantine = {}

    def read(self, entry):
        at, event = entry["at"], entry["event"]
        kind = event["type"]
        if kind == "plan-proposed":
            canonical = json.dumps(event["plan"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            self.proposed[hashlib.sha256(canonical.encode()).hexdigest()] = event["plan"]
        elif kind == "plan-adopted":
            self.plan = self.proposed[event["plan"]]
        elif kind == "ceremony-started":
            self.opened, self.number = True, entry["ceremony"]
        elif kind in ("ceremony-ended", "ceremony-abandoned"):
            self.opened = False
        elif kind == "roll-called":
            self.pin_custodian = next(p["person"] for p in event["present"] if p["role"] == "pin-custodian")
            self.look()
        elif kind == "intended":
            deed = event["deed"]
            self.intents[entry["seq"]] = deed
            self.open_intents.add(entry["seq"])
            if deed["do"] == "open-bag":
                self.bags[deed["bag"]]["sealed"] = False
            elif deed["do"] == "print-sheet":
                self.sheets[deed["sheet"]] = deed["page"]
                self.table.add(deed["sheet"])
                self.wanted[deed["sheet"]] = self.wants(deed["page"])
        elif kind == "sheet-proven":
            self.seen.setdefault(event["sheet"], set()).update(event["by"])
        elif kind == "pin-verified":
            self.seen.setdefault(event["sheet"], set()).add(event["by"])
        elif kind == "key-configured":
            self.settings[event["key"]] = self.plan.get("key_settings", {})
        elif kind == "registered":
            self.registered.add(event["key"])
        elif kind == "breach":
            for about in event.get("about", []):
                self.quarantine.setdefault(self.thing(about), about.get("bag"))
        elif kind == "snapshot-taken" and event["differs"]:
            self.quarantine.setdefault(event["key"], None)
        elif kind == "quarantine-ended":
            del self.quarantine[self.thing(event["about"])]
        elif kind == "bag-fetched":
            self.bags[event["bag"]].update(sealed=False, seen=at)
        elif kind == "bag-handed":
            self.bags[event["bag"]].update(sealed=True, seen=at)
        elif kind == "ended":
            deed = self.intents[event["intent"]]
            self.open_intents.remove(event["intent"])
            if event["result"]["is"] != "not-done":
                self.done(deed, at)

    @staticmethod
    def thing(about):
        return about[about["is"]]

    def done(self, deed, at):
        do = deed["do"]
        if do in ("set-pin", "change-pin"):
            self.pins[deed["key"]] = at
            self.live[deed["key"]] = deed["to"]
        elif do == "make-identity":
            self.keys.add(deed["key"])
        elif do == "set-password":
            self.passwords[deed["account"]] = (at, deed["set"])
        elif do == "destroy-sheet":
            del self.sheets[deed["sheet"]]
            self.table.discard(deed["sheet"])
        elif do == "open-bag":
            self.table.update(self.bags[deed["bag"]]["items"])
            self.look()
        elif do == "seal-bag":
            items = [item.get("key") or item["sheet"] for item in deed["items"]]
            self.table.difference_update(items)
            self.bags[deed["bag"]] = {"sealed": True, "seen": at, "items": items, "place": deed["place"]}

    def wants(self, page):
        if page["is"] == "pin":
            return self.plan["rules"]["pin_digits"]
        return next(a["password"]["threshold"] for a in self.plan["account"] if a["id"] == page["account"])

    def look(self):
        """Who sits as PIN custodian reads each PIN sheet on the table."""
        for sheet in self.table:
            if self.sheets.get(sheet, {}).get("is") == "pin":
                self.seen.setdefault(sheet, set()).add(self.pin_custodian)

    def due(self, today):
        found = []

        def add(task, subject, reason, since=None, on=None, soon=0, bag=None, place=None):
            left = (on - today).days if today and on else None
            if on is None:
                standing = "overdue"
            elif left is None:
                standing = "unknown"
            else:
                standing = "overdue" if left < 0 else "soon" if left <= soon else "later"
            found.append({
                "task": task, "subject": subject, "since": since, "on": on and on.isoformat(), "days_left": left,
                "standing": standing, "bag": bag, "place": place, "reason": reason,
            })

        if self.opened:
            add("finish-ceremony", str(self.number), "unfinished")
        for seq in sorted(self.open_intents):
            deed = self.intents[seq]
            about = deed.get("sheet") or deed.get("bag") or deed.get("key") or deed["account"]
            add("settle", about, "in-doubt", bag=deed.get("bag"))
        for thing, bag in self.quarantine.items():
            add("end-quarantine", thing, "in-quarantine", bag=bag)
        if self.plan:
            self.by_date(add, today)
            self.gaps(add, today)
        return found

    def by_date(self, add, today):
        day = lambda at: datetime.date.fromisoformat(at[:10])
        rules = self.plan["rules"]
        rotate, check = rules["rotate_every_months"], rules["check_every_days"]
        for key in (key["id"] for key in self.plan["key"]):
            if key in self.pins:
                add("rotate-pin", key, "age", self.pins[key], months_later(day(self.pins[key]), rotate), 30)
        for account in (account["id"] for account in self.plan["account"]):
            if account in self.passwords:
                at, _ = self.passwords[account]
                add("rotate-password", account, "age", at, months_later(day(at), rotate), 30)
        for serial, bag in self.bags.items():
            for item in bag["items"] if bag["sealed"] else []:
                on = day(bag["seen"]) + datetime.timedelta(days=check)
                add("check", item, "not-looked-at", bag["seen"], on, 14, serial, bag["place"])
        for person in self.plan["person"] if today else []:
            if "until" in person:
                left = (datetime.date.fromisoformat(person["until"]) - today).days
                opens = any(person["id"] in place["opened_by"] for place in self.plan["place"])
                if 0 <= left <= 30 or left < 0 and opens:
                    add("person-leaves", person["id"], "last-day", None, today + datetime.timedelta(days=left), 30)

    def gaps(self, add, today):
        plan = self.plan
        keys = {key["id"]: key for key in plan["key"]}
        accounts = {account["id"]: account for account in plan["account"]}
        people = {person["id"]: person for person in plan["person"]}
        opened_by = {place["id"]: place["opened_by"] for place in plan["place"]}
        for key in [] if self.opened else keys:
            if key not in self.keys:
                add("set-up-key", key, "not-admitted")
            elif key not in self.pins:
                add("set-up-key", key, "no-pin")
            elif key not in self.registered:
                add("set-up-key", key, "no-passkey")
        for account in [] if self.opened else accounts:
            if account not in self.passwords:
                add("set-password", account, "no-password")
        for key in self.keys - set(keys):
            add("retire", key, "not-in-plan")
        for account in set(self.passwords) - set(accounts):
            add("retire", account, "not-in-plan")
        for sheet in self.sheets if not self.opened else []:
            if not self.is_used(sheet):
                add("destroy", sheet, "of-no-use")
        settings = plan.get("key_settings", {})
        for key in keys if settings else []:
            had = self.settings.get(key)
            if key in self.keys and (had is None or any(settings.get(flag) and not had.get(flag) for flag in (
                    "always_uv", "enterprise_attestation"))
                    or set(settings.get("told_min_pin", ())) - set(had.get("told_min_pin", ()))):
                add("configure-key", key, "not-configured")
        for key in keys:
            if key in self.live and self.wanted[self.live[key]] < plan["rules"]["pin_digits"]:
                add("rotate-pin", key, "pin-too-short")
        for key, sheet in self.live.items():
            for person in self.seen.get(sheet, ()) if key in keys else ():
                if person not in people or person in opened_by[keys[key]["place"]] \
                        or "key-custodian" in people[person]["roles"] or self.has_left(people[person], today):
                    add("rotate-pin", key, "seen")
        unfit = set()
        for account in set(self.passwords) & set(accounts):
            _, live = self.passwords[account]
            members = [s for s, p in self.sheets.items() if p.get("account") == account and p["set"] == live]
            password = accounts[account]["password"]
            if len(members) != len(password["shares"]):
                unfit.add(account)
                add("rotate-password", account, "share-count")
            elif self.wanted[members[0]] != password["threshold"]:
                unfit.add(account)
                add("rotate-password", account, "threshold")
        for serial, bag in self.bags.items():
            if not bag["sealed"]:
                continue
            wanted = set()
            for item in bag["items"]:
                if item in keys:
                    wanted.add(keys[item]["place"])
                elif item in self.sheets and self.is_used(item):
                    page = self.sheets[item]
                    if page["is"] == "pin" and page["key"] in keys:
                        wanted.add(keys[page["key"]]["pin_place"])
                    elif page["is"] == "share" and page["account"] in accounts and page["account"] not in unfit:
                        wanted.add(accounts[page["account"]]["password"]["shares"][page["member"] - 1])
            if wanted - {bag["place"]}:
                add("put-away", serial, "misplaced", bag=serial, place=bag["place"])
            elif bag["place"] not in opened_by:
                add("retire", serial, "not-in-plan", bag=serial)

    def is_used(self, sheet):
        page = self.sheets[sheet]
        if page["is"] == "pin":
            return self.live.get(page["key"]) == sheet
        return self.passwords.get(page["account"], (None, None))[1] == page["set"]

    @staticmethod
    def has_left(person, today):
        return bool(today and "until" in person and today > datetime.date.fromisoformat(person["until"]))


main(*sys.argv[1:])
