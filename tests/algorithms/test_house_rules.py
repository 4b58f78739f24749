"""What every algorithm of the provider has to be: QGIS's own rules, and this project's.

The ids, parameters and outputs of today are kept in ``tests/data/parameters.json``, because models
and scripts of users depend on them. After adding some, write it anew and read the difference:

    GRIDR_FREEZE=1 ./dev test tests/algorithms/test_house_rules.py
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingDestinationParameter,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterVectorDestination,
)
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QColor, QIcon, QImage, QPainter
from qgis.PyQt.QtSvg import QSvgRenderer
from qgis.PyQt.QtWidgets import QTextBrowser

ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "tests" / "data" / "parameters.json"
OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional
ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced

# Names that others rely on, whatever else there is: parameters, then outputs.
PROMISED = {
    "gridr:buildmask": """
        REFERENCE EXTENT CELL_SIZE VALID_GEOMETRY INVALID_GEOMETRY RULE MASK_IN MASK_IN_BAND
        MASK_IN_ALIGNMENT MASK_IN_RESOLUTION_ROWS MASK_IN_RESOLUTION_COLS MASK_IN_TARGET_ROW
        MASK_IN_TARGET_COL THRESHOLD OVERSAMPLING_DTYPE VALID_VALUE INVALID_VALUE OUTPUT
        VALID_LAYERS INVALID_LAYERS VALID_FILTER INVALID_FILTER SELECTED_ONLY BUFFER_VALID
        BUFFER_INVALID REPAIR COVERAGE DATA_TYPE OUTPUT_REASON
        > VALID_COUNT INVALID_COUNT REPAIRED_COUNT DROPPED_COUNT""",
    "gridr:maskfromvalues": """
        INPUT BAND VALUES RANGES BITS COMBINE MATCHING NODATA NON_FINITE EROSION DILATION UNIT
        REFERENCE EXTENT CELL_SIZE THRESHOLD VALID_VALUE INVALID_VALUE THREADS MAX_MEMORY
        DASK_SCHEDULER CREATION_OPTIONS OUTPUT
        > VALID_COUNT INVALID_COUNT""",
    "gridr:vectorizemask": """
        INPUT BAND CLASSES VALUES OUTLINE CONNECTIVITY MIN_AREA THREADS MAX_MEMORY OUTPUT
        > POLYGON_COUNT DROPPED_COUNT CELL_COUNT AREA DROPPED_AREA""",
    "gridr:gridresampling": """
        INPUT BANDS GRID GRID_ROW_BAND GRID_COL_BAND GRID_CONVENTION GRID_RESOLUTION_ROWS
        GRID_RESOLUTION_COLS INTERPOLATION BSPLINE_START BSPLINE_EPSILON MASK_INFLUENCE_THRESHOLD
        BOUNDARY TRUST_PADDING MASK_IN VALID_GEOMETRY INVALID_GEOMETRY VALIDITY_POLICY
        MINIMUM_VALID_WEIGHT GRID_MASK GRID_MASK_VALID_VALUE GRID_NODATA NODATA DATA_TYPE THREADS
        CREATION_OPTIONS OUTPUT OUTPUT_MASK""",
    "gridr:gridreport": """
        GRID GRID_ROW_BAND GRID_COL_BAND GRID_COL GRID_CONVENTION GRID_RESOLUTION_ROWS
        GRID_RESOLUTION_COLS INPUT GRID_MASK GRID_MASK_VALID_VALUE GRID_NODATA MESH_STEP MESH_SPACE
        THREADS OUTPUT_HTML_FILE OUTPUT_MESH
        > NODE_COUNT UNKNOWN_COUNT OUTSIDE_COUNT CELL_COUNT FOLDED_COUNT DEGENERATE_COUNT MIN_SCALE
        MAX_SCALE MEAN_SCALE ROTATION MAX_ANISOTROPY STEP_ERROR NEEDS_ANTIALIASING""",
    "gridr:regioninfo": """
        INPUT POINTS COORDINATES CELLS COUNT_CELLS BAND OUTPUT OUTPUT_HTML_FILE
        > OUTPUT OUTPUT_HTML_FILE NORTH SOUTH EAST WEST NSRES EWRES ROWS COLS CELLS GEOGRAPHIC
        VALID_COUNT NULL_COUNT ROW COL CELL_ROW CELL_COL X Y""",
    "gridr:resamplenearest": "INPUT REFERENCE EXTENT CELL_SIZE OUTPUT",
    "gridr:resampleinterpolate": "INPUT REFERENCE EXTENT CELL_SIZE METHOD OUTPUT",
    "gridr:resamplestatistics": """
        INPUT REFERENCE EXTENT CELL_SIZE METHOD WEIGHTED PROPAGATE_NULLS QUANTILE OUTPUT""",
    "gridr:resamplespline": """
        INPUT BANDS REFERENCE EXTENT CELL_SIZE TENSION NORMALIZED_TENSION SMOOTHING SMOOTHING_RASTER
        OVERLAP SEGMENT_LEAST SEGMENT_MOST SEGMENT_LIMIT THETA SCALE_X ZSCALE TARGET_MASK DATA_TYPE
        OUTPUT OUTPUT_MASK OUTPUT_SLOPE OUTPUT_ASPECT OUTPUT_PROFILE_CURVATURE
        OUTPUT_TANGENTIAL_CURVATURE OUTPUT_MEAN_CURVATURE OUTPUT_DX OUTPUT_DY OUTPUT_DXX OUTPUT_DYY
        OUTPUT_DXY""",
    "gridr:creategridfromgcps": """
        INPUT POINTS_FILE POINTS ROW_FIELD COL_FIELD POINT_CONVENTION METHOD REFERENCE EXTENT
        CELL_SIZE STEP MAX_ERROR OUTPUT OUTPUT_RESIDUALS
        > POINT_COUNT MAX_RESIDUAL RMS_RESIDUAL""",
    "gridr:creategridfromcrs": "INPUT REFERENCE EXTENT CELL_SIZE OPERATION OUTPUT",
    "gridr:creategridfromaffine": """
        INPUT SHIFT_X SHIFT_Y UNITS ROTATION SCALE_X SCALE_Y SHEAR_X SHEAR_Y ORDER CENTER FRAME
        REFERENCE EXTENT CELL_SIZE STEP MAX_ERROR OUTPUT""",
    "gridr:creategridfromdisplacement": """
        INPUT DISPLACEMENT DX_BAND DY_BAND DISPLACEMENT_Y KIND DIRECTION REFERENCE EXTENT CELL_SIZE
        STEP MAX_ERROR OUTPUT""",
    "gridr:convertgrid": """
        GRID GRID_ROW_BAND GRID_COL_BAND GRID_CONVENTION GRID_BASE OPERATION SOURCE SECOND_GRID
        OUTPUT_CONVENTION OUTPUT_BASE REFERENCE EXTENT SHIFT_ROWS SHIFT_COLS STEP MAX_ERROR OUTPUT
        > STEP_ROWS STEP_COLS MAXIMUM_ERROR RMS_ERROR INVALID_COUNT""",
    "gridr:buildgridmask": """
        GRID GRID_ROW_BAND GRID_COL_BAND STEP MASK_IN VALID_GEOMETRY INVALID_GEOMETRY MERGE
        FILL_VALUE THRESHOLD VALID_VALUE INVALID_VALUE OUTPUT OUTPUT_MASK
        > VALID_COUNT INVALID_COUNT""",
    "gridr:creategridfromrpc": """
        INPUT HEIGHT DEM DEM_BAND DEM_INTERPOLATION HEIGHT_OFFSET DEM_MISSING TARGET_CRS REFERENCE
        EXTENT CELL_SIZE STEP MAX_ERROR OUTPUT > OUTSIDE_VALIDITY_COUNT NO_HEIGHT_COUNT""",
    "gridr:warpwithclouds": """
        IMAGE CLOUDS CLOUD_VALUES CLOUD_BITS CLOUD_MARGIN FOOTPRINT REFERENCE TARGET_CRS
        INTERPOLATION NODATA warp:OUTPUT warp:OUTPUT_MASK > warp:OUTPUT warp:OUTPUT_MASK""",
    "gridr:coarsemasktofine": "MASK REFERENCE VALID_AREA INVALID_AREA mask:OUTPUT > mask:OUTPUT",
    "gridr:stackonreference": """
        REFERENCE RASTER_1 RASTER_2 RASTER_3 RASTER_4 RASTER_5 RASTER_6 INTERPOLATION DATA_TYPE
        NODATA stack:OUTPUT stack:OUTPUT_MASK > stack:OUTPUT stack:OUTPUT_MASK""",
    "gridr:creategridfromgeolocation": """
        INPUT LON LON_BAND LAT LAT_BAND GEOLOCATION_CRS CONVENTION PIXEL_OFFSET LINE_OFFSET
        PIXEL_STEP LINE_STEP TARGET_CRS REFERENCE EXTENT CELL_SIZE STEP MAX_ERROR OUTPUT
        OUTPUT_ROUND_TRIP > FOLDED_COUNT MAX_ROUND_TRIP""",
}
PROMISED_ENUMS = {
    ("gridr:buildmask", "RULE"): ["center", "center-strict", "touch", "coverage"],
    ("gridr:buildmask", "REPAIR"): ["even-odd", "make-valid", "drop"],
    ("gridr:buildmask", "DATA_TYPE"): ["uint8", "uint16", "int16", "int32", "float32"],
    ("gridr:buildmask", "MASK_IN_ALIGNMENT"): ["georeference", "index"],
    ("gridr:buildmask", "OVERSAMPLING_DTYPE"): ["float64", "float32"],
    ("gridr:maskfromvalues", "COMBINE"): ["any", "all"],
    ("gridr:maskfromvalues", "MATCHING"): ["invalid", "valid"],
    ("gridr:maskfromvalues", "UNIT"): ["pixels", "meters"],
    ("gridr:vectorizemask", "CLASSES"): ["valid", "invalid", "both", "values"],
    ("gridr:vectorizemask", "OUTLINE"): ["edges", "midpoints"],
    ("gridr:vectorizemask", "CONNECTIVITY"): ["4", "8"],
    ("gridr:creategridfromgcps", "POINT_CONVENTION"): ["pixel-center", "cell-edge"],
    ("gridr:creategridfromgcps", "METHOD"): [
        *("polynomial1", "polynomial2", "polynomial3", "tps", "homography")
    ],
    ("gridr:warp", "GEOREFERENCE"): ["auto", "geotransform", "gcps", "rpc", "geolocation"],
    ("gridr:warp", "GCP_METHOD"): [
        "polynomial1",
        "polynomial2",
        "polynomial3",
        "tps",
        "homography",
    ],
    ("gridr:creategridfromrpc", "DEM_INTERPOLATION"): ["bilinear", "nearest", "cubic"],
    ("gridr:creategridfromgeolocation", "CONVENTION"): ["pixel-center", "top-left-corner"],
    ("gridr:gridresampling", "GRID_CONVENTION"): ["pixel-center", "cell-edge", "map"],
    ("gridr:gridreport", "GRID_CONVENTION"): ["pixel-center", "cell-edge", "map"],
    ("gridr:gridreport", "MESH_SPACE"): ["target", "source"],
    ("gridr:convertgrid", "OPERATION"): ["convert", "compose", "invert"],
    ("gridr:convertgrid", "GRID_CONVENTION"): [
        *("pixel-center", "cell-edge", "map", "displacement"),
    ],
    ("gridr:convertgrid", "OUTPUT_CONVENTION"): [
        *("pixel-center", "cell-edge", "map", "displacement"),
    ],
    ("gridr:gridresampling", "INTERPOLATION"): [
        *("nearest", "linear", "cubic"),
        *("bspline3", "bspline5", "bspline7", "bspline9", "bspline11"),
    ],
    ("gridr:creategridfromaffine", "UNITS"): ["pixels", "map"],
    ("gridr:creategridfromaffine", "FRAME"): ["input", "whole"],
    ("gridr:creategridfromdisplacement", "KIND"): ["pixels", "map", "def", "loc"],
    ("gridr:creategridfromdisplacement", "DIRECTION"): ["to-source", "to-target"],
    ("gridr:gridresampling", "BSPLINE_START"): ["truncated", "exact"],
    ("gridr:gridresampling", "VALIDITY_POLICY"): ["strict", "renormalized", "nearest"],
    ("gridr:gridresampling", "BOUNDARY"): [
        *("none", "constant", "edge", "reflect", "symmetric", "wrap")
    ],
}

# Files that an output is by default.
EXTENSIONS = {
    QgsProcessingParameterRasterDestination: "tif",
    QgsProcessingParameterFeatureSink: "gpkg",
    QgsProcessingParameterVectorDestination: "gpkg",
    QgsProcessingParameterFileDestination: "html",
}

# Numbers and the unit that their description or help has to name.
UNITS = {
    "CELL_SIZE": "map units",
    "HEIGHT": "metres",
    "HEIGHT_OFFSET": "metres",
    "MAX_ERROR": "pixels",
    "MAX_MEMORY": "MB",
    "ROTATION": "degrees",
    "STEP": "pixels",
    "THREADS": "at once",
}
# Advanced wherever they are, in this order, before the outputs.
RESOURCES = ["THREADS", "MAX_MEMORY", "DASK_SCHEDULER", "CREATION_OPTIONS"]
# Words that people look for: some in every algorithm of a group.
DISCOVERY = {
    "masks": {"mask"},
    "grids": {"grid", "warp", "remap"},
    "resampling": {"resample", "warp", "remap", "mask", "b-spline", "interpolation"},
    "regions": {"grass"},
}

# What a Python subclass may define of QgsProcessingAlgorithm: its virtual methods. Any other name
# hides a method that QGIS's Python code calls, `run` above all.
VIRTUAL = """
    canExecute canExecuteAlgorithm checkParameterValues createCustomParametersWidget
    createExpressionContext createInstance displayName flags group groupId helpString helpUrl icon
    initAlgorithm name postProcessAlgorithm prepareAlgorithm preprocessParameters processAlgorithm
    sandboxMessage shortDescription shortHelpString supportInPlaceEdit svgIconPath tags tr
    validateInputCrs asPythonCommand
"""


def algorithms():
    from gridr_qgis.gridr_provider.provider import ALGORITHMS

    return [kind() for kind in ALGORITHMS]


@pytest.fixture(params=[each.name() for each in algorithms()])
def algorithm(request):
    found = QgsApplication.processingRegistry().createAlgorithmById(f"gridr:{request.param}")
    assert found is not None
    return found


# --- QGIS's rules ---------------------------------------------------------------------------


def test_the_short_description_is_a_sentence_as_qgis_wants_it(algorithm):
    text = algorithm.shortDescription()
    assert text[:1].isupper()
    assert text.endswith(".")
    assert not text.startswith("This algorithm")
    assert text.split()[0].endswith("s")
    assert not re.search(r"<[^>]*>", text)


def test_tags_and_help_are_there(algorithm):
    tags = algorithm.tags()
    assert len(tags) >= 5
    assert all(tag and tag == tag.strip().lower() for tag in tags)
    assert len(set(tags)) == len(tags)
    assert len(algorithm.shortHelpString()) > 200
    assert algorithm.helpUrl().startswith("https://")
    assert algorithm.helpUrl().endswith(f"/reference/{algorithm.name()}.html")


def test_tags_hold_what_people_look_for(algorithm):
    tags = set(algorithm.tags())
    assert "validity" in tags
    assert DISCOVERY[algorithm.groupId()] <= tags
    if algorithm.name().startswith("resample"):
        assert "resample" in tags


def test_the_help_is_html_that_qt_shows_whole(algorithm):
    text = algorithm.shortHelpString()
    assert text.startswith("<p>") and text.endswith("</p>")
    assert text.count("<p>") == text.count("</p>")
    for source in re.findall(r'<img src="([^"]*)">', text):
        image = QUrl(source)
        assert image.isLocalFile() and QSvgRenderer(image.toLocalFile()).isValid(), source
    assert text.count("<img") == len(re.findall(r'<img src="[^"]*">', text))


@pytest.mark.parametrize(
    ("drawing", "names"),
    {
        "centers": "gridresampling convertgrid creategridfromcrs creategridfromgcps"
        " creategridfromrpc creategridfromgeolocation creategridfromaffine"
        " creategridfromdisplacement",
        "coarse_mask": "buildmask",
        "padding": "gridresampling warp",
    }.items(),
)
def test_drawings_show_conventions(drawing, names):
    for name in names.split():
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"gridr:{name}")
        assert f"/icons/help/{drawing}.svg" in algorithm.shortHelpString(), name


def colors_of(image):
    """Return how often each colour is in a picture."""
    size = range(image.height()), range(image.width())
    return Counter(image.pixelColor(x, y).name() for y in size[0] for x in size[1])


@pytest.mark.parametrize("name", ["buildmask", "warp", "convertgrid"])
def test_a_drawing_is_painted_in_a_help_text(qgis_app, name):
    """In the class of QGIS's own pane; a drawing that Qt cannot read leaves a small sign."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"gridr:{name}")
    text = algorithm.shortHelpString()
    (drawing,) = re.findall(r'<img src="([^"]*)">', text)
    alone = QImage(QUrl(drawing).toLocalFile())
    background = QImage(alone.size(), QImage.Format.Format_RGB32)
    background.fill(QColor("#ffffff"))
    painter = QPainter(background)
    painter.drawImage(0, 0, alone)
    painter.end()
    pane = QTextBrowser()
    pane.resize(800, 1200)
    pane.setHtml(text)
    painted = colors_of(pane.grab().toImage())
    for color, count in colors_of(background).most_common(4)[1:]:
        assert painted[color] >= count > 50


def test_ids_are_lowercase_alphanumeric(algorithm):
    assert re.fullmatch("[a-z0-9]+", algorithm.name())
    assert re.fullmatch("[a-z0-9]+", algorithm.groupId())
    assert algorithm.id() == f"gridr:{algorithm.name()}"


def test_names_are_sentence_case(algorithm):
    for text in (algorithm.displayName(), algorithm.group()):
        assert text[0].isupper()
        assert not any(word[0].isupper() and not word.isupper() for word in text.split()[1:])


def test_a_group_has_one_id():
    groups = {(each.groupId(), each.group()) for each in algorithms()}
    assert len({identifier for identifier, _ in groups}) == len(groups)
    assert len({name for _, name in groups}) == len(groups)


def test_there_is_an_icon(algorithm):
    assert Path(algorithm.svgIconPath()).is_file()
    assert isinstance(algorithm.icon(), QIcon)
    assert not algorithm.icon().isNull()


def test_new_instances_are_pristine(algorithm):
    first, second = algorithm.createInstance(), algorithm.createInstance()
    assert type(first) is type(second) is type(algorithm)
    assert first is not second
    assert vars(first) == {}


def test_it_runs_in_the_background_and_can_be_cancelled(algorithm):
    flag = QgsProcessingAlgorithm.Flag
    assert algorithm.flags() & flag.FlagCanCancel
    assert algorithm.flags() & flag.FlagSupportsBatch
    assert not algorithm.flags() & flag.FlagNoThreading


def test_flags_are_those_of_qgis(algorithm):
    assert algorithm.flags() == QgsProcessingAlgorithm.flags(algorithm)


def test_no_method_of_qgis_is_hidden(algorithm):
    kinds = type(algorithm).__mro__
    defined = {name for kind in kinds[: kinds.index(QgsProcessingAlgorithm)] for name in vars(kind)}
    hidden = {
        name
        for name in defined
        if hasattr(QgsProcessingAlgorithm, name) and not name.startswith("__")
    }
    assert hidden - set(VIRTUAL.split()) == set()


# --- parameters -----------------------------------------------------------------------------


def test_every_parameter_is_explained(algorithm):
    for parameter in algorithm.parameterDefinitions():
        assert re.fullmatch("[A-Z][A-Z0-9_]*", parameter.name())
        assert parameter.description()[:1].isupper(), parameter.name()
        assert parameter.help().endswith("."), parameter.name()
        assert len(parameter.help()) > 10


def test_enumerations_are_static_strings_named_in_the_help(algorithm):
    """qgis_process wrongly tells its users to give a number; the help has to name the strings."""
    for parameter in algorithm.parameterDefinitions():
        if not isinstance(parameter, QgsProcessingParameterEnum):
            continue
        assert parameter.usesStaticStrings(), parameter.name()
        assert not parameter.allowMultiple()
        assert parameter.defaultValue() in parameter.options()
        missing = [each for each in parameter.options() if each not in parameter.help()]
        assert missing == [], parameter.name()


def test_numbers_without_default_are_optional(algorithm):
    for parameter in algorithm.parameterDefinitions():
        if isinstance(parameter, QgsProcessingParameterNumber):
            optional = bool(parameter.flags() & OPTIONAL)
            assert optional == (parameter.defaultValue() is None), parameter.name()


def test_defaults_are_told(algorithm):
    """The help of qgis_process shows none of QGIS 3.22's defaults."""
    for parameter in algorithm.parameterDefinitions():
        if isinstance(parameter, QgsProcessingParameterNumber):
            told = "" if parameter.defaultValue() is None else f"{parameter.defaultValue():g}"
            assert told in parameter.help(), parameter.name()


def test_units_are_told(algorithm):
    for parameter in algorithm.parameterDefinitions():
        unit = UNITS.get(parameter.name(), "")
        assert unit in parameter.description() + parameter.help(), parameter.name()


def test_defaults_of_all_kinds_are_told(algorithm):
    for parameter in algorithm.parameterDefinitions():
        if parameter.defaultValue() not in (None, "") and not parameter.isDestination():
            assert re.search("default|unless", parameter.help()), parameter.name()


def test_what_is_needed_comes_first_and_resources_last(algorithm):
    inputs = [each for each in algorithm.parameterDefinitions() if not each.isDestination()]
    names = [each.name() for each in inputs]
    resources = [name for name in names if name in RESOURCES]
    assert resources == [name for name in RESOURCES if name in names]
    assert names[len(names) - len(resources) :] == resources
    for parameter in inputs:
        is_needed = not parameter.flags() & OPTIONAL and parameter.defaultValue() is None
        assert not (is_needed and parameter.flags() & ADVANCED), parameter.name()
        assert parameter.name() not in RESOURCES or parameter.flags() & ADVANCED
    if not any(each.name() == "REFERENCE" for each in inputs[:1]):
        assert not inputs[0].flags() & OPTIONAL


def test_counts_are_outputs(algorithm):
    names = {
        output.name()
        for output in algorithm.outputDefinitions()
        if isinstance(output, QgsProcessingOutputNumber)
    }
    assert names
    assert any(name.endswith("_COUNT") for name in names)
    if algorithm.parameterDefinition("OUTPUT_MASK"):
        assert names >= {"WIDTH", "HEIGHT", "VALID_COUNT", "INVALID_COUNT"}


def test_outputs_come_last(algorithm):
    outputs = [
        isinstance(parameter, QgsProcessingDestinationParameter)
        for parameter in algorithm.parameterDefinitions()
    ]
    assert any(outputs)
    assert outputs == sorted(outputs)


def test_only_the_main_output_is_made_by_default(algorithm):
    """That is a raster or a vector file; tables and pages are for those who ask for them."""
    main = (QgsProcessingParameterRasterDestination, QgsProcessingParameterVectorDestination)
    for parameter in algorithm.destinationParameterDefinitions():
        is_main = isinstance(parameter, main)
        optional = bool(parameter.flags() & OPTIONAL)
        is_page = isinstance(parameter, QgsProcessingParameterFileDestination)
        assert optional == (parameter.name() != "OUTPUT" or not is_main)
        # A page of findings may be shown unasked in a dialog; scripts may do without it.
        assert is_page or parameter.createByDefault() == (not optional)
        assert parameter.defaultFileExtension() == EXTENSIONS[type(parameter)]


@pytest.mark.parametrize("identifier", PROMISED)
def test_promised_names_are_there(identifier):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(identifier)
    parameters, _, outputs = PROMISED[identifier].partition(">")
    have = {parameter.name() for parameter in algorithm.parameterDefinitions()}
    assert set(parameters.split()) - have == set()
    assert set(outputs.split()) <= {output.name() for output in algorithm.outputDefinitions()}


@pytest.mark.parametrize(("identifier", "name"), PROMISED_ENUMS)
def test_promised_choices_are_there(identifier, name):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(identifier)
    options = algorithm.parameterDefinition(name).options()
    wanted = PROMISED_ENUMS[identifier, name]
    assert [each for each in options if each in wanted] == wanted
    defaults = {"GRID_CONVENTION": "pixel-center", "INTERPOLATION": "cubic", "BOUNDARY": "none"}
    expected = defaults.get(name, wanted[0])
    assert algorithm.parameterDefinition(name).defaultValue() == expected


def described(algorithm):
    """Return what models and scripts rely on, as JSON can hold it."""
    parameters = {}
    for parameter in algorithm.parameterDefinitions():
        told = {"type": parameter.type(), "default": parameter.defaultValue()}
        told["optional"] = bool(parameter.flags() & OPTIONAL)
        if isinstance(parameter, QgsProcessingParameterEnum):
            told["options"] = parameter.options()
        parameters[parameter.name()] = told
    return {
        "group": algorithm.groupId(),
        "parameters": parameters,
        "outputs": {output.name(): output.type() for output in algorithm.outputDefinitions()},
    }


def test_parameters_are_those_that_are_frozen(provider):
    """Those of the models too."""
    now = {each.id(): described(each.create()) for each in provider.algorithms()}
    assert list(now) == sorted(now)
    text = json.dumps(now, indent=1, sort_keys=False) + "\n"
    if os.environ.get("GRIDR_FREEZE"):
        FROZEN.write_text(text, encoding="utf-8")
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    assert json.loads(text) == frozen


# --- the provider ---------------------------------------------------------------------------


def test_the_provider(provider):
    assert provider.id() == "gridr"
    assert provider.name() == "GridR"
    assert provider.versionInfo() in provider.longName()
    assert provider.versionInfo() in (ROOT / "metadata.txt").read_text(encoding="utf-8")
    assert not provider.icon().isNull()
    assert Path(provider.svgIconPath()).is_file()
    assert provider.supportedOutputRasterLayerExtensions()[0] == "tif"
    assert not provider.supportsNonFileBasedOutput()
    assert {each.id() for each in provider.algorithms()} >= set(PROMISED)


def test_loading_the_provider_imports_little(tmp_path):
    """At every start of QGIS: neither numba nor numpy, and nothing of the core."""
    (tmp_path / "gridr_qgis").symlink_to(ROOT)
    code = """
import sys
from qgis.core import QgsApplication
from qgis.PyQt import QtGui
application = QgsApplication([], False)
application.initQgis()
before = set(sys.modules)
import gridr_qgis
plugin = gridr_qgis.classFactory(None)
plugin.initProcessing()
registry = QgsApplication.processingRegistry()
assert registry.algorithmById("gridr:buildmask") is not None
for each in registry.providerById("gridr").algorithms():
    each.create().shortHelpString()
registry.providerById("gridr").warningMessage()
print("NEW", *sorted(set(sys.modules) - before))
plugin.unload()
assert registry.providerById("gridr") is None
"""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]),
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60
    )
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("NEW")]
    assert done.returncode == 0, done.stderr
    new = line.split()[1:]
    assert "gridr_qgis.gridr_provider.provider" in new
    roots = {name.split(".")[0] for name in new}
    assert roots & {"numba", "llvmlite", "numpy", "shapely", "osgeo", "dask", "scipy"} == set()
    assert [name for name in new if name.startswith("gridr_qgis.core")] == []
    assert "gridr_qgis.gridr_provider.options_page" not in new  # there is no window
