"""Which pixels match: texts, types, bits, and the settings of docs/masks.md on real numbers."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridr_qgis.core.masks.from_values import (
    BitField,
    ValueCriteria,
    ValueMatcher,
    parse_bits,
    parse_ranges,
    parse_values,
)

INTEGERS = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64")
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "masks.md"


def matches(numbers, dtype="uint16", **criteria):
    """Return which numbers match, as a list; they are not changed."""
    values = np.array([numbers], dtype=dtype)
    before = values.copy()
    found = ValueMatcher(ValueCriteria(**criteria), values.dtype)(values)
    assert found.dtype == bool and found.shape == values.shape
    np.testing.assert_array_equal(values, before)
    return found[0].tolist()


# --- texts ------------------------------------------------------------------------------------


def test_texts_as_people_write_them():
    assert parse_values("") == parse_ranges(" \n") == parse_bits("  ") == ()
    assert parse_values("3, 8,9 , 10") == (3, 8, 9, 10)
    assert parse_values("-9999, +5, .5, 2., 1e3, -1.5E-2") == (-9999, 5, 0.5, 2, 1000, -0.015)
    assert parse_values("18446744073709551615, -9223372036854775808") == (2**64 - 1, -(2**63))
    assert parse_ranges("100:200, :0, 9000:") == ((100, 200), (None, 0), (9000, None))
    assert parse_ranges(" -2.5 : -1 ,:, 7:7") == ((-2.5, -1), (None, None), (7, 7))
    assert parse_bits("3, 6=0") == (BitField(3, 3, (1,)), BitField(6, 6, (0,)))
    assert parse_bits("8-9=2|3, 0 - 1 = 1 | 2") == (
        BitField(8, 9, (2, 3)),
        BitField(0, 1, (1, 2)),
    )


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        *((parse_values, text) for text in ("a", "1;2", "1,", "0x10", "1_000", "٣", "nan", "--1")),
        *((parse_ranges, text) for text in ("1", "1-2", "2:1", "1:2:3", ",", "a:b", "inf:")),
        *((parse_bits, text) for text in ("-1", "3.0", "1-2", "2-1=0", "3=2", "1-2=", "=1", "3|4")),
        (parse_bits, "1" * 5000),
        (parse_values, "1e400"),
    ],
)
def test_texts_that_cannot_be_read_are_told_in_a_sentence(parse, text):
    name = parse.__name__.split("_")[1].upper()
    with pytest.raises(ValueError, match=f"^{name} has '") as caught:
        parse(text)
    assert len(str(caught.value)) < 250 and str(caught.value).endswith(".")


def test_a_field_of_many_bits_costs_nothing_before_it_is_refused():
    (field,) = parse_bits("0-99999999999=5")
    with pytest.raises(ValueError, match="BITS has bit 99999999999, but those of the uint8"):
        ValueMatcher(ValueCriteria(bits=(field,)), "uint8")


# --- values and ranges ------------------------------------------------------------------------


@given(
    dtype=st.sampled_from(INTEGERS),
    data=st.data(),
)
def test_ranges_and_values_of_integers_are_those_of_whole_numbers(dtype, data):
    info = np.iinfo(dtype)
    held = st.integers(int(info.min), int(info.max))
    numbers = data.draw(st.lists(held, min_size=1, max_size=12))
    wanted = data.draw(st.lists(held, min_size=1, max_size=4))
    low, high = sorted(data.draw(st.tuples(held, held)))
    # Beyond the type a range is cut off.
    wide = (low - 2**65, high), (low, high + 2**65), (low, None), (None, high), (low, high)
    assert matches(numbers, dtype, values=tuple(wanted)) == [n in wanted for n in numbers]
    for ends in wide:
        expected = [
            (ends[0] is None or ends[0] <= n) and (ends[1] is None or n <= ends[1]) for n in numbers
        ]
        assert matches(numbers, dtype, ranges=(ends,)) == expected


def test_decimal_ends_of_integers():
    assert matches([1, 2, 3, 4], ranges=((1.5, 3.5),)) == [False, True, True, False]
    assert matches([-3, -2, -1], "int8", ranges=((-2.5, -1.5),)) == [False, True, False]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_decimal_finds_what_the_band_holds_for_it(dtype):
    """0.7 is less in float32 than in float64, 0.1 more; both ends belong to the range."""
    assert matches([0.1, 0.7, 0.2], dtype, values=(0.1, 0.7)) == [True, True, False]
    assert matches([0.1, 0.7, 0.8], dtype, ranges=((0.1, 0.7),)) == [True, True, False]
    assert matches([0.1, 0.7, 0.8], dtype, ranges=((0.7, None),)) == [False, True, True]


def test_not_a_number_and_infinity():
    numbers = [np.nan, -np.inf, 0, np.inf]
    assert matches(numbers, "float32", ranges=((None, None),)) == [False, True, True, True]
    assert matches(numbers, "float32", ranges=((1, None),)) == [False, False, False, True]
    assert matches(numbers, "float32", ranges=((1, 1e300),)) == [False, False, False, False]
    assert matches(numbers, "float32", values=(0,)) == [False, False, True, False]


def test_the_largest_of_a_type_as_it_is_printed():
    """-3.4028235e+38 is a little less than the smallest float32, of which it is the short form."""
    numbers = np.finfo(np.float32).min, 0, np.finfo(np.float32).max
    assert matches(numbers, "float32", values=(-3.4028235e38,)) == [True, False, False]
    assert matches(numbers, "float32", ranges=((None, -3.4028235e38),)) == [True, False, False]
    assert matches(numbers, "float32", ranges=((3.4028235e38, None),)) == [False, False, True]


@pytest.mark.parametrize("dtype", ["uint8", "int64", "float32"])
def test_what_no_number_of_the_type_can_match_is_refused(dtype):
    for criteria, told in (
        ({"values": (1e300,)}, "VALUES has 1e.300, which the"),
        ({"ranges": ((1e300, None),)}, r"RANGES has 1e.300:, in which the"),
        ({"ranges": ((None, -1e300),)}, r"RANGES has :-1e.300, in which the"),
        ({"values": (10**399,)}, "VALUES has 1000"),
        ({}, "VALUES, RANGES and BITS are not set"),
        ({"values": (1,), "combine": "one"}, "COMBINE is one; it must be any or all"),
    ):
        with pytest.raises(ValueError, match=told):
            ValueMatcher(ValueCriteria(**criteria), dtype)


def test_many_rows_and_many_values():
    values = np.arange(1 << 18, dtype=np.uint32).reshape(1 << 9, -1)
    wanted = tuple(range(0, 1 << 18, 3))
    found = ValueMatcher(ValueCriteria(wanted), values.dtype)(values)
    np.testing.assert_array_equal(found, values % 3 == 0)


# --- bits -------------------------------------------------------------------------------------


@given(dtype=st.sampled_from(INTEGERS), data=st.data())
def test_bits_are_those_of_the_twos_complement(dtype, data):
    info, count = np.iinfo(dtype), 8 * np.dtype(dtype).itemsize
    numbers = data.draw(
        st.lists(st.integers(int(info.min), int(info.max)), min_size=1, max_size=12)
    )
    first = data.draw(st.integers(0, count - 1))
    last = data.draw(st.integers(first, min(count - 1, first + 5)))
    wanted = data.draw(st.lists(st.integers(0, 2 ** (last - first + 1) - 1), min_size=1))
    text = f"{first}-{last}={'|'.join(map(str, wanted))}"
    expected = [(n % 2**count >> first) & (2 ** (last - first + 1) - 1) in wanted for n in numbers]
    assert matches(numbers, dtype, bits=parse_bits(text)) == expected


def test_the_highest_bit_of_each_type():
    for dtype in INTEGERS:
        info, top = np.iinfo(dtype), 8 * np.dtype(dtype).itemsize - 1
        extreme = info.min if info.min < 0 else info.max
        expected = [True, False]
        assert matches([extreme, 1], dtype, bits=(BitField(top, top),)) == expected
        with pytest.raises(ValueError, match=f"has bit {top + 1}, but .* {dtype} .* 0 to {top}"):
            ValueMatcher(ValueCriteria(bits=(BitField(top + 1, top + 1),)), dtype)


def test_any_and_all_of_the_criteria_that_are_given():
    """Within one of them an entry is enough, whatever holds between them."""
    numbers = [0b0011, 0b0100, 0b1100, 0b1000]
    criteria = {"values": (0b0011, 0b0100), "bits": parse_bits("2, 3"), "ranges": ((4, 12),)}
    assert matches(numbers, **criteria) == [True, True, True, True]
    assert matches(numbers, **criteria, combine="all") == [False, True, False, False]
    del criteria["values"]
    assert matches(numbers, **criteria, combine="all") == [False, True, True, True]


# --- settings of real bands -------------------------------------------------------------------

# Of QA_PIXEL, each decoded by hand, bit 15 on the left:
QA_PIXEL = {
    "fill": (1, "00 00 00 00 0 0 0 0 0 0 0 1"),
    "clear": (21824, "01 01 01 01 0 1 0 0 0 0 0 0"),
    "clear, water": (21952, "01 01 01 01 1 1 0 0 0 0 0 0"),
    "dilated cloud": (21762, "01 01 01 01 0 0 0 0 0 0 1 0"),
    "dilated cloud over water": (21890, "01 01 01 01 1 0 0 0 0 0 1 0"),
    "medium cloud confidence": (22080, "01 01 01 10 0 1 0 0 0 0 0 0"),
    "cloud": (22280, "01 01 01 11 0 0 0 0 1 0 0 0"),
    "shadow": (23888, "01 01 11 01 0 1 0 1 0 0 0 0"),
    "shadow over water": (23952, "01 01 11 01 1 0 0 1 0 0 0 0"),
    "snow": (30048, "01 11 01 01 0 1 1 0 0 0 0 0"),
    "cirrus": (54596, "11 01 01 01 0 1 0 0 0 1 0 0"),
    "cirrus and cloud": (55052, "11 01 01 11 0 0 0 0 1 1 0 0"),
}

# Of SCL all classes; of CLM, MG2, QA_RADSAT and state_1km combinations of bits.
SCL_NAMES = """
    no data, saturated or defective, dark, cloud shadow, vegetation, bare, water, unclassified,
    medium cloud, high cloud, cirrus, snow"""
SCL = {name.strip(): number for number, name in enumerate(SCL_NAMES.split(","))}
RADSAT = {"nothing": 0, "band 4": 1 << 3, "band 9": 1 << 8, "terrain": 1 << 11}
CLM = {"clear": 0, "cloud": 0b00010011, "shadow": 0b00000101, "high cloud": 0b10000000}
MG2_NAMES = "water, cloud, snow, cloud shadow, terrain shadow, hidden, low sun, tangent sun"
MG2 = {name: 1 << bit for bit, name in enumerate(MG2_NAMES.split(", "))}
MG2.update({"clear": 0, "water under cloud": 3})
# Land is 001 in bits 3 to 5.
STATE = {
    "clear land": 0b0000_0000_0000_1000,
    "cloudy": 0b0000_0100_0000_1001,
    "mixed": 0b0000_0000_0000_1010,
    "assumed clear": 0b0000_0000_0000_1011,
    "shadow": 0b0000_0000_0000_1100,
    "small cirrus": 0b0000_0001_0000_1000,
    "average cirrus": 0b0000_0010_0000_1000,
    "high cirrus": 0b0000_0011_0000_1000,
    "beside a cloud": 0b0010_0000_0000_1000,
    "snow": 0b1001_0000_0000_1000,
    "high aerosol": 0b0000_0000_1100_1000,
}

CLOUDY = {
    *("dilated cloud", "dilated cloud over water", "cloud", "shadow", "shadow over water"),
    *("cirrus", "cirrus and cloud"),
}
# Band, its numbers, parameter, setting, what matches.
SETTINGS = [
    ("QA_PIXEL", "BITS", "0, 1, 2, 3, 4", {"fill"} | CLOUDY),
    ("QA_PIXEL", "BITS", "0, 1, 2, 3, 4, 5", {"fill", "snow"} | CLOUDY),
    (
        "QA_PIXEL",
        "BITS",
        "0, 8-9=3, 10-11=3",
        {"fill", "cloud", "shadow", "shadow over water", "cirrus and cloud"},
    ),
    (
        "QA_PIXEL",
        "BITS",
        "0, 8-9=2|3",
        {"fill", "medium cloud confidence", "cloud", "cirrus and cloud"},
    ),
    ("QA_PIXEL", "BITS", "7", {"clear, water", "dilated cloud over water", "shadow over water"}),
    ("QA_RADSAT", "BITS", "0, 1, 2, 3, 4, 5, 6, 8", {"band 4", "band 9"}),
    ("QA_RADSAT", "RANGES", "1:", {"band 4", "band 9", "terrain"}),
    (
        "SCL",
        "VALUES",
        "0, 1, 3, 8, 9, 10",
        {
            *("no data", "saturated or defective", "cloud shadow", "medium cloud"),
            *("high cloud", "cirrus"),
        },
    ),
    ("SCL", "VALUES", "4, 5, 6", {"vegetation", "bare", "water"}),
    ("CLM", "BITS", "0", {"cloud", "shadow"}),
    ("CLM", "BITS", "0, 7", {"cloud", "shadow", "high cloud"}),
    ("MG2", "BITS", "1, 2, 3", {"cloud", "snow", "cloud shadow", "water under cloud"}),
    ("MG2", "BITS", "1, 2, 3, 4, 5, 6, 7", set(MG2) - {"clear", "water"}),
    (
        "state_1km",
        "BITS",
        "0-1=1|2, 2, 8-9=2|3, 10",
        {"cloudy", "mixed", "shadow", "average cirrus", "high cirrus"},
    ),
    ("state_1km", "BITS", "13", {"beside a cloud"}),
    ("state_1km", "BITS", "12, 15", {"snow"}),
]
BANDS = {
    "QA_PIXEL": ("uint16", {name: number for name, (number, _) in QA_PIXEL.items()}),
    "QA_RADSAT": ("uint16", RADSAT),
    "SCL": ("uint8", SCL),
    "CLM": ("uint8", CLM),
    "MG2": ("uint8", MG2),
    "state_1km": ("uint16", STATE),
}
PARSE = {"VALUES": parse_values, "RANGES": parse_ranges, "BITS": parse_bits}


@pytest.mark.parametrize("name", QA_PIXEL)
def test_numbers_of_qa_pixel_are_decoded_by_hand(name):
    """The binary digits are what says what a number means."""
    number, digits = QA_PIXEL[name]
    assert number == int(digits.replace(" ", ""), 2)
    fields = [int(field, 2) for field in digits.split()]
    cirrus, _, shadow, cloud, water, clear = fields[:6]
    snow_bit, shadow_bit, cloud_bit, cirrus_bit, dilated, fill = fields[6:]
    assert fill == (name == "fill") and water == ("water" in name)
    assert (cirrus == 3) == cirrus_bit == ("cirrus" in name)
    assert (cloud == 3) == cloud_bit == (name in ("cloud", "cirrus and cloud"))
    assert (shadow == 3) == shadow_bit == name.startswith("shadow")
    assert snow_bit == (name == "snow") and dilated == name.startswith("dilated")
    if name in ("clear", "clear, water", "shadow"):
        assert clear == 1
    assert not (clear and (cloud_bit or dilated))


@pytest.mark.parametrize(("band", "parameter", "setting", "wanted"), SETTINGS)
def test_settings_of_the_documents(band, parameter, setting, wanted):
    dtype, numbers = BANDS[band]
    criteria = {parameter.lower(): PARSE[parameter](setting)}
    found = matches(list(numbers.values()), dtype, **criteria)
    assert {name for name, hit in zip(numbers, found) if hit} == wanted


def test_the_documents_have_these_settings_and_no_others():
    """A row of a table is: band, what, parameter and setting."""
    section = DOCUMENT.read_text(encoding="utf-8")
    section = section.split("\n## Masks from quality bands\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\w+) \|[^|]*\| `(VALUES|RANGES|BITS)=([^`]*)`", section, re.MULTILINE)
    told = {(band, name, setting.replace("\\|", "|")) for band, name, setting in rows}
    assert told == {setting[:3] for setting in SETTINGS}
