"""Judge: what a page looks like. Poppler renders it, zbarimg reads QR codes, tesseract reads words, FreeType (in Pillow)
draws what should be seen. One JSON request on standard input, one answer on standard output.

Request: {"ask": one of the functions below, "of": [job, ...]}. Answer: a list, one for each job. Lengths are millimetres
from the page's top left corner, an area is [left, top, right, bottom].
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from xml.etree import ElementTree

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

os.environ["OMP_THREAD_LIMIT"] = "1"  # the pages are the threads
FONTS = os.path.join(os.path.dirname(__file__), "../../src/sheet/fonts/")


def tool(*arguments, allowed=(0,)):
    done = subprocess.run(arguments, capture_output=True)
    if done.returncode not in allowed:
        sys.exit(f"{arguments[0]}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def render(pdf, dpi, area=None):
    with tempfile.TemporaryDirectory() as folder:
        tool("pdftoppm", "-r", str(dpi), "-gray", "-singlefile", pdf, f"{folder}/page")
        page = Image.open(f"{folder}/page.pgm").convert("L")
    return page if area is None else cut(page, area, dpi)


def cut(page, area, dpi):
    return page.crop([round(mm / 25.4 * dpi) for mm in area])


def read_codes(picture, flags=("--raw",)):
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        picture.save(file.name, compress_level=1)
        found = tool("zbarimg", "-q", "-Sdisable", "-Sqrcode.enable", *flags, file.name, allowed=(0, 4))
    return found.decode(errors="replace")


def read_words(picture, dpi, mode):
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        picture.save(file.name, compress_level=1)
        return tool("tesseract", file.name, "-", "--dpi", str(dpi), "--psm", str(mode)).decode()


def changed(job):
    """Where two pages differ: {"a": PDF, "b": PDF}; the area, or null."""
    a, b = (render(job[page], 150) for page in "ab")
    box = ImageChops.difference(a, b).getbbox()
    return box and [pixels * 25.4 / 150 for pixels in box]


def inked(job):
    """Where ink is: {"pdf": PDF}; the area."""
    box = ImageOps.invert(render(job["pdf"], 150)).getbbox()
    return [pixels * 25.4 / 150 for pixels in box]


# How the two prints that lie face to face are seen together: by their darkness where toner is opaque, else by their sum.
LIGHTS = {
    "uncovered": lambda secret, cover: secret,
    "opaque": ImageChops.darker,
    "half": lambda secret, cover: Image.blend(secret, cover, 0.5),
    "half, secret nearer": lambda secret, cover: Image.blend(secret, cover, 0.45),
    "half, cover nearer": lambda secret, cover: Image.blend(secret, cover, 0.55),
    "cover nearer": lambda secret, cover: Image.blend(secret, cover, 0.7),
    "secret much nearer": lambda secret, cover: Image.blend(secret, cover, 0.3),
    "twice dark": ImageChops.lighter,
    "opaque, folded 0.5 mm off": lambda secret, cover: ImageChops.darker(secret, moved(cover, 0.5)),
    "opaque, folded 1 mm off": lambda secret, cover: ImageChops.darker(secret, moved(cover, 1.0)),
}


def moved(picture, mm):
    by = round(mm / 25.4 * 150)
    out = Image.new("L", picture.size, 255)
    out.paste(picture, (by, by))
    return out


def held_to_light(job):
    """What is read through the folded sheet: {"pdf": PDF, "folds": [back, front], "lights": [name, ...]}; for each light
    [the codes, the words]."""
    page = render(job["pdf"], 150)
    back, front = (round(mm / 25.4 * 150) for mm in job["folds"])
    secret = page.crop((0, back, page.width, front))
    height = front - back
    cover = ImageOps.flip(page.crop((0, front, page.width, front + height)))
    answers = []
    for light in job["lights"]:
        seen = LIGHTS[light](secret, cover)
        words = " ".join(read_words(seen, 150, mode) for mode in (6, 11))
        answers.append([read_codes(seen) + read_codes(ImageOps.invert(seen)), words])
    return answers


def read(job):
    """What is read from a page that was scanned badly: {"pdf": PDF, "dpi": n, "turn": degrees, "noise": 0 to 1, "jpeg":
    quality or 0, "area": area or null, "modes": tesseract's, "seed": n, "flags": zbarimg's}; [codes, [words, ...]], the words
    as each mode reads them."""
    dpi = job["dpi"]
    page = render(job["pdf"], dpi, job["area"])
    if job["turn"]:
        page = page.rotate(job["turn"], Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    if job["noise"]:
        noise = random.Random(job["seed"]).randbytes(page.width * page.height)
        page = Image.blend(page, Image.frombytes("L", page.size, noise), job["noise"])
    if job["jpeg"]:
        file = BytesIO()
        page.save(file, "JPEG", quality=job["jpeg"])
        page = Image.open(file).convert("L")
    codes = read_codes(page, job["flags"])
    if job["noise"]:  # as scanning programs do: noise is smoothed, and words are read at half the resolution
        page = page.filter(ImageFilter.GaussianBlur(dpi / 200))
    if dpi >= 300:
        page, dpi = page.reduce(2), dpi // 2
    return [codes, [read_words(page, dpi, mode) for mode in job["modes"]]]


def boxes(pdf):
    """Each word that stands on the page, and its area in points."""
    page = ElementTree.fromstring(tool("pdftotext", "-bbox", pdf, "-"))
    for word in page.iter("{http://www.w3.org/1999/xhtml}word"):
        yield word.text, [float(word.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")]


def drawn(job):
    """How far words on a page look unlike what FreeType draws: {"pdf": PDF, "font": file, "words": [word, ...], "as": [word,
    ...]}; for each word the share of ink that differs from its counterpart in "as"."""
    dpi = 300
    page = render(job["pdf"], dpi)
    by_height = sorted(boxes(job["pdf"]), key=lambda found: found[1][3] - found[1][1])
    places = dict(by_height)  # where a word stands twice: the largest
    font = ImageFont.truetype(FONTS + job["font"], 100)

    def seen(word):
        left, top, right, bottom = places[word]
        above = (bottom - top) * 0.2  # marks on capitals stand above the box
        return tight(page.crop([round(x / 72 * dpi) for x in (left, top - above, right, bottom)]))

    return [unlike(seen(word), by_freetype(font, other)) for word, other in zip(job["words"], job["as"])]


def by_freetype(font, word):
    canvas = Image.new("L", (120 * len(word), 300), 255)
    ImageDraw.Draw(canvas).text((50, 60), word, font=font, fill=0)
    return tight(canvas)


def tight(picture):
    return picture.crop(ImageOps.invert(picture.point(lambda grey: 255 if grey > 140 else grey)).getbbox())


def unlike(a, b):
    """The ink in which two pictures differ, as a share of the ink in either."""
    b = b.resize(a.size, Image.Resampling.BOX)
    apart = sum(n * count for n, count in enumerate(ImageChops.difference(a, b).histogram()))
    either = sum((255 - n) * count for n, count in enumerate(ImageChops.darker(a, b).histogram()))
    return apart / either


def letters(job):
    """How unlike the characters of an alphabet are: {"pdf": PDF, "alphabet": text, "groups": characters in a word on the page,
    "pairs": [two characters, ...]}; the shares of ink by which those pairs differ, and the five least of all pairs."""
    dpi = 600
    page = render(job["pdf"], dpi)
    places = list(boxes(job["pdf"]))
    cells = {}
    for at in range(0, len(job["alphabet"]), job["groups"]):
        group = job["alphabet"][at:at + job["groups"]]
        left, top, right, bottom = next(place for word, place in places if word == group)
        width = (right - left) / len(group)
        for n, letter in enumerate(group):
            area = [left + n * width, top, left + (n + 1) * width, bottom]
            cells[letter] = page.crop([round(x / 72 * dpi) for x in area]).resize((100, 200))
    every = [a + b for a in cells for b in cells if a < b]
    least = sorted((unlike(cells[a], cells[b]), a + b) for a, b in every)[:5]
    return [(unlike(cells[a], cells[b]), a + b) for a, b in job["pairs"]] + least


ASKED = {f.__name__: f for f in (changed, inked, held_to_light, read, drawn, letters)}
request = json.load(sys.stdin)
with ThreadPoolExecutor(os.cpu_count()) as pool:
    json.dump(list(pool.map(ASKED[request["ask"]], request["of"])), sys.stdout)
