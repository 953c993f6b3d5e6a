"""What another program reads in a calendar: python read_calendar.py FILE. Judge: icalendar."""

import json
import sys

from icalendar import Calendar


def main(path):
    raw = open(path, "rb").read()
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75, line
        assert b"\n" not in line and b"\r" not in line, line
    calendar = Calendar.from_ical(raw)
    assert not calendar.errors, calendar.errors
    assert all(calendar.get(member) for member in ("VERSION", "PRODID"))
    events = []
    for event in calendar.walk("VEVENT"):
        assert not event.errors, event.errors
        assert event["DTSTAMP"].dt.utcoffset().total_seconds() == 0
        events.append({
            "uid": str(event["UID"]),
            "start": event["DTSTART"].dt.isoformat(),
            "end": event["DTEND"].dt.isoformat(),
            "summary": str(event["SUMMARY"]),
            "description": str(event["DESCRIPTION"]),
        })
    print(json.dumps(events))


main(*sys.argv[1:])
