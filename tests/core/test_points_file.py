"""Files of QGIS's Georeferencer, of all its versions."""

import numpy as np
import pytest
from osgeo import osr

from gridr_qgis.core.conventions.frame import Frame
from gridr_qgis.core.transforms.gcps import points_of_file
from gridr_qgis.core.transforms.points_file import read_points_file

BARE = Frame(200, 300)
PLACED = Frame(200, 300, (1000.0, 2.0, 0.0, 5000.0, 0.0, -2.0))

WKT = (
    'PROJCRS["WGS 84 / UTM zone 31N",BASEGEOGCRS["WGS 84",DATUM["World Geodetic System 1984",'
    'ELLIPSOID["WGS 84",6378137,298.257223563]]],CONVERSION["UTM zone 31N",'
    'METHOD["Transverse Mercator",ID["EPSG",9807]],'
    'PARAMETER["Latitude of natural origin",0,ANGLEUNIT["degree",0.0174532925199433]],'
    'PARAMETER["Longitude of natural origin",3,ANGLEUNIT["degree",0.0174532925199433]],'
    'PARAMETER["Scale factor at natural origin",0.9996,SCALEUNIT["unity",1]],'
    'PARAMETER["False easting",500000,LENGTHUNIT["metre",1]],'
    'PARAMETER["False northing",0,LENGTHUNIT["metre",1]]],'
    'CS[Cartesian,2],AXIS["(E)",east],AXIS["(N)",north],LENGTHUNIT["metre",1],ID["EPSG",32631]]'
)

# The same three points, the second one switched off, as versions of QGIS wrote them.
NOW = (
    f"#CRS: {WKT}\n"
    "mapX,mapY,sourceX,sourceY,enable,dX,dY,residual\n"
    "500000,5000000,10.5,-20.25,1,-0.01,0.02,0.0223\n"
    "500100,5000000,299.5,-0.5,0,0,0,0\n"
    "500100.125,4999000.5,150,-199,1,0,0,0\n"
)
BODY = NOW.split("\n", 2)[2]
VERSIONS = {
    "now": NOW,
    "pixels": NOW.replace("source", "pixel"),
    "without reference system": NOW.split("\n", 1)[1],
    "reference system unknown": NOW.replace(WKT, ""),
    "code": NOW.replace(WKT, "EPSG:32631"),
    "without residuals": "mapX,mapY,pixelX,pixelY,enable\n"
    + "".join(",".join(line.split(",")[:5]) + "\n" for line in BODY.splitlines()),
    "without header": BODY,
    "tabulators": "mapX\tmapY\tpixelX\tpixelY\tenable\n" + BODY.replace(",", "\t"),
    "Windows": NOW.replace("\n", "\r\n"),
    "mark of the byte order": "\ufeff" + NOW,
    "spaces and empty lines": NOW.replace(",", " , ").replace("\n", "\n\n"),
    "no last line end": NOW.rstrip(),
    "other order": "enable,sourceY,sourceX,mapY,mapX\n"
    + "".join(",".join(line.split(",")[4::-1]) + "\n" for line in BODY.splitlines()),
}


@pytest.fixture
def write(tmp_path):
    def make(text):
        path = tmp_path / "image.points"
        path.write_bytes(text.encode())
        return str(path)

    return make


@pytest.mark.parametrize("version", VERSIONS)
def test_all_versions_are_read(write, version):
    if version == "spaces and empty lines":
        text = VERSIONS[version].replace(WKT.replace(",", " , "), WKT)
    else:
        text = VERSIONS[version]
    points = points_of_file(write(text), BARE)
    assert points.ids == ("1", "2", "3")
    np.testing.assert_array_equal(points.x, [500000, 500100, 500100.125])
    np.testing.assert_array_equal(points.y, [5000000, 5000000, 4999000.5])
    # From the edge and upwards in the file, from the first centre and downwards here.
    np.testing.assert_array_equal(points.col, [10, 299, 149.5])
    np.testing.assert_array_equal(points.row, [19.75, 0, 198.5])
    np.testing.assert_array_equal(points.used, [True, False, True])
    if "CRS" not in text or version == "reference system unknown":
        assert points.crs_wkt == ""
    else:
        reference = osr.SpatialReference(points.crs_wkt)
        assert reference.GetAuthorityCode(None) == "32631"


def test_a_point_without_the_switch_is_used(write):
    points = points_of_file(write("mapX,mapY,pixelX,pixelY\n1,2,3,-4\n5,6,7,-8\n"), BARE)
    np.testing.assert_array_equal(points.used, [True, True])
    np.testing.assert_array_equal(points.row, [3.5, 7.5])


def test_coordinates_of_the_layer_where_it_has_some(write):
    """What newer versions write for a raster that has a georeference already."""
    text = "mapX,mapY,sourceX,sourceY,enable\n1,2,1000,5000,1\n3,4,1599,4601,1\n"
    points = points_of_file(write(text), PLACED)
    np.testing.assert_array_equal(points.row, [-0.5, 199])
    np.testing.assert_array_equal(points.col, [-0.5, 299])


@pytest.mark.parametrize("header", ["mapX,mapY,pixelX,pixelY,enable\n", ""])
def test_older_files_of_such_a_raster(write, header):
    """Most have coordinates of the layer, some versions wrote pixels."""
    layer = points_of_file(write(header + "1,2,1000,5000,1\n3,4,1599,4601,1\n"), PLACED)
    np.testing.assert_array_equal(layer.row, [-0.5, 199])
    pixel = points_of_file(write(header + "1,2,10.5,-20.5,1\n3,4,300,-200,1\n"), PLACED)
    np.testing.assert_array_equal(pixel.row, [20, 199.5])
    np.testing.assert_array_equal(pixel.col, [10, 299.5])


def test_newer_files_are_taken_at_their_word(write):
    text = "mapX,mapY,sourceX,sourceY,enable\n1,2,10.5,-20.5,1\n"
    points = points_of_file(write(text), PLACED)
    assert points.row[0] == (5000 + 20.5) / 2 - 0.5


def test_a_rotated_raster(write):
    frame = Frame(200, 300, (1000.0, 2.0, 1.0, 5000.0, 1.0, -2.0))
    x, y = frame.center_to_map(30, 40)
    points = points_of_file(write(f"mapX,mapY,sourceX,sourceY,enable\n1,2,{x},{y},1\n"), frame)
    assert (points.row[0], points.col[0]) == pytest.approx((30, 40))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NOW + "1,2,3\n", "Line 6 of POINTS_FILE .* cannot be read"),
        (NOW + "1,2,3,x,1\n", "Line 6 of POINTS_FILE .* cannot be read"),
        (NOW + "1,2,3,,1\n", "Line 6 of POINTS_FILE .* cannot be read"),
        (NOW + "1,2,nan,4,1\n", "Line 6 of POINTS_FILE .* cannot be read"),
        (NOW + "1,2,3,4,yes\n", "Line 6 of POINTS_FILE .* cannot be read"),
        ("mapX,mapY,u,v\n1,2,3,4\n", "Line 1 of POINTS_FILE .* cannot be read"),
        ("Dear reader\n", "Line 1 of POINTS_FILE .* cannot be read"),
        ("#CRS: nonsense\n" + BODY, "Line 1 of .* has the reference system nonsense, which is not"),
        ("#CRS: EPSG:1\n" + BODY, "Line 1 of .* has the reference system EPSG:1, which is not"),
        ("#CRS: /etc/passwd\n" + BODY, "Line 1 of .* has the reference system /etc/passwd"),
        ("", "has no points"),
        ("mapX,mapY,sourceX,sourceY,enable\n", "has no points"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(write, text, told):
    with pytest.raises(ValueError, match=told) as caught:
        points_of_file(write(text), BARE)
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


def test_files_that_are_none(tmp_path):
    with pytest.raises(ValueError, match=r"POINTS_FILE is .*no\.points, which cannot be read: No"):
        read_points_file(str(tmp_path / "no.points"))
    with pytest.raises(
        ValueError, match=r"POINTS_FILE is .*, which cannot be read: Is a directory"
    ):
        read_points_file(str(tmp_path))
    (tmp_path / "image.tif").write_bytes(bytes(range(256)))
    with pytest.raises(ValueError, match=r"image\.tif, which is not a text file"):
        read_points_file(str(tmp_path / "image.tif"))
