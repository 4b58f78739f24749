"""``gridr:gridreport`` on a grid that ``gridr:creategridfromcrs`` made."""

import numpy as np
from osgeo import ogr
from tiny_rasters import write_raster


def test_a_grid_of_a_change_of_system(qgis_process, tmp_path):
    """From UTM to a map with its north elsewhere: a rotation that PROJ tells, no change of size."""
    source = write_raster(tmp_path / "input.tif", np.zeros((300, 300), dtype=np.uint8))
    made = qgis_process.run(
        "gridr:creategridfromcrs",
        INPUT=source,
        TARGET_CRS="PROJ:+proj=tmerc +lat_0=45 +lon_0=13 +datum=WGS84 +units=m",
        CELL_SIZE=10,
        EXTENT="-788000,-785000,31000,34000",
        STEP=64,
        OUTPUT=tmp_path / "grid.tif",
    )
    told = qgis_process.run(
        "gridr:gridreport",
        GRID=tmp_path / "grid.tif",
        INPUT=source,
        OUTPUT_HTML_FILE=tmp_path / "report.html",
        OUTPUT_MESH=tmp_path / "mesh.gpkg",
        MESH_SPACE="source",
    )
    results = told["results"]
    rows = cols = -(-299 // 64) + 1
    assert results["NODE_COUNT"] == rows * cols
    assert results["UNKNOWN_COUNT"] == results["FOLDED_COUNT"] == results["MIRRORED"] == 0
    # Meridians converge by 10 degrees of longitude times the sine of the latitude; this far west of
    # its own one the map's east points to the north of the source's, which is up.
    assert abs(results["ROTATION"] + 10 * np.sin(np.radians(45.15))) < 0.15
    assert 0.97 < results["MIN_SCALE"] <= results["MEAN_SCALE"] <= results["MAX_SCALE"] < 1.03
    assert results["NEEDS_ANTIALIASING"] == 0
    assert 0.9 < results["STEP_ERROR"] / made["results"]["MAXIMUM_ERROR"] < 1.1
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Grid report: grid.tif" in page and f"{results['ROTATION']:.3f}" in page
    dataset = ogr.Open(str(tmp_path / "mesh.gpkg"))
    layer = dataset.GetLayer()
    assert layer.GetFeatureCount() == rows + cols
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "32631"


def test_a_convention_that_needs_an_input(qgis_process, tmp_path):
    grid = write_raster(tmp_path / "grid.tif", np.zeros((2, 4, 5)))
    done = qgis_process.start("gridr:gridreport", GRID=grid, GRID_CONVENTION="map")
    assert done.returncode != 0
    assert "GRID_CONVENTION is map, which needs INPUT to place map coordinates by." in done.stderr
