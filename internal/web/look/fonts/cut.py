"""Cuts the web fonts out of the variable Source Sans 3.

Usage: cut.py SOURCE.ttf FOLDER

Writes sans-latin, sans-latin-ext and sans-cyrillic as WOFF2, with the weights
400 to 600 and kerning, under the name that the licence asks for.
"""

import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

RANGES = {
  "latin": "0020-007E,00A0-00FF,0131,0152-0153,0160-0161,017D-017E,"
  "2010-2015,2018-201E,2020-2022,2026,202F,2030,2032,2033,2039,203A,20AC,"
  "2190-2193,2212,2248,2260,2264,2265,25A0,25A1,25B2,25BC,25C6,25CB,25CF,2713",
  "latin-ext": "0100-0130,0132-0151,0154-015F,0162-017C,017F,0218-021B,1E9E",
  "cyrillic": "0400-045F,0490-0491,2116",
}
NAME = "Tulos Sans"


def codes(ranges):
  """The code points of a list such as "0020-007E,00A0"."""
  for part in ranges.split(","):
    first, _, last = part.partition("-")
    yield from range(int(first, 16), int(last or first, 16) + 1)


def rename(font):
  """Keeps copyright and licence; the family gets a name that is not reserved."""
  names = font["name"]
  names.names = [n for n in names.names if n.nameID in (0, 13, 14)]
  for number, text in ((1, NAME), (2, "Regular"), (3, NAME), (4, NAME), (6, NAME.replace(" ", ""))):
    names.setName(text, number, 3, 1, 0x409)


def options():
  o = subset.Options()
  o.flavor = "woff2"
  o.hinting = False
  o.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
  o.name_IDs = ["*"]
  o.notdef_outline = True
  o.recalc_timestamp = False
  return o


def main(source, folder):
  for name, ranges in RANGES.items():
    font = TTFont(source, recalcTimestamp=False)
    wanted = options()
    cutter = subset.Subsetter(wanted)
    cutter.populate(unicodes=codes(ranges))
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": (400, 600)})
    for table in ("STAT", "DSIG", "meta"):
      if table in font:
        del font[table]
    rename(font)
    subset.save_font(font, str(pathlib.Path(folder) / f"sans-{name}.woff2"), wanted)


if __name__ == "__main__":
  main(*sys.argv[1:])
