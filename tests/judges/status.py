"""What is due, computed from a ledger's lines and a moment: python status.py LEDGER NOW. Shares no code with the program."""

import calendar
import datetime
import json
import sys


def months_later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def main(path, now):
    today = datetime.date.fromisoformat(now[:10])
    plan, opened, latest = None, False, ""
    intents, pins, passwords, bags, registered = {}, {}, {}, {}, set()
    for line in open(path, encoding="utf-8"):
        entry = json.loads(line)
        at, event = entry["at"], entry["event"]
        latest = max(latest, at)
        kind = event["type"]
        if kind == "plan-adopted":
            plan = event["plan"]
        elif kind == "ceremony-started":
            opened = True
        elif kind in ("ceremony-ended", "ceremony-abandoned"):
            opened = False
        elif kind == "intended":
            intents[entry["seq"]] = event["deed"]
            deed = event["deed"]
            if deed["do"] == "open-bag":
                bags[deed["bag"]]["sealed"] = False
        elif kind == "registered":
            registered.add(event["key"])
        elif kind == "bag-fetched":
            bags[event["bag"]].update(sealed=False, seen=at)
        elif kind == "bag-handed":
            bags[event["bag"]].update(sealed=True, seen=at)
        elif kind == "ended" and event["result"]["is"] != "not-done":
            deed = intents[event["intent"]]
            if deed["do"] in ("set-pin", "change-pin"):
                pins[deed["key"]] = at
            elif deed["do"] == "set-password":
                passwords[deed["account"]] = at
            elif deed["do"] == "seal-bag":
                items = [item.get("key") or item["sheet"] for item in deed["items"]]
                bags[deed["bag"]] = {"sealed": True, "seen": at, "items": items, "place": deed["place"]}
    found = due(plan, opened, today if now >= latest else None, pins, passwords, bags, registered) if plan else []
    print(json.dumps(found))


def due(plan, opened, today, pins, passwords, bags, registered):
    found = []

    def add(task, subject, since, on, soon, bag=None, place=None):
        left = (on - today).days if today and on else None
        if on is None:
            standing = "overdue"
        elif left is None:
            standing = "unknown"
        else:
            standing = "overdue" if left < 0 else "soon" if left <= soon else "later"
        found.append({
            "task": task, "subject": subject, "since": since, "on": on and on.isoformat(), "days_left": left,
            "standing": standing, "bag": bag, "place": place,
        })

    day = lambda at: datetime.date.fromisoformat(at[:10])
    rotate, check = plan["rules"]["rotate_every_months"], plan["rules"]["check_every_days"]
    for key in (key["id"] for key in plan["key"]):
        if not opened and (key not in pins or key not in registered):
            add("set-up-key", key, None, None, 0)
        if key in pins:
            add("rotate-pin", key, pins[key], months_later(day(pins[key]), rotate), 30)
    for account in (account["id"] for account in plan["account"]):
        if not opened and account not in passwords:
            add("set-password", account, None, None, 0)
        if account in passwords:
            add("rotate-password", account, passwords[account], months_later(day(passwords[account]), rotate), 30)
    for serial, bag in bags.items():
        for item in bag["items"] if bag["sealed"] else []:
            on = day(bag["seen"]) + datetime.timedelta(days=check)
            add("check", item, bag["seen"], on, 14, serial, bag["place"])
    for person in plan["person"] if today else []:
        if "until" in person:
            left = (datetime.date.fromisoformat(person["until"]) - today).days
            opens = any(person["id"] in place["opened_by"] for place in plan["place"])
            if 0 <= left <= 30 or left < 0 and opens:
                add("person-leaves", person["id"], None, today + datetime.timedelta(days=left), 30)
    return found


main(*sys.argv[1:])
