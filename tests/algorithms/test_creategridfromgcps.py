"""``gridr:creategridfromgcps`` through the registry: points from anywhere, residuals, warnings."""

import math
import os

import numpy as np
import pytest
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)
from running import Feedback, run_algorithm
from tiny_rasters import EPSG, NORTH, WEST, names_in, read_raster

CREATE = "gridr:creategridfromgcps"
RESAMPLE = "gridr:gridresampling"
ROWS, COLS = 30, 40


def points(count=9, bent=0.0, seed=4):
    """Return (row, col, x, y) of a raster that lies askew."""
    rng = np.random.default_rng(seed)
    row, col = rng.uniform(0, ROWS - 1, count), rng.uniform(0, COLS - 1, count)
    x = WEST + 10 * col + 3 * row + bent * rng.normal(size=count)
    y = NORTH - 10 * row + 3 * col + bent * rng.normal(size=count)
    return np.column_stack((row, col, x, y))


def known(x, y):
    """Return the (row, col) that `points` without bend have there."""
    row = (0.3 * (x - WEST) - (y - NORTH)) / 10.9
    return row, (x - WEST - 3 * row) / 10


@pytest.fixture
def askew(blank):
    """Write a raster with ground control points; returns its path."""
    return lambda **how: blank(ROWS, COLS, gcps=points(**how))


@pytest.fixture
def layer():
    """Return a function that makes a point layer with rows and columns in fields."""

    def make(rows, epsg=EPSG, kinds=("double", "double"), shift=0.0):
        fields = "&".join(f"field={name}:{kind}" for name, kind in zip(("line", "pix"), kinds))
        made = QgsVectorLayer(f"Point?crs=EPSG:{epsg}&{fields}", "points", "memory")
        if epsg is None:
            made.setCrs(QgsCoordinateReferenceSystem())
        for row, col, x, y in rows:
            feature = QgsFeature(made.fields())
            feature.setAttributes([float(row) + shift, float(col) + shift])
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
            assert made.dataProvider().addFeatures([feature])[0]
        return made

    return make


FIELDS = {"ROW_FIELD": "line", "COL_FIELD": "pix"}


def test_a_known_map_is_found_and_told(run, askew, out):
    feedback = Feedback()
    results = run(CREATE, feedback, INPUT=askew(), STEP=4, OUTPUT=out())
    made = read_raster(out())
    assert made.epsg == EPSG
    x0, width, _, y0, _, height = made.geotransform
    row, col = np.mgrid[: made.values.shape[1], : made.values.shape[2]] + 0.5
    expected = known(x0 + col * width, y0 + row * height)
    np.testing.assert_allclose(made.values, expected, rtol=0, atol=1e-8)
    assert results["POINT_COUNT"] == 9
    assert 0 <= results["RMS_RESIDUAL"] <= results["MAX_RESIDUAL"] < 1e-9
    assert results["MAXIMUM_ERROR"] < 1e-9 and results["INVALID_COUNT"] == 0
    assert "OUTPUT_RESIDUALS" not in results
    assert "9 control points, 6 more than polynomial1 needs." in feedback.infos
    assert feedback.warnings == []
    told = made.metadata
    assert told["GRIDR_ALGORITHM"] == CREATE and told["GRIDR_CONVENTION"] == "pixel-center"


def test_residuals_are_told_point_by_point(run, askew, out):
    feedback = Feedback()
    results = run(CREATE, feedback, INPUT=askew(count=60, bent=4.0), STEP=64, OUTPUT=out())
    row, col, x, y = points(count=60, bent=4.0).T
    design = np.column_stack((np.ones(60), x - WEST, y - NORTH))
    right = np.column_stack((row, col))
    solution, *_ = np.linalg.lstsq(design, right, rcond=None)
    residual = design @ solution - right
    distance = np.hypot(*residual.T)
    assert results["MAX_RESIDUAL"] == pytest.approx(distance.max())
    assert results["RMS_RESIDUAL"] == pytest.approx(math.sqrt(np.mean(distance**2)))
    lines = [text for text in feedback.infos if text.split(":")[0].isdigit()]
    assert len(lines) == 50
    dr, dc = residual[7]
    assert lines[7].startswith(
        f"8: {row[7]:.2f} {col[7]:.2f}; {dr:+.3f} {dc:+.3f}, {distance[7]:.3f}; "
    )
    leverage = np.sum(np.linalg.qr(design)[0] ** 2, axis=1)
    left_out = distance / (1 - leverage)
    assert float(lines[7].split()[-1]) == pytest.approx(left_out[7], abs=1e-3)
    assert results["RMS_LEFT_OUT"] == pytest.approx(math.sqrt(np.mean(left_out**2)), rel=1e-6)
    told = "Each point against a fit of the others: at most {:.3g} (point {}), RMS {:.3g}."
    worst = left_out.argmax()
    assert told.format(left_out[worst], worst + 1, results["RMS_LEFT_OUT"]) in feedback.infos
    assert "... and 10 more; OUTPUT_RESIDUALS has all." in feedback.infos


def test_the_layer_of_residuals(run, askew, out, tmp_path):
    path = str(tmp_path / "out" / "residuals.gpkg")
    results = run(
        CREATE, INPUT=askew(bent=4.0), STEP=64, OUTPUT=out(), OUTPUT_RESIDUALS=path
    )  # fmt: skip
    assert names_in(tmp_path / "out") == ["out.tif", "residuals.gpkg"]
    made = QgsVectorLayer(results["OUTPUT_RESIDUALS"], "residuals", "ogr")
    assert made.isValid() and made.crs().authid() == f"EPSG:{EPSG}"
    features = list(made.getFeatures())
    row, col, x, y = points(bent=4.0).T
    assert [each["id"] for each in features] == [str(n) for n in range(1, 10)]
    for name, expected in (("row", row), ("col", col), ("map_x", x), ("map_y", y)):
        np.testing.assert_allclose([each[name] for each in features], expected, atol=1e-9)
    residual = np.array([each["residual"] for each in features])
    assert residual.max() == pytest.approx(results["MAX_RESIDUAL"])
    for each in features:
        assert each["pred_row"] - each["row"] == pytest.approx(each["row_resid"])
        assert each["pred_col"] - each["col"] == pytest.approx(each["col_resid"])
        assert math.hypot(each["row_resid"], each["col_resid"]) == pytest.approx(each["residual"])
        assert each["left_out"] > each["residual"]
        assert each["used"] == 1
        assert each.geometry().asPoint() == QgsPointXY(each["map_x"], each["map_y"])


@pytest.mark.parametrize("kinds", [("double", "double"), ("string", "string")])
@pytest.mark.parametrize("convention", ["pixel-center", "cell-edge"])
def test_a_point_layer(run, blank, askew, layer, out, convention, kinds):
    shift = 0.5 if convention == "cell-edge" else 0.0
    run(CREATE, INPUT=askew(bent=4.0), STEP=8, OUTPUT=out("expected.tif"))
    results = run_algorithm(
        CREATE,
        {
            "INPUT": blank(ROWS, COLS),
            "POINTS": layer(points(bent=4.0), kinds=kinds, shift=shift),
            **FIELDS,
            "POINT_CONVENTION": convention,
            "STEP": 8,
            "OUTPUT": out(),
        },
    )
    made, expected = read_raster(out()), read_raster(out("expected.tif"))
    np.testing.assert_allclose(made.values, expected.values, rtol=0, atol=1e-9)
    np.testing.assert_allclose(made.geotransform, expected.geotransform, rtol=1e-12)
    assert results["POINT_COUNT"] == 9


def test_selected_points_only(run, blank, layer, out, tmp_path):
    rows = points(9, bent=4.0)
    source = layer(rows)
    QgsProject.instance().addMapLayer(source, False)
    source.selectByIds([2, 3, 5, 8])
    path = str(tmp_path / "out" / "residuals.gpkg")
    results = run(
        CREATE, INPUT=blank(ROWS, COLS), **FIELDS, STEP=8, OUTPUT=out(), OUTPUT_RESIDUALS=path,
        POINTS=QgsProcessingFeatureSourceDefinition(source.id(), selectedFeaturesOnly=True),
    )  # fmt: skip
    assert results["POINT_COUNT"] == 4
    made = QgsVectorLayer(path, "residuals", "ogr").getFeatures()
    assert [each["id"] for each in made] == ["2", "3", "5", "8"]
    QgsProject.instance().removeAllMapLayers()


def test_a_point_layer_in_another_system(run, blank, layer, out):
    """Points in degrees, the grid in metres: the polynomial is in degrees."""
    rows = [(r, c, 3 + 0.001 * c, 45 - 0.001 * r) for r in (0, 10, 20) for c in (0, 10, 30)]
    parameters = {"INPUT": blank(ROWS, COLS), "POINTS": layer(rows, 4326), **FIELDS, "STEP": 4}
    results = run(CREATE, **parameters, TARGET_CRS=f"EPSG:{EPSG}", OUTPUT=out())
    made = read_raster(out())
    assert made.epsg == EPSG and results["MAX_RESIDUAL"] < 1e-9
    assert abs(made.geotransform[0] - 500_000) < 300
    run(CREATE, **parameters, OUTPUT=out("degrees.tif"))
    assert read_raster(out("degrees.tif")).epsg == 4326


def test_a_file_of_the_georeferencer(run, blank, askew, out, folder):
    rows = [f"{x!r},{y!r},{c + 0.5!r},{-(r + 0.5)!r},1" for r, c, x, y in points(bent=4.0).tolist()]
    rows.insert(3, f"{WEST},{NORTH},20,-20,0,0,0,0")
    head = [f"#CRS: EPSG:{EPSG}", "mapX,mapY,sourceX,sourceY,enable,dX,dY,residual"]
    path = folder / "scan.png.points"
    path.write_text("\n".join(head + rows), encoding="utf-8")
    feedback = Feedback()
    results = run(
        CREATE, feedback, INPUT=blank(ROWS, COLS, geotransform=None, epsg=None),
        POINTS_FILE=str(path), STEP=8, OUTPUT=out(), OUTPUT_RESIDUALS="TEMPORARY_OUTPUT",
    )  # fmt: skip
    run(CREATE, INPUT=askew(bent=4.0), STEP=8, OUTPUT=out("expected.tif"))
    expected = read_raster(out("expected.tif"))
    np.testing.assert_allclose(read_raster(out()).values, expected.values, rtol=0, atol=1e-9)
    assert results["POINT_COUNT"] == 9
    told = [text for text in feedback.infos if text.startswith("4: ")]
    assert len(told) == 1 and told[0].endswith("(not used)")


def test_unused_points_in_the_layer_of_residuals(run, blank, out, folder, tmp_path):
    """One beyond the horizon has no position in the raster, and NULL there."""
    x, y = (each.ravel() for each in np.meshgrid([-5.0, 0, 5], [10.0, 20, 40]))
    rows = [f"{a},{b},{100 + 100 * a / b},{-1000 / b},1" for a, b in zip(x, y)] + ["0,-9,1,-1,0"]
    (folder / "a.points").write_text("\n".join(rows), encoding="utf-8")
    path = str(tmp_path / "out" / "residuals.gpkg")
    run(
        CREATE, INPUT=blank(120, 200, geotransform=None, epsg=None), METHOD="homography",
        POINTS_FILE=str(folder / "a.points"), EXTENT=f"-5,5,5,40 [EPSG:{EPSG}]", CELL_SIZE=1,
        STEP=4, OUTPUT=out(), OUTPUT_RESIDUALS=path,
    )  # fmt: skip
    *used, last = QgsVectorLayer(path, "residuals", "ogr").getFeatures()
    assert [each["used"] for each in used] == [1] * 9
    assert last["used"] == 0 and last["row"] == 0.5 and last["pred_row"] in (None, NULL)


@pytest.mark.parametrize(
    "method", ["polynomial1", "polynomial2", "polynomial3", "tps", "homography"]
)
def test_every_method_through_the_chain(run, raster, out, method):
    """A raster that tells its own rows and columns comes back at the right places."""
    source = raster(
        100.0 * np.arange(ROWS)[:, None] + np.arange(COLS), gcps=points(count=20), name="s.tif"
    )
    run(CREATE, INPUT=source, METHOD=method, OUTPUT=out("grid.tif"))
    results = run(
        RESAMPLE, INPUT=source, GRID=out("grid.tif"), INTERPOLATION="linear", OUTPUT=out()
    )
    made = read_raster(out())
    x0, width, _, y0, _, height = made.geotransform
    row, col = np.mgrid[: made.band.shape[0], : made.band.shape[1]] + 0.5
    row, col = known(x0 + col * width, y0 + row * height)
    inside = (row > 0) & (row < ROWS - 1) & (col > 0) & (col < COLS - 1)
    assert inside.mean() > 0.5 and results["VALID_COUNT"] >= np.count_nonzero(inside)
    np.testing.assert_allclose(made.band[inside], (100 * row + col)[inside], atol=1e-5)


@pytest.mark.parametrize("which", ["POINTS_FILE", "POINTS", "INPUT", "REFERENCE"])
def test_residuals_do_not_take_the_place_of_an_input(run, blank, out, folder, which):
    source, reference = blank(ROWS, COLS, gcps=points()), blank(5, 5)
    lines = [f"{x},{y},{col},{-row}" for row, col, x, y in points()]
    (folder / "a.points").write_text("\n".join(lines), encoding="utf-8")
    table = "\n".join(["line,pix,x,y", *(",".join(map(str, each)) for each in points())])
    (folder / "points.csv").write_text(table, encoding="utf-8")
    uri = (folder / "points.csv").as_uri() + f"?xField=x&yField=y&crs=EPSG:{EPSG}"
    layer = QgsVectorLayer(uri, "points", "delimitedtext")
    assert layer.isValid()
    parameters = {
        "INPUT": source, "POINTS_FILE": str(folder / "a.points"), "REFERENCE": reference,
    }  # fmt: skip
    if which == "POINTS":
        parameters = {"INPUT": source, "POINTS": layer, **FIELDS}
    path = str(folder / "points.csv") if which == "POINTS" else parameters[which]
    with open(path, "rb") as file:
        before = file.read()
    with pytest.raises(QgsProcessingException, match=r"OUTPUT_RESIDUALS is .*, which is an input"):
        run_algorithm(CREATE, {**parameters, "OUTPUT": out(), "OUTPUT_RESIDUALS": path})
    with open(path, "rb") as file:
        assert file.read() == before
    assert not os.path.exists(out())


def test_warnings(run, blank, layer, out):
    feedback = Feedback()
    rows = [*points(5), points(5)[2] + [1, 0, 0, 0]]
    run(
        CREATE, feedback, INPUT=blank(ROWS, COLS), POINTS=layer(rows, None), **FIELDS,
        TARGET_CRS=f"EPSG:{EPSG}", STEP=64, OUTPUT=out(),
    )  # fmt: skip
    assert feedback.warnings == [
        "The control points do not tell their reference system; they are taken to be in the"
        " target's.",
        "The control points 3 and 6 have the same map position, but different pixels.",
    ]
    exact = Feedback()
    run(CREATE, exact, INPUT=blank(ROWS, COLS, gcps=points(3)), STEP=64, OUTPUT=out())
    assert "passes through all 3 control points: residuals of 0 say nothing" in exact.warnings[0]
